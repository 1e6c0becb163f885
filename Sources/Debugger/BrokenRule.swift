/// A mistake that a learner has put into the backward pass, for the comparison to find; what is stepped stays right.
///
/// It is kept by its names alone: what they mean is for those to know who compare.
public struct BrokenRule: Sendable, Equatable {
    public let mistake: String
    /// A layer or a neuron; nil for the whole network.
    public let place: String?
    public let form: Int
    /// Whether it was drawn for the learner to hunt, and is not to be told.
    public let isHidden: Bool

    public init(mistake: String, place: String?, form: Int = 0, isHidden: Bool = false) {
        self.mistake = mistake
        self.place = place
        self.form = form
        self.isHidden = isHidden
    }
}
