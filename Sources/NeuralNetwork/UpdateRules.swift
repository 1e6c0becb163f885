import Autograd

/// The optimisers' rules, and the running averages of batch normalisation, laid on an update's tape.
extension UpdateLayout {
    /// The quantities of one parameter's update, the last its new value.
    mutating func rule(of parameter: Int, _ gradient: NodeID) -> [Computation.ForwardQuantity] {
        var quantities: [Computation.ForwardQuantity] = []
        let name = name(parameter)
        func renew(
            _ layout: inout UpdateLayout, _ aspect: Symbol.Aspect, _ rule: (inout UpdateLayout, NodeID) -> NodeID
        ) -> NodeID {
            let (node, quantity) = layout.renew(.aspect(aspect, of: name), from: 0, rule)
            quantities.append(quantity)
            return node
        }
        let before = tape.count
        switch settings.optimizer {
        case .gradientDescent:
            finish(parameter, subtracting: tape.record(.multiply, [learningRate, gradient]), since: before, &quantities)
        case .momentum(let gamma, let nesterov):
            let velocity = renew(&self, .velocity) { $0.velocity(after: $1, gradient, gamma: gamma) }
            let count = tape.count
            var direction = velocity
            if nesterov {
                let ahead = tape.record(.multiply, [setting(.gamma, gamma), velocity])
                direction = tape.record(.add, [gradient, ahead])
            }
            finish(parameter, subtracting: tape.record(.multiply, [learningRate, direction]), since: count, &quantities)
        case .adaGrad(let epsilon):
            let squares = renew(&self, .squares) { layout, old in
                layout.tape.record(.add, [old, layout.tape.record(.power, [gradient, layout.number(2)])])
            }
            finish(parameter, gradient, over: squares, epsilon, &quantities)
        case .rmsProp(let rho, let epsilon):
            let squares = renew(&self, .squares) { layout, old in
                layout.runningMean(old, .rho, rho, of: layout.tape.record(.power, [gradient, layout.number(2)]))
            }
            finish(parameter, gradient, over: squares, epsilon, &quantities)
        case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon, _):
            let first = renew(&self, .firstMoment) { layout, old in
                layout.runningMean(old, .beta1, beta1, of: gradient)
            }
            let second = renew(&self, .secondMoment) { layout, old in
                layout.runningMean(old, .beta2, beta2, of: layout.tape.record(.power, [gradient, layout.number(2)]))
            }
            func corrected(_ moment: NodeID, _ aspect: Symbol.Aspect, _ beta: Symbol.Setting, _ value: Double) -> NodeID {
                if settings.deviations.contains(.leavesBias) { return moment }
                let count = tape.count
                let node = tape.record(.divide, [moment, biasCorrection(beta, value)])
                quantities.append(quantity(.aspect(aspect, of: name), nodes(since: count)))
                return node
            }
            let firstHat = corrected(first, .correctedFirstMoment, .beta1, beta1)
            let secondHat = corrected(second, .correctedSecondMoment, .beta2, beta2)
            finish(parameter, firstHat, over: secondHat, epsilon, &quantities)
        }
        return quantities
    }

    /// γ·v + g
    private mutating func velocity(after old: NodeID, _ gradient: NodeID, gamma: Double) -> NodeID {
        let gamma = setting(.gamma, gamma)
        if settings.deviations.contains(.dampensBoth) {
            return tape.record(.multiply, [gamma, tape.record(.add, [old, gradient])])
        }
        let kept = tape.record(.multiply, [gamma, old])
        guard settings.deviations.contains(.dampensMomentum) else { return tape.record(.add, [kept, gradient]) }
        let rest = tape.record(.subtract, [number(1), gamma])
        return tape.record(.add, [kept, tape.record(.multiply, [rest, gradient])])
    }

    /// The new value of what is kept under a name, made of the old by `rule`.
    mutating func renew(
        _ symbol: Symbol, from initial: Double, _ rule: (inout UpdateLayout, NodeID) -> NodeID
    ) -> (NodeID, Computation.ForwardQuantity) {
        let place = initialStates.count
        initialStates.append(initial)
        let old = leaf(.state(place), symbol)
        let count = tape.count
        let new = rule(&self, old)
        targets.append((new, .state(place)))
        return (new, quantity(symbol, nodes(since: count)))
    }

    /// The running averages of a neuron's batch statistics: (1 − rate)·old + rate·new.
    mutating func runningAverages(of statistic: Computation.Statistic) -> [Computation.ForwardQuantity] {
        runningStatistics.append((initialStates.count, initialStates.count + 1))
        func average(
            _ aspect: Symbol.Aspect, of batch: Symbol.Aspect, _ node: NodeID, from initial: Double
        ) -> Computation.ForwardQuantity {
            let new = leaf(.sampleNode(node), .aspect(batch, of: statistic.neuron))
            return renew(.aspect(aspect, of: statistic.neuron), from: initial) { layout, old in
                let rate = layout.setting(.rate, Neuron.Normalisation.rate)
                let kept = layout.tape.record(.multiply, [layout.tape.record(.subtract, [layout.number(1), rate]), old])
                return layout.tape.record(.add, [kept, layout.tape.record(.multiply, [rate, new])])
            }.1
        }
        return [
            average(.runningMean, of: .batchMean, statistic.mean, from: 0),
            average(.runningVariance, of: .batchVariance, statistic.variance, from: 1),
        ]
    }

    /// β·old + (1 − β)·x
    private mutating func runningMean(
        _ old: NodeID, _ name: Symbol.Setting, _ value: Double, of x: NodeID
    ) -> NodeID {
        let beta = setting(name, value)
        let kept = tape.record(.multiply, [beta, old])
        let rest = tape.record(.subtract, [number(1), beta])
        return tape.record(.add, [kept, tape.record(.multiply, [rest, x])])
    }

    /// 1 − βᵏ
    private mutating func biasCorrection(_ name: Symbol.Setting, _ value: Double) -> NodeID {
        if let node = biasCorrections[name] { return node }
        var k = numberOfUpdate()
        if settings.deviations.contains(.countsFromTwo) { k = tape.record(.add, [k, number(1)]) }
        let power = tape.record(.power, [setting(name, value), k])
        let node = tape.record(.subtract, [number(1), power])
        biasCorrections[name] = node
        return node
    }

    /// θ − η·x/(√s + ε)
    private mutating func finish(
        _ parameter: Int, _ x: NodeID, over squares: NodeID, _ epsilon: Double,
        _ quantities: inout [Computation.ForwardQuantity]
    ) {
        let count = tape.count
        let step = tape.record(.multiply, [learningRate, x])
        let epsilon = setting(.epsilon, epsilon)
        let scale = settings.deviations.contains(.hasEpsilonInsideRoot)
            ? tape.record(.squareRoot, [tape.record(.add, [squares, epsilon])])
            : tape.record(.add, [tape.record(.squareRoot, [squares]), epsilon])
        finish(parameter, subtracting: tape.record(.divide, [step, scale]), since: count, &quantities)
    }

    /// θ − change, and for AdamW − η·λ·θ.
    private mutating func finish(
        _ parameter: Int, subtracting change: NodeID, since count: Int,
        _ quantities: inout [Computation.ForwardQuantity]
    ) {
        guard let theta = old[parameter] else { return }
        // The sign of what is taken away.
        let sign: Operation = settings.deviations.isDisjoint(with: [.ascends, .replaces]) ? .subtract : .add
        let isReplaced = settings.deviations.contains(.replaces)
        var new = isReplaced ? change : tape.record(sign, [theta, change])
        if case .adamW(_, _, _, let decay) = settings.optimizer {
            let rate = tape.record(.multiply, [learningRate, setting(.lambda, decay)])
            new = tape.record(sign, [new, tape.record(.multiply, [rate, theta])])
        }
        quantities.append(quantity(.new(name(parameter)), nodes(since: count)))
        targets.append((new, .parameter(parameter)))
    }
}
