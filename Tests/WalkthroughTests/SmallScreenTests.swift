import CommandLanguage
import Debugger
import Lessons
import Screen
import Testing

@testable import Walkthrough

/// What the smallest screen says is true there too.
struct SmallScreenTests {
    private static let smallest = Size(rows: 12, columns: 40)

    @Test("No finer zoom is offered where there is none", arguments: Language.allCases)
    func finestZoom(language: Language) throws {
        var model = try Model.of("lstm-and-gru", language: language, size: Self.smallest)
        let offer = language == .english ? "zooms in" : "按 - 细看"
        var offers = 0
        try model.alongTheFirstBatch(atMost: 200) { model in
            if model.text.contains(offer) { offers += 1 }
            var finest = model
            finest.player.session.zoom = .operation
            #expect(!finest.text.contains(offer), "\(finest.text)")
        }
        #expect(offers > 0)
    }

    @Test("A question's title leaves room for the mark of how much more there is", arguments: Places.lessonNames)
    func questionTitles(name: String) throws {
        var model = try Model.of(name, size: Self.smallest)
        for (number, step) in model.player.lesson.steps.enumerated() where step.ask != nil {
            model = update(model, toEndOf: "lesson \(number + 1)").model
            for language in Language.allCases {
                model.language = language
                guard let question = model.player.openQuestion, model.hasMoreLessonText else { continue }
                let row = view(model).lines[try #require(Layout(model).lesson).row]
                let words = Phrase.whatToDo(with: question)[language].prefix { $0 != ":" && $0 != "：" }
                #expect(row.contains(words + " ") && row.contains("⏎"), "\(row)")
            }
        }
    }
}
