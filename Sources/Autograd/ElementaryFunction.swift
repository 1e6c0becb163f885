/// The functions that an expression may call, with the operation that each records on a tape.
public enum ElementaryFunction: String, CaseIterable, Sendable {
    case exp, log, sqrt, abs, min, max, tanh, sigmoid, relu, leakyrelu, softplus, gelu
    case logsumexp, sign, floor, cos, sin
    /// Φ, the distribution function of the standard normal distribution.
    case normalCDF = "Phi"

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
        case .leakyrelu: .leakyReLU
        case .softplus: .softplus
        case .gelu: .gelu
        case .logsumexp: .logSumExp
        case .sign: .sign
        case .floor: .floor
        case .cos: .cos
        case .sin: .sin
        case .normalCDF: .normalCDF
        }
    }

    /// The function's value; nil when the number of arguments is not the operation's.
    ///
    /// It is the value rule of the operation, so that an expression and a tape agree to the last bit.
    public func value(_ arguments: [Double]) -> Double? {
        guard operation.takes(arguments.count) else { return nil }
        var tape = Tape()
        let operands = arguments.map { tape.leaf($0) }
        return tape[tape.record(operation, operands)]
    }
}
