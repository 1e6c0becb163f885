import CommandLanguage
import Lessons
import Screen
import Testing

@testable import Walkthrough

/// Going on where one has stopped, and the marks in the list of lessons.
struct TakingUpTests {
    private static let names = ["two-two-one-linear", "two-two-one-sigmoid"]
    private static let course = Course(nil, names: names + (3...30).map { "lesson-\($0)" }) {
        Localized("title of \($0)", "标题 \($0)")
    }

    private func visit(_ lesson: String, _ step: Int, of steps: Int = 14, answered: Set<Int> = [], isDone: Bool = false)
        -> CourseProgress.Visit
    {
        CourseProgress.Visit(lesson: lesson, step: step, steps: steps, answered: answered, isDone: isDone)
    }

    /// The sigmoid lesson, which has a question at its third step, with these visits one after the other.
    private func model(
        _ visits: [CourseProgress.Visit], charset: Charset = .unicode, size: Size = Size(rows: 24, columns: 80)
    ) throws -> Model {
        var model = try Model.of("two-two-one-sigmoid", charset: charset, size: size)
        model.course = CoursePlace(course: Self.course, name: "two-two-one-sigmoid")
        var progress = CourseProgress()
        for (time, visit) in visits.enumerated() { progress.record(visit, at: time) }
        model.courseProgress = progress
        return model
    }

    @Test func aLessonGoesOnWhereOneHasStopped() throws {
        let model = try model([visit("two-two-one-sigmoid", 6, of: 20, answered: [3])]).welcomingBack(isNamed: true)
        #expect(model.player.stepIndex == 5 && model.player.answered == [2] && model.hasTakenUp)
        #expect(model.said.contains("step 6 of 20") && model.said.contains("Home"))
        // The same numbers as one who has come on foot.
        var walked = try Model.of("two-two-one-sigmoid", size: Size(rows: 24, columns: 80))
        walked.send(.command("lesson 6"))
        #expect(model.position == walked.position && model.session.reading(.loss) == walked.session.reading(.loss))
        // An answered question stays so, an open one is asked.
        var back = model
        back.send(.command("lesson 3"))
        #expect(back.player.openQuestion == nil)
        let opened = try self.model([visit("two-two-one-sigmoid", 3, of: 20)]).welcomingBack(isNamed: true)
        #expect(opened.player.openQuestion != nil)
    }

    @Test func homeBeginsAgainButOnlyAtOnce() throws {
        var model = try model([visit("two-two-one-sigmoid", 6, of: 20, answered: [3])]).welcomingBack(isNamed: true)
        var later = model
        try model.press("Home")
        #expect(model.player.stepIndex == 0 && model.player.answered.isEmpty && model.position == 0)
        #expect(model.visit?.hasBegunAgain == true && model.visit?.step == 1 && model.visit?.isBegun == true)
        #expect(model.course?.name == "two-two-one-sigmoid" && model.script.last == "lesson start")
        try later.press("→", "Home")
        #expect(later.player.stepIndex == 5 && later.position == 0 && later.visit?.hasBegunAgain == false)
        later.send(.command("lesson start"))
        #expect(later.player.stepIndex == 0 && later.visit?.hasBegunAgain == true)
    }

