/// How much of a file from a stranger is read before it is refused.
public struct Limits: Sendable {
    /// Bytes of a model or lesson file.
    public var fileBytes = 1 << 20
    /// Bytes of a CSV file.
    public var csvBytes = 16 << 20
    /// Lists and mappings inside each other.
    public var depth = 32
    /// Nodes of the network's graph for one sample.
    public var nodes = 1_000_000
    /// Nodes of one update of all parameters.
    public var updateNodes = 4_000_000

    public init() {}
}
