import Autograd

/// A formula with one thing done wrong, of those that people do wrong.
struct FormulaEdit {
    enum Change {
        /// A part has been left out: of a sum, of a product, below a line, above another part, around one.
        case termLeftOut(Expression)
        case factorLeftOut(Expression)
        case divisorLeftOut(Expression)
        case exponentLeftOut(Expression)
        case functionLeftOut(String)
        /// A part has the other sign.
        case signTurned(Expression)
        case upsideDown
    }

    let change: Change
    let result: Expression

    init(_ change: Change, _ result: Expression) {
        self.change = change
        self.result = result
    }
}

extension Expression {
    /// Every formula that differs from this one in one such change.
    var edits: [FormulaEdit] {
        func within(_ part: Expression, _ rebuild: (Expression) -> Expression) -> [FormulaEdit] {
            part.edits.map { FormulaEdit($0.change, rebuild($0.result)) }
        }
        switch self {
        case .number, .name: return []
        case .call(let name, let arguments, let source):
            // A quantity is one number; its arguments are no formula.
            guard ElementaryFunction(rawValue: name) != nil else { return [] }
            let own = arguments.count == 1 ? arguments.map { FormulaEdit(.functionLeftOut(name), $0) } : []
            return own + arguments.indices.flatMap { place in
                within(arguments[place]) { changed in
                    var arguments = arguments
                    arguments[place] = changed
                    return .call(name, arguments, source: source)
                }
            }
        case .unary(.negate, let a):
            return [FormulaEdit(.signTurned(a), a)] + within(a) { .unary(.negate, $0) }
        case .unary(let operation, let a): return within(a) { .unary(operation, $0) }
        case .binary(let operation, let a, let b):
            let own: [FormulaEdit] =
                switch operation {
                case .add:
                    [
                        FormulaEdit(.termLeftOut(b), a), FormulaEdit(.termLeftOut(a), b),
                        FormulaEdit(.signTurned(b), .binary(.subtract, a, b)),
                    ]
                case .subtract:
                    [
                        FormulaEdit(.signTurned(b), .binary(.add, a, b)), FormulaEdit(.termLeftOut(b), a),
                        FormulaEdit(.termLeftOut(a), .unary(.negate, b)), FormulaEdit(.termLeftOut(a), b),
                    ]
                case .multiply: [FormulaEdit(.factorLeftOut(b), a), FormulaEdit(.factorLeftOut(a), b)]
                case .divide: [FormulaEdit(.divisorLeftOut(b), a), FormulaEdit(.upsideDown, .binary(.divide, b, a))]
                case .power: [FormulaEdit(.exponentLeftOut(b), a)]
                default: []
                }
            return own + within(a) { .binary(operation, $0, b) } + within(b) { .binary(operation, a, $0) }
        }
    }
}
