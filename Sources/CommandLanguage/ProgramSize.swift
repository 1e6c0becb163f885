import Autograd

/// How large an expression becomes once the functions that it calls are put in.
struct ProgramSize {
    /// How large the body of a function is; its arguments come on top.
    struct Function {
        let parameters: [String]
        let body: ProgramSize
    }

    /// The nodes that it records on a tape.
    var nodes = 0
    /// The operators and calls of its formula written out, an argument as often as it is used, and once
    /// where it is not used: that is no less than the depth of its tree.
    var operators = 0
    /// How often each argument of the function around it is used.
    private(set) var uses: [String: Int] = [:]

    /// Larger sizes are all the same: too large.
    private static let largest = 1 << 40

    /// - Parameter arguments: the arguments of the function whose body the expression is.
    init(of expression: Expression, functions: [String: Function], arguments: Set<String> = []) {
        switch expression {
        case .number: nodes = 1
        case .name(let name, _):
            if arguments.contains(name) { uses[name] = 1 }
        case .unary(_, let operand):
            add(ProgramSize(of: operand, functions: functions, arguments: arguments))
            count()
        case .binary(_, let left, let right):
            add(ProgramSize(of: left, functions: functions, arguments: arguments))
            add(ProgramSize(of: right, functions: functions, arguments: arguments))
            count()
        case .call(let name, let values, _):
            let values = values.map { ProgramSize(of: $0, functions: functions, arguments: arguments) }
            guard let function = functions[name] else {
                for value in values { add(value) }
                count()
                return
            }
            nodes = function.body.nodes
            operators = function.body.operators + 1
            for (parameter, value) in zip(function.parameters, values) {
                add(value, times: max(1, function.body.uses[parameter] ?? 0))
            }
        }
    }

    private mutating func count() {
        nodes += 1
        operators += 1
    }

    /// Adds what an operand brings: its nodes once, its operators at each use.
    private mutating func add(_ other: ProgramSize, times: Int = 1) {
        nodes = min(nodes + other.nodes, Self.largest)
        operators = Self.sum(operators, other.operators, times: times)
        for (name, count) in other.uses { uses[name] = Self.sum(uses[name] ?? 0, count, times: times) }
    }

    private static func sum(_ a: Int, _ b: Int, times: Int) -> Int {
        let (product, overflow) = b.multipliedReportingOverflow(by: times)
        return overflow ? largest : min(a + min(product, largest), largest)
    }
}
