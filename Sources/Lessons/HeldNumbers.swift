import Autograd
import CommandLanguage
import Debugger

/// The numbers that a lesson may name: those that its file gives, and those that an `expect` has checked.
struct HeldNumbers {
    private var values: [Double] = []
    /// What has been checked: the values, each with the formulas that have it.
    private var checked: [(formulas: [String], values: [Double])] = []

    /// Takes the numbers that stand in a part of the file: weights, inputs, rates, and those in a program.
    mutating func take(_ part: YAMLValue) {
        for (text, _) in part.scalars {
            if case .success(let number) = NumberGrammar.number(text) { values.append(number) } else { take(text) }
        }
    }

    /// Takes the numbers that stand in a command.
    mutating func take(_ command: String) { values += TextNumber.all(in: command).map(\.value) }

    /// Takes the answer to a question.
    mutating func take(_ value: Double, of formula: Expression) { checked.append(([formula.text(.plain)], [value])) }

    /// Takes what an `expect` that holds has checked: both sides of each equation, and the numbers in it.
    mutating func take(_ condition: Expression, in session: Session) {
        switch condition {
        case .binary(.and, let left, let right), .binary(.or, let left, let right):
            take(left, in: session)
            take(right, in: session)
        case .binary(.approximately, let left, let right), .binary(.equal, let left, let right):
            let formulas = [left, right].filter { !$0.isNumber }
            formulas.forEach { takeNumbers(in: $0) }
            checked.append((formulas.map { $0.text(.plain) }, [left, right].compactMap { try? session.value(of: $0) }))
        default: takeNumbers(in: condition)
        }
    }

    private mutating func takeNumbers(in expression: Expression) {
        switch expression {
        case .number(let value): values.append(value)
        case .unary(.negate, .number(let value)): values.append(-value)
        case .name: break
        case .call(_, let arguments, _): for argument in arguments { takeNumbers(in: argument) }
        case .unary(_, let operand): takeNumbers(in: operand)
        case .binary(_, let left, let right):
            takeNumbers(in: left)
            takeNumbers(in: right)
        }
    }

    /// Whether one of the numbers is what `number` shows.
    func hold(_ number: TextNumber) -> Bool {
        values.contains(where: number.shows) || checked.contains { $0.values.contains(where: number.shows) }
    }

    /// Whether one of the numbers that are not the value of `formula` is what `number` shows.
    func hold(_ number: TextNumber, besides formula: Expression) -> Bool {
        let formula = formula.text(.plain)
        return values.contains(where: number.shows)
            || checked.contains { !$0.formulas.contains(formula) && $0.values.contains(where: number.shows) }
    }
}

extension TextNumber {
    /// Whether the text shows a sum, without names, whose value the number is: `0.2·0.5 = 0.1`.
    func follows(in text: String, _ session: Session) -> Bool {
        formulas(in: text).contains { formula in
            formula.isArithmetic && !formula.isNumber && ((try? session.value(of: formula)).map(shows) ?? false)
        }
    }

    /// What the text says the number is, if it is that now: of `a(h1) = 0.62715` the a(h1).
    func meaning(in text: String, _ session: Session) -> (formula: Expression, value: Double)? {
        for formula in formulas(in: text) where !formula.isArithmetic {
            if let value = try? session.value(of: formula), shows(value) { return (formula, value) }
        }
        return nil
    }

    /// Whether the text says what something of the model is: behind a verb, whether the subject is a formula.
    func states(in text: String, _ session: Session) -> Bool {
        verb == nil
            || formulas(in: text).contains { !$0.isArithmetic && !$0.isPlace && (try? session.eventualValue(of: $0)) != nil }
    }

    /// The formulas that end before the `=` or the verb before the number, or begin behind the `=` behind it; longest first.
    private func formulas(in text: String) -> [Expression] {
        let characters = Array(text)
        func isStop(_ index: Int) -> Bool {
            "=≈:：,，;；。\n".contains(characters[index]) && !(characters[index] == "," && isInBrackets(characters, index))
        }
        var formulas: [Expression] = []
        func tryOut(_ range: Range<Int>) {
            guard let first = range.first, characters[first] != " " else { return }
            // No part of a word is a formula.
            if first > 0, characters[first].isWordLetter, characters[first - 1].isWordLetter || characters[first - 1].isDecimalDigit {
                return
            }
            if let formula = try? Expression(command: String(characters[range])) { formulas.append(formula) }
        }
        var before = range.lowerBound - 1
        while before >= 0, characters[before] == " " { before -= 1 }
        if let verb { before = verb.lowerBound }
        if before > 0, verb != nil || "=≈".contains(characters[before]) {
            var start = before
            while start > 0, before - start < 80, !isStop(start - 1) { start -= 1 }
            for index in start..<before { tryOut(index..<before) }
        }
        var after = range.upperBound
        while after < characters.count, characters[after] == " " { after += 1 }
        if after < characters.count, "=≈".contains(characters[after]) {
            var end = after + 1
            while end < characters.count, end - after < 80, !isStop(end) { end += 1 }
            let start = characters[after + 1..<end].firstIndex { $0 != " " } ?? end
            for index in stride(from: end, to: start, by: -1) { tryOut(start..<index) }
        }
        return formulas
    }

    /// Whether a comma stands between the arguments of a function.
    private func isInBrackets(_ characters: [Character], _ index: Int) -> Bool {
        characters[..<index].count { $0 == "(" } > characters[..<index].count { $0 == ")" }
    }
}

extension Expression {
    /// Whether it is a number of the place in the run, which counts.
    fileprivate var isPlace: Bool {
        if case .name(let name, _) = self { ["epoch", "batch", "sample", "position"].contains(name) } else { false }
    }

    fileprivate var isNumber: Bool {
        switch self {
        case .number, .unary(.negate, .number): true
        default: false
        }
    }

    /// Whether it is made of numbers alone.
    fileprivate var isArithmetic: Bool {
        switch self {
        case .number: true
        case .name: false
        case .call(let name, let arguments, _): ElementaryFunction(rawValue: name) != nil && arguments.allSatisfy(\.isArithmetic)
        case .unary(_, let operand): operand.isArithmetic
        case .binary(_, let left, let right): left.isArithmetic && right.isArithmetic
        }
    }
}
