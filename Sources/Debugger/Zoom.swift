/// The level at which a learner looks: how much one step executes.
public enum Zoom: Int, CaseIterable, Comparable, Sendable {
    /// One multiplication, one sum, one σ.
    case operation
    /// One named result: z(h1), δ(h1), ∂L/∂w11.
    case quantity
    case neuron
    case layer
    /// The forward, the backward or the update pass.
    case pass
    case sample
    case batch
    case epoch

    public static func < (left: Zoom, right: Zoom) -> Bool { left.rawValue < right.rawValue }

    /// The level with more detail, if there is one.
    public var finer: Zoom? { Zoom(rawValue: rawValue - 1) }
    /// The level with less detail, if there is one.
    public var coarser: Zoom? { Zoom(rawValue: rawValue + 1) }

    /// The level as commands spell it.
    public var name: String {
        // Word by word: to make them of the cases' own names takes reflection, a tenth of the time to the first frame.
        switch self {
        case .operation: "operation"
        case .quantity: "quantity"
        case .neuron: "neuron"
        case .layer: "layer"
        case .pass: "pass"
        case .sample: "sample"
        case .batch: "batch"
        case .epoch: "epoch"
        }
    }

    public init?(name: String) {
        guard let zoom = Zoom.allCases.first(where: { $0.name == name }) else { return nil }
        self = zoom
    }
}

/// A place in time: the gap before the leaf of the same number, counted over the whole run from 0.
public struct Position: Hashable, Comparable, Sendable {
    public let index: Int

    public init(_ index: Int) { self.index = index }

    public static func < (left: Position, right: Position) -> Bool { left.index < right.index }
}
