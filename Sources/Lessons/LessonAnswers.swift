import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork

/// Answering a lesson's questions, and what is kept from view until then.
extension LessonPlayer {
    /// What an answer is worth.
    public enum Verdict: Sendable, Equatable {
        case right(Double)
        /// The value that was given.
        case wrong(Double)
        /// The right choices, by their places.
        case rightChoice(Set<Int>)
        /// The choices that were made, or not one of those there are.
        case wrongChoice(Set<Int>)
        case noSuchChoice
        /// The question wants something done, not said.
        case toBeReached
        case noQuestion
    }

    /// The value that the question on show asks for, which the run may not have reached yet.
    public func rightAnswer() throws(CommandError) -> Double? {
        guard let answer = step?.ask?.answer else { return nil }
        return try uncovered.eventualValue(of: Expression(command: answer.text))
    }

    /// The session with nothing hidden.
    var uncovered: Session {
        var session = session
        session.curtain = nil
        return session
    }

    /// Judges an answer: a number, an expression of what is known, or the letters of choices.
    public mutating func answer(_ expression: Expression) throws(CommandError) -> Verdict {
        guard let stepIndex, let question = step?.ask else { return .noQuestion }
        if question.goal != nil { return .toBeReached }
        if !question.choices.isEmpty {
            guard let chosen = question.choice(named: expression) else { return .noSuchChoice }
            guard chosen == question.rightChoices else {
                attempts[stepIndex, default: 0] += 1
                return .wrongChoice(chosen)
            }
            reveal()
            return .rightChoice(chosen)
        }
        guard let right = try rightAnswer() else { return .noQuestion }
        let given = try session.value(of: expression)
        guard Expression.isClose(given, right, tolerance: question.tolerance) else {
            attempts[stepIndex, default: 0] += 1
            return .wrong(given)
        }
        reveal()
        return .right(right)
    }

    /// Gives the answer away.
    public mutating func reveal() {
        if let stepIndex { answered.insert(stepIndex) }
        drawCurtain()
    }

    /// Takes questions for answered that were so in an earlier sitting; a step without one has nothing to answer.
    public mutating func recall(answered steps: Set<Int>) {
        answered.formUnion(steps.filter { lesson.steps.indices.contains($0) && lesson.steps[$0].ask != nil })
        drawCurtain()
    }

    /// Whether what the question on show wants done has been done; then it is answered.
    public mutating func noticesGoal() -> Bool {
        guard let goal = openQuestion?.goal, let expression = try? Expression(command: goal.text),
            let value = try? session.value(of: expression), value != 0
        else { return false }
        reveal()
        return true
    }

    // MARK: What is hidden

    /// Hides what the open question asks for; nothing where none is open, or it asks for no number.
    mutating func drawCurtain() {
        session.curtain = nil
        guard let question = openQuestion, let answer = question.answer, let expression = try? Expression(command: answer.text),
            let right = try? rightAnswer()
        else { return }
        let texts = [step?.say, question.question].compactMap { $0 }.flatMap { [$0.english, $0.chinese] }
        let named = texts.flatMap(Self.numbers(in:))
        let isNamed = named.contains { Expression.isClose($0, right, tolerance: question.tolerance) }
        var position = session.position
        // What has been computed already is hidden with all that was made of it.
        if !isNamed, let symbol = session.quantity(of: expression), let origin = session.origin(of: symbol) {
            position = Position(session.tree.unit(.quantity, holding: origin.index - 1).lowerBound)
        }
        session.curtain = Curtain(position: position, answer: isNamed ? nil : right, named: named)
    }

    /// The numbers that stand in a text by themselves: not the 1 of h1.
    static func numbers(in text: String) -> [Double] {
        var numbers: [Double] = []
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            guard characters[index].isASCII, characters[index].isNumber else {
                index += 1
                continue
            }
            let start = index
            while index < characters.count, characters[index].isASCII, characters[index].isNumber || characters[index] == "." {
                index += 1
            }
            let before = start > 0 ? characters[start - 1] : " "
            if before.isASCII, before.isLetter || before == "_" { continue }
            var digits = String(characters[start..<index])
            while digits.hasSuffix(".") { digits.removeLast() }
            guard let size = Double(digits) else { continue }
            // A minus that follows an operand subtracts.
            let isNegative = (before == "−" || before == "-")
                && !(start > 1 && (characters[start - 2].isLetter || characters[start - 2].isNumber || characters[start - 2] == ")"))
            numbers.append(isNegative ? -size : size)
        }
        return numbers
    }
}

extension Question {
    /// Three digits: what one gets who works with the rounded numbers on the screen.
    var tolerance: Double { within ?? 1e-3 }
}

extension Session {
    /// The quantity that an expression is, if it is one and nothing more.
    func quantity(of expression: Expression) -> Symbol? {
        (try? symbol(of: expression))?.symbol
    }
}
