/// How an expression is written out.
public enum Notation: Sendable {
    /// `w11·x1 − 0.5·(y − t)²`, `δ(h1)`: for people.
    case mathematical
    /// `w11*x1 - 0.5*(y - t)^2`, `delta(h1)`: for terminals without UTF-8, files and programs.
    case plain
}

extension Expression {
    /// Greek and other mathematical spellings of names and quantities; both are the same name.
    public static let mathematicalNames = [
        "delta": "δ", "grad": "∂L/∂", "eta": "η", "approximately": "≈", "sqrt": "√", "log": "ln",
        "slope": "f′", "sigmoid": "σ", "gradsum": "Σ∂", "Lsum": "ΣL",
    ]

    /// The shortest text that reads back to the same bits: `2`, `0.1`, `1e-07`.
    public static func exactText(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The expression as text that the grammar reads back as the same expression.
    ///
    /// `number` writes a number without its sign's brackets; negative numbers inside a product or after
    /// an operator get brackets here.
    public func text(_ notation: Notation = .mathematical, number: (Double) -> String = exactText) -> String {
        text(notation, number, within: 0, isFirst: true)
    }

    private func text(
        _ notation: Notation, _ number: (Double) -> String, within outer: Int, isFirst: Bool
    ) -> String {
        switch self {
        case .number(let value):
            let digits = number(value)
            let minus = notation == .mathematical ? "−" : "-"
            guard digits.hasPrefix("-") || digits.hasPrefix("−") else { return digits }
            let signed = minus + digits.dropFirst()
            // A minus sign first in a sum or product reads well; after an operator it needs brackets.
            return isFirst && outer < 8 ? signed : "(\(signed))"
        case .name(let name, _):
            return notation == .mathematical ? Expression.mathematicalNames[name] ?? name : name
        case .call(let name, let arguments, _):
            let list = arguments.map { $0.text(notation, number, within: 0, isFirst: true) }
            return Expression.callText(name, list, notation)
        case .unary(.negate, let operand):
            let inner = operand.text(notation, number, within: 7, isFirst: false)
            let negated = (notation == .mathematical ? "−" : "-") + inner
            return isFirst && outer < 8 ? negated : "(\(negated))"
        case .unary(.not, let operand):
            let inner = "not " + operand.text(notation, number, within: 3, isFirst: false)
            return outer > 3 ? "(\(inner))" : inner
        case .binary(.power, let base, .number(2)) where notation == .mathematical:
            return base.text(notation, number, within: 9, isFirst: isFirst) + "²"
        case .binary(let operation, let left, let right):
            let own = operation.precedence
            // + and · are written without brackets on both sides only where the grammar groups to the left.
            let leftText = left.text(
                notation, number, within: operation == .power ? own + 1 : own, isFirst: isFirst || outer > own)
            let rightText = right.text(
                notation, number, within: operation == .power ? own : own + 1, isFirst: false)
            let joined = leftText + operation.text(notation) + rightText
            return outer > own ? "(\(joined))" : joined
        }
    }

    private static func callText(_ name: String, _ arguments: [String], _ notation: Notation) -> String {
        let list = arguments.joined(separator: ", ")
        guard notation == .mathematical else { return "\(name)(\(list))" }
        switch name {
        // ∂L/∂ reaches over one name or call; anything longer needs brackets.
        case "grad", "adjoint": return list.contains(" ") || list.contains("·") ? "∂L/∂(\(list))" : "∂L/∂\(list)"
        default: return "\(mathematicalNames[name] ?? name)(\(list))"
        }
    }
}

extension Expression.Binary {
    /// The operator with the spaces that belong around it.
    func text(_ notation: Notation) -> String {
        switch (self, notation) {
        case (.multiply, .mathematical): "·"
        case (.divide, .mathematical), (.divide, .plain), (.power, .mathematical), (.power, .plain): rawValue
        case (.multiply, .plain): "*"
        case (.subtract, .mathematical): " − "
        case (.approximately, .mathematical): " ≈ "
        case (.lessOrEqual, .mathematical): " ≤ "
        case (.greaterOrEqual, .mathematical): " ≥ "
        case (.notEqual, .mathematical): " ≠ "
        default: " \(rawValue) "
        }
    }
}