    @Test func whatPlaysByItselfIsBegunAgainOnlyAtOnceToo() throws {
        let model = try model([visit("two-two-one-sigmoid", 6, of: 20, answered: [3])]).welcomingBack(isNamed: true)
        var playback = Playback(model)
        var later = playback
        _ = playback.take(.key(.home))
        #expect(playback.model.player.stepIndex == 0 && playback.model.visit?.hasBegunAgain == true)
        while later.model.player.stepIndex == 5 { _ = later.pass(try #require(later.wait)) }
        _ = later.take(.key(.home))
        #expect(later.model.player.stepIndex == 6 && later.model.visit?.hasBegunAgain == false)
    }

    @Test func anotherLessonIsPointedToWhenNoneWasAskedFor() throws {
        let visits = [visit("two-two-one-sigmoid", 6, of: 20), visit("lesson-4", 8)]
        var model = try model(visits).welcomingBack(isNamed: false)
        #expect(model.player.stepIndex == 0 && !model.hasTakenUp)
        #expect(model.said.contains("lesson 4, at step 8 of 14"))
        try model.press("m")
        #expect(update(model, .key(.enter)).effects == [.open("lesson-4")])
        // Asked for by its name it goes on.
        #expect(try self.model(visits).welcomingBack(isNamed: true).player.stepIndex == 5)
        let done = try self.model([visit("lesson-4", 14, isDone: true)]).welcomingBack(isNamed: false)
        #expect(done.said.contains("Next in the course is lesson 5"))
        // Nobody is bothered who has not begun.
        let new = try self.model([]).welcomingBack(isNamed: false)
        #expect(new.notice == nil && new.player.stepIndex == 0)
    }

    @Test func openingGoesOnButNotInAScript() throws {
        let lesson = try Places.lesson("two-two-one-linear")
        var model = try model([visit("two-two-one-linear", 5, of: 13)])
        #expect(try model.opening(lesson, named: "two-two-one-linear").player.stepIndex == 4)
        #expect(try model.opening(lesson, named: nil).player.stepIndex == 0)
        model.depth = 1
        #expect(try model.opening(lesson, named: "two-two-one-linear").player.stepIndex == 0)
        model.depth = 0
        model.courseProgress = nil
        #expect(try model.opening(lesson, named: "two-two-one-linear").player.stepIndex == 0)
    }

    /// A lesson that has lost steps since, and one that keeps what is no question any longer.
    @Test func anEditedLessonOpensAtItsEnd() throws {
        let model = try model([visit("two-two-one-sigmoid", 90, of: 99, answered: [1, 3, 95])]).welcomingBack(isNamed: true)
        #expect(model.player.isAtLastStep && model.player.answered == [2])
        #expect(model.failures.isEmpty)
    }

    @Test func aVisitTellsHowFarOneHasCome() throws {
        var model = try model([])
        #expect(model.visit?.isBegun == false)
        try model.press("Enter", "Enter", "Enter", "Enter")
        #expect(model.visit?.step == 3 && model.visit?.steps == 20 && model.visit?.answered == [3])
        try model.press("Backspace")
        #expect(model.visit?.step == 3)
        let last = model.player.lesson.steps.count
        model.send(.command("lesson \(last)"))
        // Done is done, also when one then goes back.
        for _ in 0..<4 where model.visit?.isDone == false { try model.press("Enter") }
        #expect(model.visit?.isDone == true)
        try model.press("Backspace")
        #expect(model.visit?.isDone == true)
        model.course = CoursePlace(course: Self.course, name: nil)
        #expect(model.visit == nil)
    }

    @Test(arguments: [
        (Size(rows: 24, columns: 80), Charset.unicode), (Size(rows: 12, columns: 40), .unicode),
        (Size(rows: 24, columns: 80), .ascii), (Size(rows: 12, columns: 40), .ascii),
    ])
    func theMenuHasAMarkForEachState(size: Size, charset: Charset) throws {
        let visits = [
            visit("two-two-one-linear", 14, isDone: true), visit("lesson-3", 6), visit("lesson-12", 14, isDone: true),
            visit("lesson-13", 11),
        ]
        var model = try model(visits, charset: charset, size: size)
        for language in charset == .ascii ? [Language.english] : [.english, .chinese] {
            model.send(.command("language \(language.rawValue)"))
            try model.press("m")
            // What comes next is chosen.
            let chosen = (0..<size.rows).first { view(model)[$0, 5]?.style.isReversed == true }
            let line = try #require(chosen.map { view(model).lines[$0] })
            #expect(line.contains(" 13  ") && line.contains(language == .english ? "go on: 11/14" : "继续：11/14"))
            try model.press("Home")
            var seen: [String] = []
            for _ in Self.course.lessons {
                let frame = view(model)
                seen += frame.lines.filter { !seen.contains($0) }
                // Nothing beyond the border, in two columns' characters either.
                let border = charset == .unicode ? "│" : "|"
                for row in 1..<size.rows - 2 { #expect(frame.lines[row].hasSuffix(border), "\(frame.lines[row])") }
                try model.press("Down")
            }
            let check = charset == .unicode ? "✓" : "v"
            // Border, a space and two marks stand before the number.
            func row(_ number: Int) throws -> String {
                let start = (number < 10 ? " " : "") + "\(number)  "
                return try #require(seen.first { $0.dropFirst(4).hasPrefix(start) }, "\(number)\n\(seen.joined(separator: "\n"))")
            }
            #expect(try row(1).contains(check) && row(12).contains("\(check)12"))
            #expect(try !row(3).contains(check) && row(3).contains(language == .english ? "step 6/14" : "第 6/14 步"))
            #expect(try !row(4).contains("/") && !row(13).contains(check))
            #expect(try row(2).contains(charset == .unicode ? "▶" : ">"))
            try model.press("Esc")
        }
    }

    @Test func tabCompletesLessonsAfterOpen() throws {
        var model = try model([])
        try model.press(":")
        model.type("open two-two-one-s")
        try model.press("Tab")
        #expect(model.prompt?.string == "open two-two-one-sigmoid")
        try model.press("Esc", ":")
        model.type("open lesson-1")
        try model.press("Tab", "Tab")
        #expect(model.prompt?.string == "open lesson-11")
        model.course = nil
        try model.press("Esc", ":")
        model.type("open two")
        try model.press("Tab")
        #expect(model.prompt?.string == "open two")
    }
}
