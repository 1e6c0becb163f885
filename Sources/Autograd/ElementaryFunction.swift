/// The functions that an expression may call, with the operation that each records on a tape.
public enum ElementaryFunction: String, CaseIterable, Sendable {
    case exp, log, sqrt, abs, min, max, tanh, sigmoid, relu

    /// The operation that computes the function.
    public var operation: Operation {
        switch self {
        case .exp: .exp
        case .log: .log
        case .sqrt: .squareRoot
        case .abs: .abs
        case .min: .minimum
        case .max: .maximum
        case .tanh: .tanh
        case .sigmoid: .sigmoid
        case .relu: .relu
        }
    }

    /// The function's value; nil when the number of arguments is not the operation's.
    ///
    /// It is the value rule of the operation, so that an expression and a tape agree to the last bit.
    public func value(_ arguments: [Double]) -> Double? {
        guard arguments.count == operation.operandCount else { return nil }
        var tape = Tape()
        let operands = arguments.map { tape.leaf($0) }
        return tape[tape.record(operation, operands)]
    }
}
