import Autograd

/// A whole program on a tape, with what leads to no loss as well.
///
/// A function is recorded anew at each call, its arguments once: its body shares their nodes.
struct ProgramDraft {
    /// What one assignment recorded.
    struct Result {
        let name: String
        let section: String
        /// The nodes of the assignment; constants and what leads nowhere are among them.
        let nodes: Range<Int>
        /// The node that has the name.
        let node: NodeID
    }

    private(set) var tape = Tape()
    let inputs: [NodeID]
    let targets: [NodeID]
    let parameters: [NodeID]
    private(set) var results: [Result] = []
    private var values: [String: NodeID] = [:]
    /// One leaf per number, by its bits: −0 is not 0.
    private var constants: [UInt64: NodeID] = [:]
    private let functions: [String: Program.Function]

    /// - Precondition: every name and function that an expression uses stands before it, and no expression
    ///   compares.
    init(of program: Program) {
        var tape = Tape()
        inputs = program.inputs.map { _ in tape.leaf(0) }
        targets = program.targets.map { _ in tape.leaf(0) }
        parameters = program.parameters.map { tape.leaf($0.initialValue) }
        functions = Dictionary(program.functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.tape = tape
        let leaves = program.inputs + program.targets + program.parameters.map(\.name)
        for (name, node) in zip(leaves, inputs + targets + parameters) { values[name] = node }
        for assignment in program.assignments { record(assignment) }
    }

    private mutating func record(_ assignment: Program.Assignment) {
        let start = tape.count
        var node = record(assignment.expression, arguments: [:])
        // A number or another value under a new name is a result of its own.
        if node.index < start || tape.operation(of: node) == .leaf { node = tape.record(.identity, [node]) }
        values[assignment.name] = node
        results.append(
            Result(name: assignment.name, section: assignment.section, nodes: start..<tape.count, node: node))
    }

    private mutating func record(_ expression: Expression, arguments: [String: NodeID]) -> NodeID {
        switch expression {
        case .number(let value): return constant(value)
        case .name(let name, _):
            guard let node = arguments[name] ?? values[name] else { preconditionFailure("no value is called \(name)") }
            return node
        case .unary(.negate, let operand):
            let operand = record(operand, arguments: arguments)
            return tape.record(.negate, [operand])
        case .binary(let sign, let left, let right):
            guard let operation = sign.operation else { preconditionFailure("a program does not compare") }
            let operands = [record(left, arguments: arguments), record(right, arguments: arguments)]
            return tape.record(operation, operands)
        case .call(let name, let values, _):
            let operands = values.map { record($0, arguments: arguments) }
            if let function = functions[name] {
                let inner = Dictionary(zip(function.parameters, operands), uniquingKeysWith: { first, _ in first })
                return record(function.body, arguments: inner)
            }
            guard let function = ElementaryFunction(rawValue: name) else {
                preconditionFailure("no function is called \(name)")
            }
            return tape.record(function.operation, operands)
        case .unary(.not, _): preconditionFailure("a program does not compare")
        }
    }

    private mutating func constant(_ value: Double) -> NodeID {
        if let node = constants[value.bitPattern] { return node }
        let node = tape.leaf(value)
        constants[value.bitPattern] = node
        return node
    }

    /// For each node, whether `loss` depends on it.
    func leads(to loss: NodeID) -> [Bool] {
        var leads = Array(repeating: false, count: tape.count)
        leads[loss.index] = true
        for index in stride(from: loss.index, through: 0, by: -1) where leads[index] {
            for slot in tape.slots(of: NodeID(index)) { leads[tape.operand(in: slot).index] = true }
        }
        return leads
    }
}

extension Expression.Binary {
    /// The operation that an arithmetic operator records; nil for comparisons, `and` and `or`.
    var operation: Operation? {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .power: .power
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .approximately, .and, .or: nil
        }
    }
}
