import ComplexModule

extension BatchLoss {
    /// The derivatives of the loss by `variables`, held against `analytic`; without a given h, with another one where the
    /// usual one cannot tell.
    mutating func estimates(
        _ method: NumericMethod, by variables: [Variable], analytic: [Double], perturbation: Double?,
        progress: () -> Void = {}
    ) -> [Estimate] {
        switch method {
        case .forward, .backward, .central, .richardson:
            return differences(method, variables, analytic, perturbation, progress)
        case .complex, .dual:
            return tangents(
                method, variables.map { ($0, perturbation ?? method.usualPerturbation(at: value(of: $0))) },
                isGiven: perturbation != nil, progress)
        }
    }

    /// The derivative by one variable for many h.
    mutating func sweep(_ method: NumericMethod, by variable: Variable, _ perturbations: [Double]) -> [Estimate] {
        let value = value(of: variable)
        return method.isDifference
            ? differences(method, perturbations.map { (variable, value, $0) }, {})
            : tangents(method, perturbations.map { (variable, $0) }, isGiven: true, {})
    }

    private mutating func differences(
        _ method: NumericMethod, _ variables: [Variable], _ analytic: [Double], _ perturbation: Double?, _ progress: () -> Void
    ) -> [Estimate] {
        let values = variables.map { value(of: $0) }
        var estimates = differences(
            method, variables.indices.map { (variables[$0], values[$0], perturbation ?? method.usualPerturbation(at: values[$0])) },
            progress)
        var open = perturbation == nil ? Array(variables.indices) : []
        for _ in 0..<2 {
            open = open.filter {
                Verdict(analytic: analytic[$0], estimate: estimates[$0]) == .cannotTell && estimates[$0].bound.isFinite
            }
            if open.isEmpty { break }
            let others = differences(
                method, open.map { (variables[$0], values[$0], method.next(after: estimates[$0]) ?? 0) }, {})
            var improved: [Int] = []
            // Written so that a bound that is not a number is no improvement.
            for (index, other) in zip(open, others) where !other.crossesKink && other.bound < estimates[index].bound {
                estimates[index] = other
                improved.append(index)
            }
            open = improved
        }
        return estimates
    }

    private mutating func differences(
        _ method: NumericMethod, _ requests: [(variable: Variable, value: Double, h: Double)], _ progress: () -> Void
    ) -> [Estimate] {
        let probes = probe(requests.map { ($0.variable, NumericMethod.places(about: $0.value, $0.h)) }, at: method.evaluatedLanes,
            progress: progress)
        return zip(requests, probes).compactMap { method.estimate($1, about: $0.value, $0.h) }
    }

    /// Derivatives that are carried along: truncated only where a given h is large, and rounded as any computation is.
    private mutating func tangents(
        _ method: NumericMethod, _ requests: [(variable: Variable, h: Double)], isGiven: Bool, _ progress: () -> Void
    ) -> [Estimate] {
        method == .complex
            ? tangents(Complex<Double>.self, method, requests, isGiven: isGiven, progress)
            : tangents(Dual.self, method, requests, isGiven: false, progress)
    }

    private mutating func tangents<Number: DirectionalNumber>(
        _ type: Number.Type, _ method: NumericMethod, _ requests: [(variable: Variable, h: Double)], isGiven: Bool,
        _ progress: () -> Void
    ) -> [Estimate] {
        let tangents = tangents(requests, in: type, progress: progress)
        let halved = isGiven ? self.tangents(requests.map { ($0.variable, $0.h / 2) }, in: type, progress: {}) : nil
        // The analytic side rounds as much as a tangent may; a complex operation rounds some three times as often.
        let share = method == .complex ? 4.0 : 2
        var estimates = requests.indices.map { index in
            let (tangent, h) = (tangents[index], requests[index].h)
            let value = tangent.loss.derivative(over: h)
            let narrow = halved.map { $0[index].loss.derivative(over: h / 2) } ?? value
            return Estimate(
                value: value, perturbation: method == .dual ? 0 : h, truncation: 2 * abs(value - narrow),
                roundOff: share * tangent.error, magnitude: tangent.magnitude, crossesKink: tangent.isAtKink,
                slopes: OneSidedSlopes(below: value, above: value))
        }
        let kinks = requests.indices.filter { estimates[$0].crossesKink }
        let sides = differences(.central, kinks.map { requests[$0].variable }, kinks.map { _ in 0 }, nil, {})
        for (index, side) in zip(kinks, sides) { estimates[index].slopes = side.slopes }
        return estimates
    }

    /// A method that can judge `variable` where `method` cannot: the complex step, or dual numbers.
    mutating func remedy(for variable: Variable, analytic: Double, insteadOf method: NumericMethod) -> NumericMethod? {
        [NumericMethod.complex, .dual].first { other in
            other != method
                && estimates(other, by: [variable], analytic: [analytic], perturbation: nil)
                    .contains { [.agrees, .disagrees].contains(Verdict(analytic: analytic, estimate: $0)) }
        }
    }
}
