import Autograd
import CommandLanguage
import Debugger
import Foundation
import Lessons
import NeuralNetwork
import Screen
import Testing

@testable import Walkthrough

/// Predict before reveal: while a question is open, its answer is nowhere on the screen.
struct HiddenAnswerTests {
    private static let sizes = [Size(rows: 24, columns: 80), Size(rows: 30, columns: 100), Size(rows: 60, columns: 200)]

    /// The numbers of a screen, each with its digits as they are shown.
    private func numbers(on text: String) -> [(text: String, value: Double)] {
        let characters = Array(text.unicodeScalars).map { Character($0) }
        var found: [(String, Double)] = []
        var index = 0
        while index < characters.count {
            guard characters[index].isASCII, characters[index].isNumber else {
                index += 1
                continue
            }
            let start = index
            while index < characters.count, characters[index].isASCII, characters[index].isNumber || characters[index] == "." { index += 1 }
            // An exponent, as in 1.5e-9.
            if index + 1 < characters.count, characters[index] == "e", characters[index + 1].isNumber || "-−".contains(characters[index + 1]) {
                index += 2
                while index < characters.count, characters[index].isNumber { index += 1 }
            }
            let before = start > 0 ? characters[start - 1] : " "
            // The 1 of h1 is part of a name.
            if before.isLetter || before == "_" || before == "[" || before == "," { continue }
            var digits = String(characters[start..<index]).map { $0 == "−" ? "-" : String($0) }.joined()
            if digits.hasSuffix(".") { digits.removeLast() }
            let sign = before == "−" || before == "-" ? "-" : ""
            if let value = Double(sign + digits) { found.append((sign + digits, value)) }
        }
        return found
    }

    /// Whether a number on the screen would be taken for the answer, or is the answer rounded to its own digits, of which
    /// it has three or more.
    private func tells(_ number: (text: String, value: Double), _ answer: Double, _ tolerance: Double) -> Bool {
        if answer == 0 { return number.value == 0 }
        if Autograd.Expression.isClose(number.value, answer, tolerance: tolerance) { return true }
        guard !number.text.contains("e"), let point = number.text.firstIndex(of: ".") else { return false }
        let decimals = number.text.distance(from: point, to: number.text.endIndex) - 1
        let significant = number.text.filter(\.isNumber).drop { $0 == "0" }.count
        return significant >= 3 && abs(number.value - answer) <= 0.5 * Elementary.power(10, -Double(decimals))
    }

    /// What stands on the screen by right: the numbers of the step's own text, what the file gives (inputs, targets,
    /// parameters, settings), constants of its formulas, and the numbers of places (epoch 3, step 5/20, position 12).
    private func isByRight(_ value: Double, _ model: Model) -> Bool {
        let run = model.session.run
        let step = model.player.step
        let texts = [step?.say, step?.ask?.question].compactMap { $0 }
        var given = texts.flatMap { numbers(on: $0.english) + numbers(on: $0.chinese) }.map(\.value)
        given += run.architecture.parameters.map(\.initialValue)
        for row in 0..<run.data.count { given += Array(run.data.inputs(of: row)) + Array(run.data.targets(of: row)) }
        if let settings = run.settings { given.append(settings.learningRate) }
        for symbol in Symbol.Setting.allCases { if let value = model.session.reading(.setting(symbol))?.value { given.append(value) } }
        given += model.session.bookmark.interventions.map(\.value)
        return given.contains { Autograd.Expression.isClose($0, value, tolerance: 1e-9) || abs($0 - value) < 5e-6 }
    }

    /// The screen without its header, which counts places, the lesson's own words, the axis of the loss and the keys.
    private func panes(_ model: Model) -> String {
        let frame = view(model)
        let layout = Layout(model)
        let lesson = layout.lesson.map { $0.row..<$0.endRow } ?? 0..<0
        return (layout.header.endRow..<layout.footer.row).filter { !lesson.contains($0) }
            .map { frame.row($0).map(\.text).joined() }.joined(separator: "\n")
    }

    /// The numbers that stand in the formulas' symbols: the 2 of 2·(y − t), the 0 of max(0, z).
    private func constants(_ model: Model) -> [Double] {
        let explanations = [model.session.explanation, model.session.nextExplanation].compactMap { $0 }
        let values = explanations.flatMap { [$0.formula] + $0.details }.flatMap { numbers(on: $0.expression.text(.mathematical)) }
            .map(\.value)
        // The 0 of `ReLU max(0, z)`, the card's title.
        let titles = explanations.flatMap { numbers(on: ExplanationText(language: .english).title($0)) }.map(\.value)
        return values + values.map { -$0 } + titles
    }

