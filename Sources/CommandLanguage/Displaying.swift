import Autograd
import Debugger
import NeuralNetwork

/// What is shown after every move.
extension Session {
    mutating func display(_ expression: Expression?) throws(CommandError) -> Outcome {
        guard let expression else { return .text(displays.all.isEmpty ? [Phrase.noDisplays] : displayLines) }
        // Looks at every name in it, also behind a part that has not been reached.
        _ = try observation(of: expression)
        return .text([line(of: displays.add(expression))])
    }

    mutating func undisplay(_ number: Int?) throws(CommandError) -> Outcome {
        guard displays.delete(number) else {
            throw CommandError(Phrase.noSuchDisplay(number ?? 0, displays.all.map(\.number)))
        }
        return .text([Phrase.undisplayed(number)])
    }

    /// The displays with their values here, one line each; a value that has not been reached says where it will be.
    public var displayLines: [Localized] { displays.all.map(line) }

    private func line(of display: Display) -> Localized {
        let text = display.expression.written()
        do throws(CommandError) {
            let value = try value(of: display.expression)
            // The lesson's own display is no calculator of the learner's.
            if !display.expression.isCondition, curtain?.covers(value) ?? false {
                return Phrase.displayLine(display.number, Localized(same: "\(text) = ?"))
            }
            let shown = display.expression.isCondition
                ? Phrase.truth(text, value != 0) : Localized(same: "\(text) = \(NumberText.written(value, digits: 10))")
            return Phrase.displayLine(display.number, shown)
        } catch {
            if error.isHidden { return Phrase.displayLine(display.number, Localized(same: "\(text) = ?")) }
            let reason = error.reachedAt.map(Phrase.displayedFrom) ?? error.message
            return Phrase.displayLine(
                display.number, Localized("\(text): \(reason.english)", "\(text)：\(reason.chinese)"))
        }
    }
}

extension Expression {
    /// Whether the value is true or false.
    var isCondition: Bool {
        if case .binary(let operation, _, _) = self { return operation.isComparison || operation == .and || operation == .or }
        if case .unary(.not, _) = self { return true }
        return false
    }
}

extension Phrase {
    static let displaySummary = Localized(
        "show a value anew after every move: display delta(h1); alone, all of them now",
        "每次移动后都显示某个值：display delta(h1)；单独输入则立即显示全部")
    static let undisplaySummary = Localized("no longer show display N, or any", "不再显示第 N 项；不写 N 则全部取消")
    static let noDisplays = Localized("none: display sets them", "还没有；用 display 设置")

    static func displayLine(_ number: Int, _ text: Localized) -> Localized {
        Localized("\(number): \(text.english)", "\(number)：\(text.chinese)")
    }

    static func displayedFrom(_ position: Position) -> Localized {
        Localized("not reached before position \(position.index)", "到位置 \(position.index) 才有值")
    }

    static func undisplayed(_ number: Int?) -> Localized {
        number.map { Localized("Display \($0) deleted", "显示项 \($0) 已取消") }
            ?? Localized("All displays deleted", "全部显示项已取消")
    }

    static func noSuchDisplay(_ number: Int, _ numbers: [Int]) -> Localized {
        let list = numbers.map(String.init).joined(separator: ", ")
        return numbers.isEmpty
            ? Localized("there is no display \(number): none has been set", "没有显示项 \(number)：还没有设置任何显示项")
            : Localized("there is no display \(number); there are \(list)", "没有显示项 \(number)；现有 \(list)")
    }
}
