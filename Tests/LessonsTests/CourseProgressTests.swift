import CommandLanguage
import Foundation
import Testing

@testable import Lessons

/// What is kept of a learner's way through the course, apart from any file.
struct CourseProgressTests {
    private static let course = Course(nil, names: ["a", "b", "c"]) { Localized(same: $0) }

    private func visit(
        _ lesson: String, _ step: Int, of steps: Int = 10, answered: Set<Int> = [], isDone: Bool = false,
        again: Bool = false
    ) -> CourseProgress.Visit {
        CourseProgress.Visit(
            lesson: lesson, step: step, steps: steps, answered: answered, isDone: isDone, hasBegunAgain: again)
    }

    @Test func theFurthestStepAndEveryAnswerStay() throws {
        var progress = CourseProgress()
        progress.record(visit("a", 6, answered: [2, 5]), at: 1)
        // Another program, which opened the lesson earlier, is not as far.
        progress.record(visit("a", 3, answered: [3]), at: 2)
        let entry = try #require(progress.entries["a"])
        #expect(entry.step == 6 && entry.answered == [2, 3, 5] && !entry.isDone && entry.last == 2)
        #expect(entry.place(of: 10) == 6)
        var again = progress
        again.record(visit("a", 3, answered: [3]), at: 2)
        #expect(again == progress)
    }

    @Test func twoProgramsLoseNothingOfEachOther() {
        let visits = [visit("a", 4, answered: [2]), visit("b", 10, isDone: true), visit("a", 7), visit("c", 2)]
        var forwards = CourseProgress()
        var backwards = CourseProgress()
        for visit in visits { forwards.record(visit, at: 5) }
        for visit in visits.reversed() { backwards.record(visit, at: 5) }
        #expect(forwards == backwards && forwards.entries.count == 3)
        #expect(forwards.entries["a"]?.step == 7 && forwards.entries["a"]?.answered == [2])
    }

    @Test func aLessonDoneStaysDoneAndBeginsAtItsBeginning() throws {
        var progress = CourseProgress()
        progress.record(visit("a", 10, answered: [4], isDone: true), at: 1)
        var entry = try #require(progress.entries["a"])
        #expect(entry.isDone && entry.place(of: 10) == nil && entry.answered.isEmpty && !entry.isUnderWay)
        progress.record(visit("a", 3), at: 2)
        entry = try #require(progress.entries["a"])
        #expect(entry.isDone && entry.place(of: 10) == 3)
    }

    @Test func begunAgainIsBegunAgain() throws {
        var progress = CourseProgress()
        progress.record(visit("a", 6, answered: [2, 5]), at: 1)
        progress.record(visit("a", 1, again: true), at: 2)
        let entry = try #require(progress.entries["a"])
        #expect(entry.step == 1 && entry.answered.isEmpty && entry.place(of: 10) == nil)
        #expect(progress.next(in: Self.course)?.name == "a")
    }

    /// A lesson that was edited after it had been begun.
    @Test(arguments: [(10, 6), (6, 6), (4, 4), (1, nil), (0, nil)] as [(Int, Int?)])
    func theStepIsBroughtIntoTheLesson(count: Int, place: Int?) throws {
        var progress = CourseProgress()
        progress.record(visit("a", 6), at: 1)
        #expect(try #require(progress.entries["a"]).place(of: count) == place)
    }

    @Test func onlyWhatWasBegunIsWorthKeeping() {
        #expect(!visit("a", 1).isBegun)
        #expect(visit("a", 2).isBegun && visit("a", 1, isDone: true).isBegun && visit("a", 1, again: true).isBegun)
    }

    @Test func whatComesNext() {
        var progress = CourseProgress()
        func next() -> String? { progress.next(in: Self.course)?.name }
        #expect(next() == "a")
        progress.record(visit("b", 5), at: 10)
        #expect(next() == "b")
        progress.record(visit("b", 10, isDone: true), at: 11)
        #expect(next() == "c")
        progress.record(visit("c", 10, isDone: true), at: 12)
        #expect(next() == "a")
        progress.record(visit("gone", 3), at: 13)
        #expect(next() == "a")
        // Within the same second, the later one in the course is what was worked on last.
        progress.record(visit("a", 10, isDone: true), at: 14)
        #expect(next() == nil)
        progress.forget("c")
        progress.forget("b")
        progress.record(visit("b", 2), at: 14)
        #expect(next() == "b")
    }

    // MARK: The text

    private static let sample: CourseProgress = {
        var progress = CourseProgress()
        for (name, step) in [("one-update", 6), ("多层 \"x\"\n", 3), ("two-two-one-sigmoid", 20)] {
            let visit = CourseProgress.Visit(lesson: name, step: step, steps: 20, answered: [2, 3], isDone: step == 20)
            progress.record(visit, at: 1_790_000_000 + step)
        }
        return progress
    }()

