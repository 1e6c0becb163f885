import NeuralNetwork

extension TrainingSettings {
    /// The settings by which a program with a mistake in its updates trains.
    ///
    /// Nil where the mistake cannot be made with these, or changes nothing.
    func broken(by mutation: Mutation) -> TrainingSettings? {
        guard mutation.place == .network, mutation.form < mutation.mistake.formCount else { return nil }
        var broken = self
        switch (mutation.mistake, optimizer) {
        case (.staleLoss, _), (.lossAfterUpdate, _): break
        case (.gradientsNotZeroed, _):
            guard mutation.form == Mistake.neverZeroedForm else { return nil }
            broken.deviations.insert(.accumulates)
        case (.updateAscends, _): broken.deviations.insert(.ascends)
        case (.updateReplaces, _): broken.deviations.insert(.replaces)
        case (.momentumBufferDropped, .momentum): broken.optimizer = .gradientDescent
        case (.momentumCoefficientMisplaced, .momentum):
            broken.deviations.insert(mutation.form == 0 ? .dampensMomentum : .dampensBoth)
        case (.nesterovForPlain, .momentum(let gamma, false)): broken.optimizer = .momentum(gamma: gamma, nesterov: true)
        case (.plainForNesterov, .momentum(let gamma, true)): broken.optimizer = .momentum(gamma: gamma, nesterov: false)
        case (.adamBiasCorrectionMissing, .adam), (.adamBiasCorrectionMissing, .adamW): broken.deviations.insert(.leavesBias)
        case (.adamStepOffByOne, .adam), (.adamStepOffByOne, .adamW): broken.deviations.insert(.countsFromTwo)
        case (.adamBetasSwapped, .adam(let beta1, let beta2, let epsilon)):
            broken.optimizer = .adam(beta1: beta2, beta2: beta1, epsilon: epsilon)
        case (.adamBetasSwapped, .adamW(let beta1, let beta2, let epsilon, let decay)):
            broken.optimizer = .adamW(beta1: beta2, beta2: beta1, epsilon: epsilon, weightDecay: decay)
        case (.adamEpsilonInsideRoot, .adam), (.adamEpsilonInsideRoot, .adamW), (.adamEpsilonInsideRoot, .adaGrad),
            (.adamEpsilonInsideRoot, .rmsProp):
            broken.deviations.insert(.hasEpsilonInsideRoot)
        case (.decayCoupled, .adamW(let beta1, let beta2, let epsilon, let decay)):
            broken.optimizer = .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
            broken.regularisation.l2 += decay / 2
        case (.decayDecoupled, .adam(let beta1, let beta2, let epsilon)) where regularisation.l2 != 0:
            broken.optimizer = .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 2 * regularisation.l2)
            broken.regularisation.l2 = 0
        case (.decayMissing, .adamW(let beta1, let beta2, let epsilon, _)):
            broken.optimizer = .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
            broken.regularisation = Regularisation()
        case (.decayMissing, _):
            if regularisation.isNone { return nil }
            broken.regularisation = Regularisation()
        case (.clipByValueForNorm, _):
            guard case .norm(let limit)? = clipping else { return nil }
            broken.clipping = .value(limit)
        case (.clipByNormForValue, _):
            guard case .value(let limit)? = clipping else { return nil }
            broken.clipping = .norm(limit)
        case (.clipMissing, _):
            if clipping == nil { return nil }
            broken.clipping = nil
        case (.scheduleIgnored, _):
            if hasConstantRate { return nil }
            broken.schedule = .constant
            broken.warmUp = 0
        default: return nil
        }
        return broken
    }
}
