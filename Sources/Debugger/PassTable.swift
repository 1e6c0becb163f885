import Autograd
import NeuralNetwork

/// One stretch of a batch's work that repeats with the same structure.
public enum Pass: String, CaseIterable, Sendable {
    case forward
    case backward
    /// Adding a sample's gradient and loss to the batch's sums; only where batches hold more than one.
    case accumulate
    case update
    /// The loss of the samples held out, at the end of an epoch.
    case validate
}

/// One scalar result: the smallest thing that can be stepped over.
public struct Leaf: Sendable, Equatable {
    public enum Kind: UInt8, Sendable {
        /// w·x inside an affine node; the subject is the slot of w.
        case product
        /// A node's value; the subject is the node.
        case value
        /// A local derivative that takes computing; the subject is the slot.
        case slope
        /// upstream · local where several are added up; the subject is the slot.
        case contribution
        /// A node's adjoint; the subject is the node.
        case adjoint
        /// The batch's sum of losses, with this sample's.
        case lossSum
        /// The batch's sum of gradients, with this sample's; the subject is the parameter.
        case gradientSum
        /// A node's value in the update; the subject is the node on the update's tape.
        case update
        /// The mean loss of the samples held out.
        case validationLoss
    }

    public let kind: Kind
    let subject32: Int32

    init(_ kind: Kind, _ subject: Int = 0) {
        self.kind = kind
        subject32 = Int32(subject)
    }

    /// What the leaf is about: a node, a slot or a parameter, as its kind says.
    public var subject: Int { Int(subject32) }
}

/// The structure of what one sample, or one update, executes: leaves gathered into quantities, quantities
/// into units (neurons), units into sections (layers), sections into passes.
///
/// It depends on the model alone, so one table serves every sample of every epoch.
public struct PassTable: Sendable {
    public struct QuantityRow: Sendable {
        public let symbol: Symbol
        /// The nodes that the quantity computes: values going forward, adjoints going backward.
        public let nodes: [NodeID]
        /// The parameter that the quantity is about, if any.
        public let parameter: Int?
        public let unit: Int
        public let pass: Pass
    }
    public struct UnitRow: Sendable {
        public let name: String
        public let section: Int
    }
    public struct SectionRow: Sendable {
        public let name: String
        public let pass: Int
    }

    public private(set) var leaves: [Leaf] = []
    public private(set) var quantities: [QuantityRow] = []
    public private(set) var units: [UnitRow] = []
    public private(set) var sections: [SectionRow] = []
    public private(set) var passes: [Pass] = []
    /// Where each row of a level begins, as a leaf; the end of the table is the last entry.
    private var quantityStarts: [Int32] = []
    private var unitStarts: [Int32] = []
    private var sectionStarts: [Int32] = []
    private var passStarts: [Int32] = []
    /// The leaf that completes each symbol, and its quantity.
    public private(set) var completion: [Symbol: (leaf: Int, quantity: Int)] = [:]

    public var count: Int { leaves.count }
    /// What the loss of the sample is called.
    public private(set) var lossName = ""

    /// What one sample executes.
    static func sample(of computation: Computation, accumulating: Bool) -> PassTable {
        var table = PassTable()
        table.lossName = computation.symbols[computation.loss]?.name ?? "L"
        table.begin(.forward)
        for section in computation.sections {
            table.begin(section: section.name)
            for unit in section.units {
                table.begin(unit: unit.name)
                for quantity in unit.forward {
                    let leaves = quantity.nodes.flatMap { forwardLeaves(of: $0, on: computation.tape) }
                    table.append(quantity.symbol, quantity.nodes, nil, leaves)
                }
            }
        }
        table.begin(.backward)
        // An assignment that no parameter reaches has nothing to do going backward.
        for section in computation.sections.reversed() where section.units.contains(where: { !$0.backward.isEmpty }) {
            table.begin(section: section.name)
            for unit in section.backwardUnits where !unit.backward.isEmpty {
                table.begin(unit: unit.name)
                for quantity in unit.backward {
                    let leaves = quantity.nodes.flatMap {
                        backwardLeaves(of: $0, in: computation)
                    }
                    table.append(quantity.symbol, quantity.nodes, nil, leaves)
                }
            }
        }
        if accumulating {
            table.begin(.accumulate)
            table.begin(section: "loss")
            table.begin(unit: "L")
            table.append(.lossSum, [], nil, [Leaf(.lossSum)])
            table.appendGradientSums(of: computation)
        }
        table.finish()
        return table
    }

    /// What one update executes, and, where an epoch ends with it, the validation after it.
    static func update(of update: UpdateComputation, validating: Bool) -> PassTable {
        var table = PassTable()
        table.begin(.update)
        for section in update.sections {
            table.begin(section: section.name)
            for unit in section.units {
                table.begin(unit: unit.name)
                for (quantity, parameter) in unit.quantities {
                    table.append(quantity.symbol, quantity.nodes, parameter, quantity.nodes.map { Leaf(.update, $0.index) })
                }
            }
        }
        if validating {
            table.begin(.validate)
            table.begin(section: UpdateComputation.SharedSection.validation.rawValue)
            table.begin(unit: "L")
            table.append(.validationLoss, [], nil, [Leaf(.validationLoss)])
        }
        table.finish()
        return table
    }

