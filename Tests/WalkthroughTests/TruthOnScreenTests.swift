import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork
import Screen
import Testing

@testable import Walkthrough

/// What stands on the screen is true: the arithmetic of the card, and `·` for all that is not known.
struct TruthOnScreenTests {
    /// The lines inside the formula card, as the frame has them, with those that were wrapped joined again.
    private func card(_ model: Model) throws -> [String] {
        let frame = view(model)
        let area = Layout(model).card
        var lines: [String] = []
        for row in area.row + 1..<area.endRow - 1 {
            let cells = frame.row(row).dropFirst(area.column + 2).prefix(area.columns - 4)
            lines.append(cells.map(\.text).joined())
        }
        var joined: [String] = []
        for line in lines {
            let text = line.trimmed
            let continues = ["=", "←", "…", "next:"].allSatisfy { !text.hasPrefix($0) } && line.hasPrefix("    ") && !text.isEmpty
            if continues, let last = joined.popLast() {
                joined.append(last + " " + text)
            } else if !text.isEmpty {
                joined.append(text)
            }
        }
        return joined
    }

    @Test("The formulas on show give the results on show", arguments: Zoom.allCases)
    func formulas(zoom: Zoom) throws {
        var model = try Model.of()
        model.send(.command("zoom \(zoom.name)"))
        model.send(.command("goto start"))
        let end = model.session.tree.position(after: model.session.tree.start, .epoch)
        var checked = 0
        while model.session.position < end {
            try model.press("→")
            let lines = try card(model)
            #expect(!lines.contains { $0.contains("more lines") }, "\(lines)")
            checked += try check(lines, at: model.position)
        }
        #expect(checked > 0)
    }

    /// Checks every equation on show whose sides hold numbers only.
    private func check(_ lines: [String], at position: Int) throws -> Int {
        var sides: [String] = []
        var equations: [[String]] = []
        for line in lines where !line.hasPrefix("next:") && !line.hasPrefix("…") {
            let parts = line.components(" = ").flatMap { $0.components(" ← ") }
            if line.hasPrefix("= ") {
                sides += line.dropFirst(2).description.components(" = ")
            } else {
                equations.append(sides)
                sides = parts
            }
        }
        equations.append(sides)
        var checked = 0
        for equation in equations {
            // Every side reads as an expression; those of numbers have values.
            let values = try equation.map { side -> Double in
                let expression = try ExpressionParser.parse(side)
                return expression.value { _, _, _ in .nan }
            }
            guard let shown = equation.last, let result = values.last, !result.isNaN else { continue }
            for (side, value) in zip(equation, values).dropLast() where !value.isNaN {
                #expect(
                    NumberText.short(value, digits: 5) == NumberText.short(result, digits: 5),
                    "position \(position): \(side) = \(shown)")
                checked += 1
            }
        }
        return checked
    }

    @Test func theCardAgreesWithTheRun() throws {
        // Golden values of the documents' network, rounded to the digits of the card.
        let expected = [
            ("z(h1)", "0.52"), ("a(h1)", "0.62715"), ("z(h2)", "0.15"), ("a(h2)", "0.53743"), ("L", "0.23356"),
            ("delta(y)", "−0.68345"), ("grad(w31)", "−0.42863"), ("grad(w32)", "−0.36731"), ("delta(h1)", "−0.11187"),
            ("grad(w11)", "−0.055935"), ("grad(w12)", "−0.089496"), ("delta(h2)", "0.10194"), ("grad(w21)", "0.050972"),
            ("grad(w22)", "0.081555"), ("w11", "0.20559"), ("w12", "0.40895"), ("b1", "0.11119"), ("w21", "−0.3051"),
            ("w22", "0.49184"), ("b2", "−0.11019"), ("w31", "0.74286"), ("w32", "−0.56327"), ("b3", "0.26835"),
        ]
        for (name, value) in expected {
            var model = try Model.of()
            model.send(.command("goto \(name)"))
            let lines = try card(model)
            #expect(lines.contains { $0.hasSuffix("= \(value)") }, "\(name): \(lines)")
        }
    }

    @Test("What has not been reached is ·, never 0", arguments: [Charset.unicode, .ascii])
    func notReached(charset: Charset) throws {
        // High enough for a ledger of all neurons and parameters.
        var model = try Model.of(charset: charset, size: Size(rows: 50, columns: 100))
        let dot = charset == .unicode ? "·" : "."
        let end = model.session.tree.position(after: model.session.tree.start, .epoch)
        model.send(.command("zoom operation"))
        model.send(.command("goto start"))
        while true {
            let rows = ledger(model)
            for name in model.session.neuronNames {
                try check(rows, name, [.preActivation(name), .activation(name), .delta(name)], model, dot)
            }
            for name in model.session.computation.parameterNames {
                try check(rows, name, [.old(name), .gradient(name), .new(name)], model, dot)
            }
            guard model.session.position < end else { break }
            try model.press("→")
        }
    }

    private func check(_ rows: [String: [String]], _ name: String, _ symbols: [Symbol], _ model: Model, _ dot: String) throws {
        let shown = try #require(rows[name], "\(name) is not in the ledger")
        for (text, symbol) in zip(shown, symbols) {
            let isReached = model.session.reading(symbol)?.value != nil
            #expect((text == dot) != isReached, "position \(model.position), \(symbol): \(text)")
        }
    }

    /// The ledger's rows by their names.
    private func ledger(_ model: Model) -> [String: [String]] {
        guard let area = Layout(model).ledger else { return [:] }
        let frame = view(model)
        var rows: [String: [String]] = [:]
        for row in area.row + 1..<area.endRow - 1 {
            let text = frame.row(row).dropFirst(area.column + 2).prefix(area.columns - 4).map(\.text).joined()
            let words = text.split(separator: " ").map(String.init)
            if words.count >= 4 { rows[words[0]] = Array(words[1...3]) }
        }
        return rows
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    fileprivate func components(_ separator: String) -> [String] {
        self.split(separator: separator, omittingEmptySubsequences: false).map { String($0).trimmed }
    }
}