    private func check(_ model: Model, _ answer: Double, _ question: Question, _ place: String) {
        // What the question itself names needs no hiding.
        let named = [model.player.step?.say, question.question].compactMap { $0 }.flatMap { numbers(on: $0.english) + numbers(on: $0.chinese) }
        if named.contains(where: { tells($0, answer, question.within ?? 1e-3) }) { return }
        let constants = constants(model)
        for number in numbers(on: panes(model)) where tells(number, answer, question.within ?? 1e-3) {
            let isConstant = constants.contains(number.value)
            #expect(isConstant || isByRight(number.value, model), "\(place): \(number.text) on the screen gives \(answer) away")
        }
    }

    @Test("No pane shows the answer to an open question", arguments: Places.lessons)
    func nothingShowsTheAnswer(name: String) throws {
        let lesson = try Places.lesson(name)
        var questions = 0
        var model = try Model(lesson: lesson, language: .english, charset: .unicode, size: Self.sizes[0])
        for (index, step) in lesson.steps.enumerated() {
            guard let question = step.ask, question.answer != nil else { continue }
            model.send(.command("lesson \(index + 1)"))
            #expect(model.player.openQuestion == question)
            let answer = try #require(try model.player.rightAnswer())
            questions += 1
            // At the question, beyond its answer, and far beyond.
            var places = [model]
            for command in ["step 1 quantity", "finish pass", "finish batch"] {
                model.send(.command(command))
                places.append(model)
            }
            for (number, place) in places.enumerated() {
                // At the question itself in every size and language.
                for size in number == 0 ? Self.sizes : [Self.sizes[1]] {
                    for language in number == 0 ? Language.allCases : [.english] {
                        var shown = place
                        shown.size = size
                        shown.language = language
                        shown.notice = nil
                        check(shown, answer, question, "\(name) step \(index + 1), \(size.columns)×\(size.rows), move \(number)")
                    }
                }
            }
            var compared = places[0]
            compared.send(.command("compare"))
            check(compared, answer, question, "\(name) step \(index + 1), compare")
            for text in ["info parameters", "info displays"] {
                var asked = places[1]
                asked.send(.command(text))
                for line in asked.overlay?.lines ?? [] {
                    for number in numbers(on: line.english) where tells(number, answer, question.within ?? 1e-3) {
                        #expect(isByRight(number.value, asked), "\(name) step \(index + 1): \(text): \(line.english)")
                    }
                }
            }
        }
        #expect(questions > 0)
    }

    @Test func whatIsHiddenIsAQuestionMarkUntilItIsAnswered() throws {
        var model = try Model.of("two-two-one-linear")
        let index = try #require(model.player.lesson.steps.firstIndex { $0.ask?.answer?.text == "delta(y) * w31" })
        model.send(.command("lesson \(index + 1)"))
        let reading = model.session.reading(.delta("h1"))
        model.send(.command("goto delta(h1)"))
        #expect(reading != .hidden && model.session.reading(.delta("h1")) == .hidden)
        #expect(model.text.contains("= ?") && !model.text.contains("0.3682"))
        // Neither do the commands, nor what is made of it.
        model.send(.command("print delta(h1)"))
        #expect(model.said == "δ(h1) = ?, hidden until the question is answered")
        model.send(.command("display 2*delta(h1)"))
        #expect(model.text.contains("2·δ(h1) = ?"))
        model.send(.command("goto grad(w11)"))
        #expect(model.session.reading(.gradient("w11")) == .hidden)
        model.send(.command("answer delta(h1)"))
        #expect(model.player.openQuestion != nil)
        try model.press("Enter")
        model.type("-0.368")
        try model.press("Enter")
        #expect(model.player.openQuestion == nil && model.session.curtain == nil)
        model.send(.command("goto grad(w11)"))
        #expect(model.text.contains("0.3682"))
    }
}

extension Places {
    /// The names of the lessons of the course that ask something.
    static let lessons: [String] = {
        let folder = root.appending(path: "lessons")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted().filter { name in
            (try? lesson(name).steps.contains { $0.ask?.answer != nil }) ?? false
        }
    }()
}
