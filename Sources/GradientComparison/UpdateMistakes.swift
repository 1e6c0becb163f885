import NeuralNetwork

/// What a mistake in the update does otherwise than the right one.
struct UpdateAlteration {
    /// The settings by which it updates.
    var settings: TrainingSettings
    /// The number that it takes an update for, both from 0.
    var number: @Sendable (Int) -> Int = { $0 }
    /// Another new value of a parameter.
    var finish: (@Sendable (_ update: FinishedUpdate, _ parameter: Int) -> Double)?

    /// Nil where the mistake cannot be made with these settings, or changes nothing.
    init?(_ mutation: Mutation, _ settings: TrainingSettings) {
        guard mutation.mistake.stage == .update, mutation.place == .network, mutation.form < mutation.mistake.formCount else { return nil }
        self.settings = settings
        switch (mutation.mistake, settings.optimizer) {
        case (.staleLoss, _), (.lossAfterUpdate, _): break
        case (.updateAscends, _): self.settings.learningRate = -settings.learningRate
        case (.updateReplaces, _): finish = { $0.old[$1] - $0.new[$1] }
        case (.momentumBufferDropped, .momentum): self.settings.optimizer = .gradientDescent
        case (.momentumCoefficientMisplaced, .momentum(let gamma, _)):
            // v is linear in the gradients, so a factor on each of them is one on the rate.
            self.settings.learningRate *= mutation.form == 0 ? 1 - gamma : gamma
        case (.nesterovForPlain, .momentum(let gamma, false)): self.settings.optimizer = .momentum(gamma: gamma, nesterov: true)
        case (.plainForNesterov, .momentum(let gamma, true)): self.settings.optimizer = .momentum(gamma: gamma, nesterov: false)
        case (.adamBiasCorrectionMissing, .adam), (.adamBiasCorrectionMissing, .adamW):
            guard settings.hasConstantRate else { return nil }
            // After so many updates βᵏ is 0, and the correction divides by 1.
            number = { _ in 1 << 52 }
        case (.adamStepOffByOne, .adam), (.adamStepOffByOne, .adamW):
            guard settings.hasConstantRate else { return nil }
            number = { $0 + 1 }
        case (.adamBetasSwapped, .adam(let beta1, let beta2, let epsilon)):
            self.settings.optimizer = .adam(beta1: beta2, beta2: beta1, epsilon: epsilon)
        case (.adamBetasSwapped, .adamW(let beta1, let beta2, let epsilon, let decay)):
            self.settings.optimizer = .adamW(beta1: beta2, beta2: beta1, epsilon: epsilon, weightDecay: decay)
        case (.adamEpsilonInsideRoot, .adam(_, _, let epsilon)): finish = Self.insideRoot(epsilon, decay: 0)
        case (.adamEpsilonInsideRoot, .adamW(_, _, let epsilon, let decay)): finish = Self.insideRoot(epsilon, decay: decay)
        case (.adamEpsilonInsideRoot, .adaGrad(let epsilon)), (.adamEpsilonInsideRoot, .rmsProp(_, let epsilon)):
            finish = Self.insideRoot(epsilon, decay: 0)
        case (.decayCoupled, .adamW(let beta1, let beta2, let epsilon, let decay)):
            self.settings.optimizer = .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
            self.settings.regularisation.l2 += decay / 2
        case (.decayDecoupled, .adam(let beta1, let beta2, let epsilon)) where settings.regularisation.l2 != 0:
            self.settings.optimizer = .adamW(
                beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 2 * settings.regularisation.l2)
            self.settings.regularisation.l2 = 0
        case (.decayMissing, .adamW(let beta1, let beta2, let epsilon, _)):
            self.settings.optimizer = .adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
            self.settings.regularisation = Regularisation()
        case (.decayMissing, _):
            if settings.regularisation.isNone { return nil }
            self.settings.regularisation = Regularisation()
        case (.clipByValueForNorm, _):
            guard case .norm(let limit)? = settings.clipping else { return nil }
            self.settings.clipping = .value(limit)
        case (.clipByNormForValue, _):
            guard case .value(let limit)? = settings.clipping else { return nil }
            self.settings.clipping = .norm(limit)
        case (.clipMissing, _):
            if settings.clipping == nil { return nil }
            self.settings.clipping = nil
        case (.scheduleIgnored, _):
            if settings.hasConstantRate { return nil }
            self.settings.schedule = .constant
            self.settings.warmUp = 0
        default: return nil
        }
    }

    /// θ − η·m̂/√(v̂ + ε), and with decay − η·λ·θ.
    private static func insideRoot(_ epsilon: Double, decay: Double) -> @Sendable (FinishedUpdate, Int) -> Double {
        { update, parameter in
            guard let squares = update.value(.correctedSecondMoment, parameter) ?? update.value(.squares, parameter) else {
                return update.new[parameter]
            }
            let first = update.value(.correctedFirstMoment, parameter) ?? update.value(.clipped, parameter) ?? update.gradient[parameter]
            let old = update.old[parameter]
            return old - update.rate * first / (squares + epsilon).squareRoot() - update.rate * decay * old
        }
    }
}