    private static func forwardLeaves(of node: NodeID, on tape: Tape) -> [Leaf] {
        var leaves: [Leaf] = []
        let slots = tape.slots(of: node)
        if tape.operation(of: node) == .affine, slots.count > 1 {
            for place in stride(from: 0, to: slots.count - 1, by: 2) {
                leaves.append(Leaf(.product, slots.lowerBound + place))
            }
        }
        leaves.append(Leaf(.value, node.index))
        return leaves
    }

    private static func backwardLeaves(of node: NodeID, in computation: Computation) -> [Leaf] {
        let tape = computation.tape
        // A broken rule that takes something else has none of the parts of the right one.
        let isReplaced = computation.deviation?.replacesContributions(to: node) ?? false
        let uses = node == computation.loss || isReplaced ? [] : tape.uses(of: node)
        var leaves: [Leaf] = []
        for slot in uses {
            if tape.operation(of: tape.consumer(of: slot)).derivativeTakesComputing {
                leaves.append(Leaf(.slope, slot))
            }
            if uses.count > 1 { leaves.append(Leaf(.contribution, slot)) }
        }
        leaves.append(Leaf(.adjoint, node.index))
        return leaves
    }

    private mutating func begin(_ pass: Pass) {
        passes.append(pass)
        passStarts.append(Int32(leaves.count))
    }

    private mutating func begin(section name: String) {
        sections.append(SectionRow(name: name, pass: passes.count - 1))
        sectionStarts.append(Int32(leaves.count))
    }

    private mutating func begin(unit name: String) {
        units.append(UnitRow(name: name, section: sections.count - 1))
        unitStarts.append(Int32(leaves.count))
    }

    private mutating func append(_ symbol: Symbol, _ nodes: [NodeID], _ parameter: Int?, _ new: [Leaf]) {
        quantityStarts.append(Int32(leaves.count))
        leaves += new
        completion[symbol] = (leaves.count - 1, quantities.count)
        quantities.append(
            QuantityRow(
                symbol: symbol, nodes: nodes, parameter: parameter, unit: units.count - 1,
                pass: passes.last ?? .forward))
    }

    private mutating func appendGradientSums(of computation: Computation) {
        for section in computation.sections where section.units.contains(where: { !$0.parameters.isEmpty }) {
            begin(section: section.name)
            for unit in section.units where !unit.parameters.isEmpty {
                begin(unit: unit.name)
                for parameter in unit.parameters {
                    let symbol = Symbol.gradientSum(computation.parameterNames[parameter])
                    append(symbol, [], parameter, [Leaf(.gradientSum, parameter)])
                }
            }
        }
    }

    private mutating func finish() {
        let end = Int32(leaves.count)
        quantityStarts.append(end)
        unitStarts.append(end)
        sectionStarts.append(end)
        passStarts.append(end)
    }

    /// The row of `level` that holds `leaf`, and the leaves it spans; O(log rows).
    public func row(_ level: Zoom, holding leaf: Int) -> (index: Int, leaves: Range<Int>) {
        let starts: [Int32]
        switch level {
        case .operation: return (leaf, leaf..<leaf + 1)
        case .quantity: starts = quantityStarts
        case .neuron: starts = unitStarts
        case .layer: starts = sectionStarts
        case .pass: starts = passStarts
        case .sample, .batch, .epoch: return (0, 0..<count)
        }
        var low = 0
        var high = starts.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= leaf { low = middle } else { high = middle }
        }
        return (low, Int(starts[low])..<Int(starts[low + 1]))
    }

    /// How many rows `level` has; a table is itself one sample, or the update beside the samples.
    func count(of level: Zoom) -> Int {
        switch level {
        case .operation: leaves.count
        case .quantity: quantities.count
        case .neuron: units.count
        case .layer: sections.count
        case .pass: passes.count
        case .sample, .batch, .epoch: leaves.isEmpty ? 0 : 1
        }
    }

    /// The leaves of one quantity.
    public func leaves(ofQuantity index: Int) -> Range<Int> {
        Int(quantityStarts[index])..<Int(quantityStarts[index + 1])
    }

    /// The pass that a leaf belongs to.
    public func pass(of leaf: Int) -> Pass { passes[row(.pass, holding: leaf).index] }
}

extension Operation {
    /// Whether a local derivative is a result of its own, worth a step, and not just a number that is
    /// there already (an operand, the value, ±1).
    var derivativeTakesComputing: Bool {
        switch self {
        case .divide, .power, .minimum, .maximum, .log, .squareRoot, .tanh, .sigmoid, .relu, .leakyReLU,
            .softplus, .gelu, .normalCDF, .abs, .sign, .floor, .cos, .sin, .identity, .logSumExp:
            true
        case .leaf, .add, .subtract, .multiply, .negate, .exp, .sum, .affine: false
        }
    }
}
