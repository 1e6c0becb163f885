import Debugger
import Foundation
import Lessons
import Screen
import Testing

@testable import Walkthrough

extension Places {
    /// The course's lessons.
    static let lessonNames: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "lessons").path)
        return (files ?? []).filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { String($0.dropLast(5)) }.sorted()
    }()
}

extension Model {
    /// Visits results of the lesson's first batch, from near its start to its end, at the zoom `quantity`.
    mutating func alongTheFirstBatch(atMost count: Int, _ check: (Model) throws -> Void) throws {
        player.session.zoom = .quantity
        let end = session.tree.start(ofBatch: 1)
        for leaf in stride(from: 0, to: end, by: max(1, end / count)) {
            let whole = session.tree.unit(.quantity, holding: leaf)
            player.session.go(to: Position(whole.upperBound))
            try check(self)
        }
    }

    /// The lines inside a pane, as the screen has them.
    func lines(of area: Rectangle) -> [String] {
        let frame = view(self)
        return (area.row + 1..<area.endRow - 1).map { row in
            frame.row(row).dropFirst(area.column + 2).prefix(area.columns - 4).map(\.text).joined()
        }
    }
}
