import CommandLanguage
import Lessons
import Screen
import Testing

@testable import Walkthrough

struct CourseWalkTests {
    /// Three groups, one with many lessons, so that the list is longer than a small screen.
    private static let course: Course = {
        let text = """
            groups:
              - title: {en: First, zh: 最初}
                lessons: [two-two-one-linear, two-two-one-sigmoid]
              - title: {en: Many, zh: 许多}
                lessons: [\((1...20).map { "many-\($0)" }.joined(separator: ", "))]
            """
        let file = try? CourseFile.read(bytes: Array(text.utf8), file: "course.yaml").get()
        let names = (file?.groups ?? []).flatMap(\.lessons) + ["unlisted"]
        return Course(file, names: names) { Localized("title \($0)", "标题 \($0)") }
    }()

    private func model(_ name: String? = "two-two-one-linear", size: Size = Size(rows: 24, columns: 80)) throws -> Model {
        var model = try Model.of("two-two-one-linear", size: size)
        model.course = CoursePlace(course: Self.course, name: name)
        return model
    }

    private func effects(_ model: inout Model, _ key: Key) -> [Effect] {
        let (next, effects) = update(model, .key(key))
        model = next
        return effects
    }

    @Test func theMenuShowsGroupsNumbersAndTheOpenLesson() throws {
        var model = try model("two-two-one-sigmoid")
        try model.press("m")
        let lines = view(model).lines
        #expect(lines[0].contains("lesson 2 of 23"))
        #expect(lines.contains { $0.contains("First") } && lines.contains { $0.contains("Many") })
        #expect(lines.contains { $0.contains("  1  title two-two-one-linear") })
        #expect(lines.contains { $0.contains("▶  2  title two-two-one-sigmoid") })
        model = update(model, .command("language zh")).model
        try model.press("m")
        #expect(view(model).text.contains("标题 two-two-one-sigmoid") && view(model).text.contains("最初"))
    }

    @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 12, columns: 40), Size(rows: 30, columns: 100)])
    func everyLessonCanBeChosen(size: Size) throws {
        var model = try model(size: size)
        try model.press("m")
        for lesson in Self.course.lessons {
            let row = (0..<size.rows).first { view(model)[$0, 5]?.style.isReversed == true }
            let shown = try #require(row.map { view(model).lines[$0] }, "\(lesson.name) is not on the screen")
            #expect(shown.contains("\(lesson.number)  title \(lesson.name)"))
            var copy = model
            #expect(effects(&copy, .enter) == [.open(lesson.name)] && copy.menu == nil)
            try model.press("Down")
        }
        #expect(view(model).text.contains("Further lessons"))
        try model.press("Home")
        #expect(model.menu?.choice == 0)
        try model.press("End", "PageUp", "PageDown")
        #expect(model.menu?.choice == Self.course.lessons.count - 1)
        try model.press("Esc")
        #expect(model.menu == nil)
    }

    @Test func theEndSaysWhatComesNextAndGoesThere() throws {
        var model = try model()
        model = update(model, .command("lesson \(model.player.lesson.steps.count)")).model
        // Text that is not on the screen yet, and a question, come first.
        var opened: [Effect] = []
        for _ in 0..<20 where !model.said.contains("Next: ") { opened += effects(&model, .enter) }
        #expect(opened.isEmpty)
        #expect(model.said.contains("Next: 2. title two-two-one-sigmoid"), "\(model.said)")
        #expect(effects(&model, .enter) == [.open("two-two-one-sigmoid")])
    }

    @Test(arguments: [("unlisted", "last lesson"), (nil, "last step of the lesson")] as [(String?, String)])
    func afterTheLastLessonNothingIsOpened(name: String?, words: String) throws {
        var model = try model(name)
        model = update(model, .command("lesson \(model.player.lesson.steps.count)")).model
        var opened: [Effect] = []
        for _ in 0..<20 { opened += effects(&model, .enter) }
        #expect(opened.isEmpty && model.said.contains(words), "\(model.said)")
    }

    @Test func anotherLessonKeepsWhatIsTheLearners() throws {
        var model = try model()
        model = update(model, .command("language zh")).model
        try model.press(":")
        model.type("step 2")
        try model.press("Enter")
        let next = try model.opening(Places.lesson("two-two-one-sigmoid"), named: "two-two-one-sigmoid")
        #expect(next.language == .chinese && next.size == model.size && next.history == ["step 2"])
        #expect(next.course?.name == "two-two-one-sigmoid" && next.position == 0)
        #expect(next.player.lesson.title != model.player.lesson.title)
    }

    @Test func openByName() throws {
        let model = try model()
        #expect(update(model, .command("open many-3")).effects == [.open("many-3")])
        #expect(update(model, .command("open")).model.menu != nil)
        let failed = update(model, .report(Localized("no such", "没有"), isError: true)).model
        #expect(failed.said == "no such" && failed.notice?.kind == .error)
        var alone = model
        alone.course = nil
        let (next, effects) = update(alone, .command("open many-3"))
        #expect(effects.isEmpty && next.menu == nil && next.said.contains("no list"))
    }

    @Test func aStrangersTitleIsFiltered() throws {
        var model = try model()
        let course = Course(nil, names: ["evil"]) { _ in Localized(same: "a\u{1B}[2J\u{202E}b") }
        model.course = CoursePlace(course: course, name: "evil")
        try model.press("m")
        #expect(!view(model).text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0 == "\u{202E}" })
        #expect(view(model).text.contains("<U+202E>"))
    }
}
