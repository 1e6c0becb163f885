import CommandLanguage
import Foundation
import Testing

@testable import Lessons

@Test func show() throws {
    let folder = try #require(Bundle.module.resourceURL).path + "/bad"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".yaml") {
        switch Lesson.read(path: folder + "/" + name) {
        case .success(let lesson): print("== \(name): GOOD", lesson.warnings.map { $0.text(in: .english) { $0 } })
        case .failure(let problems):
            print("== \(name)")
            for problem in problems.problems {
                print(problem.text(in: .english) { $0 }.replacingOccurrences(of: folder + "/", with: ""))
                print("      " + problem.message.chinese)
            }
        }
    }
}
