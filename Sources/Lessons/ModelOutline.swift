import NeuralNetwork

/// What data and training need to know of a model, network or program, as far as it could be read.
struct ModelOutline {
    /// The names of what a sample's inputs fill in.
    let inputs: [String]?
    /// How many targets a sample has.
    let targetCount: Int?
    /// The names of the targets, where the file gives them.
    let targets: [String]?
    /// The loss of a network.
    let loss: Loss?
    let parameters: [String]
    /// Of the graph for one sample.
    let nodeCount: Int
    let edgeCount: Int
    /// Whether the samples of a batch are computed together.
    let isJoint: Bool

    init(_ network: NetworkReader) {
        inputs = network.inputs
        targetCount = network.outputCount
        targets = nil
        loss = network.loss
        parameters = network.parameters.map(\.name)
        nodeCount = network.nodeCount
        edgeCount = network.edgeCount
        isJoint = network.isJoint
    }

    init(_ program: ProgramReader) {
        inputs = program.inputs
        targetCount = program.targets?.count
        targets = program.targets
        loss = nil
        parameters = program.parameters.map(\.name)
        nodeCount = program.nodeCount
        edgeCount = program.edgeCount
        isJoint = false
    }
}
