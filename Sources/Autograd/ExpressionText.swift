/// How an expression is written out.
public enum Notation: Sendable {
    /// `w11·x1 − 0.5·(y − t)²`, `δ(h1)`: for people.
    case mathematical
    /// `w11*x1 - 0.5*(y - t)^2`, `delta(h1)`: for terminals without UTF-8, files and programs.
    case plain
}

extension Expression {
    /// Mathematical spellings of names; both spellings are the same name.
    public static let mathematicalNames = [
        "delta": "δ", "eta": "η", "eta0": "η₀", "sigma": "σ", "Lsum": "ΣL", "Lvalsum": "ΣLval", "gamma": "γ", "rho": "ρ", "beta1": "β₁",
        "beta2": "β₂", "epsilon": "ε", "lambda": "λ", "lambda1": "λ₁", "lambda2": "λ₂", "pi": "π",
    ]

    /// Mathematical spellings of functions and quantities, as they stand before their bracket; `grad` and
    /// `adjoint` are written ∂L/∂w11.
    public static let mathematicalFunctions = [
        "delta": "δ", "sigmoid": "σ", "slope": "f′", "sqrt": "√", "log": "ln", "gradsum": "Σ∂", "Phi": "Φ",
        "zhat": "ẑ", "mhat": "m̂", "vhat": "v̂",
    ]

    /// The shortest text that reads back to the same bits: `2`, `0.1`, `1e-7`.
    public static func exactText(_ value: Double) -> String {
        // A NaN's sign is an accident of the processor.
        if value.isNaN { return "nan" }
        let text = "\(value)"
        if text.hasSuffix(".0") { return String(text.dropLast(2)) }
        // The language writes 1e-07 and 1e+16.
        guard let e = text.utf8.lastIndex(of: UInt8(ascii: "e")), let exponent = Int(text[text.index(after: e)...]) else {
            return text
        }
        return "\(text[...e])\(exponent)"
    }

    /// The expression as text that the grammar reads back as the same expression.
    ///
    /// `number` writes a number without its sign's brackets; negative numbers inside a product or after
    /// an operator get brackets here. What is written `∂L/∂e` reads back as `grad(e)`, the adjoint of a
    /// parameter and of any other node being one thing in mathematics; infinities and NaN do not read
    /// back.
    public func text(_ notation: Notation = .mathematical, number: (Double) -> String = exactText) -> String {
        text(notation, number, within: 0, isFirst: true)
    }

    /// The text where operators of a precedence below `outer` need brackets; `isFirst` when no operator
    /// stands before it in the same brackets.
    private func text(
        _ notation: Notation, _ number: (Double) -> String, within outer: Int, isFirst: Bool
    ) -> String {
        func bracketed(_ text: String, if needed: Bool) -> String { needed ? "(\(text))" : text }
        // A minus sign first in a sum or product reads well; after an operator, or under a power, it
        // needs brackets.
        let signNeedsBrackets = !isFirst || outer >= Binary.power.precedence
        switch self {
        case .number(let value):
            let digits = number(value)
            let minus = notation == .mathematical ? "−" : "-"
            guard digits.hasPrefix("-") || digits.hasPrefix("−") else { return digits }
            return bracketed(minus + digits.dropFirst(), if: signNeedsBrackets)
        case .name(let name, _):
            return notation == .mathematical ? Expression.mathematicalNames[name] ?? name : name
        case .call(let name, let arguments, _):
            if notation == .mathematical, arguments.count == 1, let derivative = derivativeText(number) {
                // ∂L/∂w² and 1/∂L/∂w could be read in two ways.
                return bracketed(derivative, if: outer >= Binary.power.precedence)
            }
            // Not `joined`: the first use of that generic takes longer than the first frame's formulas.
            var list = ""
            for (index, argument) in arguments.enumerated() {
                list += (index == 0 ? "" : ", ") + argument.text(notation, number, within: 0, isFirst: true)
            }
            let function = notation == .mathematical ? Expression.mathematicalFunctions[name] ?? name : name
            return "\(function)(\(list))"
        case .unary(.negate, let operand):
            let inner = operand.text(notation, number, within: Binary.multiply.precedence + 1, isFirst: false)
            return bracketed((notation == .mathematical ? "−" : "-") + inner, if: signNeedsBrackets)
        case .unary(.not, let operand):
            let own = Binary.and.precedence + 1
            let inner = operand.text(notation, number, within: own, isFirst: true)
            return bracketed("not " + inner, if: outer > own)
        case .binary(let operation, let left, let right):
            let own = operation.precedence
            // Brackets decide what the first place is.
            let first = isFirst || outer > own
            if operation == .power {
                let base = left.text(notation, number, within: own + 1, isFirst: first)
                let raised = Expression.superscript(right, notation).map { base + $0 }
                return bracketed(
                    raised ?? base + "^" + right.text(notation, number, within: own, isFirst: false),
                    if: outer > own)
            }
            // + and · are written without brackets on the left only, since the grammar groups to the left;
            // a comparison has none on either side, and the right side of a fraction bar holds powers.
            let leftText = left.text(
                notation, number, within: operation.isComparison ? own + 1 : own, isFirst: first)
            let rightText = right.text(
                notation, number, within: operation == .divide ? Binary.power.precedence : own + 1,
                isFirst: own <= Binary.equal.precedence)
            return bracketed(leftText + operation.text(notation) + rightText, if: outer > own)
        }
    }

    /// ∂L/∂w11 for `grad` and `adjoint` of one thing; nil for any other expression.
    private func derivativeText(_ number: (Double) -> String) -> String? {
        guard case .call(let name, let arguments, _) = self, name == "grad" || name == "adjoint",
            let node = arguments.first
        else { return nil }
        let text = node.text(.mathematical, number, within: 0, isFirst: true)
        switch node {
        case .name: return "∂L/∂" + text
        case .call where !text.hasPrefix("∂"): return "∂L/∂" + text
        default: return "∂L/∂(\(text))"
        }
    }

    private static func superscript(_ exponent: Expression, _ notation: Notation) -> String? {
        switch exponent {
        case .number(2) where notation == .mathematical: "²"
        case .number(3) where notation == .mathematical: "³"
        default: nil
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