    @Test func itReadsBackAndIsTheSameEachTime() throws {
        let text = try Self.sample.text()
        #expect(CourseProgress.read(text) == .good(Self.sample))
        #expect(try Self.sample.text() == text)
        #expect(CourseProgress.read(try CourseProgress().text()) == .good(CourseProgress()))
    }

    /// Written by hand, as the doc comment shows it: what is on people's disks is to stay readable.
    @Test func theFormatStays() throws {
        let text = #"""
            {"version": 1, "lessons": {"one-update": {"step": 6, "steps": 14, "answered": [3], "done": false, "last": 17}}}
            """#
        var expected = CourseProgress()
        expected.record(visit("one-update", 6, of: 14, answered: [3]), at: 17)
        #expect(CourseProgress.read(Data(text.utf8)) == .good(expected))
    }

    @Test func everyTruncationIsDamage() throws {
        // Without its last line break it is whole.
        let text = try Self.sample.text().dropLast()
        for count in 0..<text.count { #expect(CourseProgress.read(text.prefix(count)) == .damaged, "\(count) bytes") }
    }

    @Test(arguments: [
        "", "null", "[]", "7", "\u{FEFF}", "{}", #"{"version": 1}"#, #"{"version": 1, "lessons": []}"#,
        #"{"version": 0, "lessons": {}}"#, #"{"version": -1, "lessons": {}}"#, #"{"version": "1", "lessons": {}}"#,
        #"{"version": 1.5, "lessons": {}}"#, #"{"version": 1e99, "lessons": {}}"#, #"{"lessons": {}}"#,
        #"{"version": 1, "lessons": {"a": 3}}"#, #"{"version": 1, "lessons": {"a": {}}}"#,
        #"{"version": 1, "lessons": {"a": {"step": "6", "steps": 14, "answered": [], "done": false, "last": 1}}}"#,
        #"{"version": 1, "lessons": {"a": {"step": 6.5, "steps": 14, "answered": [], "done": false, "last": 1}}}"#,
        #"{"version": 1, "lessons": {"a": {"step": 6, "steps": 14, "answered": {}, "done": false, "last": 1}}}"#,
        #"{"version": 1, "lessons": {"a": {"step": 6, "steps": 14, "answered": [], "done": 0, "last": 1}}}"#,
        #"{"version": 1, "lessons": {"a": {"step": 6, "steps": 14, "answered": [], "done": false, "last": 1e30}}}"#,
        #"{"version": 1, "lessons": {}} {"#,
    ])
    func garbageIsDamage(text: String) {
        #expect(CourseProgress.read(Data(text.utf8)) == .damaged)
    }

    @Test func bytesThatAreNoTextAreDamage() throws {
        #expect(CourseProgress.read(Data([0xFF, 0xFE, 0x00, 0x80])) == .damaged)
        #expect(CourseProgress.read(Data(count: 4096)) == .damaged)
        #expect(CourseProgress.read(Data(repeating: UInt8(ascii: "["), count: 100_000)) == .damaged)
        let long = try CourseProgress().text() + Data(repeating: UInt8(ascii: " "), count: CourseProgress.largestFile)
        #expect(CourseProgress.read(long) == .damaged)
    }

    @Test func numbersThatCannotBeAreBroughtToWhatCan() throws {
        let text = """
            {"version": 1, "lessons": {"a": {"step": 99, "steps": 14, "answered": [3, -1, 3, 99], "done": true, "last": -5},
            "b": {"step": \(Int.min), "steps": \(Int.min), "answered": [\(Int.max)], "done": false, "last": \(Int.max)}}}
            """
        guard case .good(let progress) = CourseProgress.read(Data(text.utf8)) else {
            Issue.record("not read")
            return
        }
        #expect(progress.entries["a"]?.step == 14 && progress.entries["a"]?.answered == [3])
        #expect(progress.entries["b"]?.step == 1 && progress.entries["b"]?.steps == 1)
        #expect(progress.entries["b"]?.answered == [])
        #expect(progress.next(in: Self.course)?.name == "b")
    }

    @Test func aNewerFileIsReadAsFarAsItCanBe() throws {
        let same = String(decoding: try Self.sample.text(), as: UTF8.self)
        let newer = same.replacing("\"version\" : 1", with: "\"version\" : 2, \"more\": [1]")
        #expect(newer != same)
        #expect(CourseProgress.read(Data(newer.utf8)) == .newer(Self.sample))
        #expect(CourseProgress.read(Data(#"{"version": 3, "lessons": 7}"#.utf8)) == .newer(CourseProgress()))
    }
}
