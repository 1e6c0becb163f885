/// The steps in which a difference comes about: where the loss is evaluated, what it is there, and the quotient.
public struct DifferenceSteps: Sendable, Equatable {
    /// One evaluation of the loss.
    public struct Evaluation: Sendable, Equatable {
        /// How far the variable is moved, in units of h: 1 for w + h, −½ for w − h/2.
        public let shift: Double
        /// The variable's value there.
        public let place: Double
        public let loss: Double
    }

    /// w
    public let value: Double
    /// h
    public let perturbation: Double
    public let evaluations: [Evaluation]
    /// The derivative that is made of them.
    public let quotient: Double

    /// The steps of a difference over h; nil for a method that takes none, or where `subject` is nowhere.
    public init?(of subject: Subject, at point: ComparisonPoint, method: NumericMethod, perturbation h: Double) {
        guard method.isDifference, let (start, variable) = subject.variable(at: point) else { return nil }
        var loss = start
        value = loss.value(of: variable)
        perturbation = h
        let places = NumericMethod.places(about: value, h)
        guard let probe = loss.probe([(variable, places)], at: method.evaluatedLanes, progress: {}).first,
            let estimate = method.estimate(probe, about: value, h)
        else { return nil }
        let lanes: [Int] =
            switch method {
            case .forward: [0, 6]
            case .backward: [6, 1]
            case .richardson: [0, 1, 2, 3]
            default: [0, 1]
            }
        let shifts = [1, -1, 0.5, -0.5, 0.25, -0.25, 0, 0]
        evaluations = lanes.map { Evaluation(shift: shifts[$0], place: places[$0], loss: probe.losses[$0]) }
        quotient = estimate.value
    }
}
