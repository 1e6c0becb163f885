import Foundation
import Testing

@testable import Lessons

/// A training as a file asks for it, with the numbers of the conventions written out.
struct TrainingPlan: Sendable, CustomTestStringConvertible {
    var optimizer = OptimizerName.gradientDescent
    /// The optimiser's numbers as the file has them; the others have their usual values.
    var numbers: [OptimizerKey: Double] = [:]
    var nesterov: Bool?
    var schedule: ScheduleName?
    var factor = 0.0
    var every = 0
    var over = 0
    var warmUp = 0
    var clipping: ClippingMeasure?
    var limit = 0.0
    var l1 = 0.0
    var l2 = 0.0
    var batchSize = 2

    var testDescription: String { training.replacingOccurrences(of: "\n", with: "; ") }

    /// The keys under `training`.
    var training: String {
        let numbers = numbers.sorted { $0.key.rawValue < $1.key.rawValue }.map { ", \($0.key.rawValue): \($0.value)" }
        let nesterov = nesterov.map { ", nesterov: \($0)" } ?? ""
        var lines = ["optimizer: {name: \(optimizer.rawValue), learning-rate: 0.1\(numbers.joined())\(nesterov)}"]
        if let schedule {
            var parts = ["name: \(schedule.rawValue)"]
            if schedule.keys.contains(.factor) { parts.append("factor: \(factor)") }
            if schedule.keys.contains(.every) { parts.append("every: \(every)") }
            if schedule.keys.contains(.over) { parts.append("over: \(over)") }
            if warmUp > 0 { parts.append("warm-up: \(warmUp)") }
            lines.append("schedule: {\(parts.joined(separator: ", "))}")
        }
        if let clipping { lines.append("clipping: {by: \(clipping.rawValue), limit: \(limit)}") }
        if l1 > 0 || l2 > 0 { lines.append("regularisation: {l1: \(l1), l2: \(l2)}") }
        lines.append("batch-size: \(batchSize)")
        return lines.joined(separator: "\n")
    }

    /// Every optimiser as it is and with numbers of its own; schedules and the rest, alone and together.
    static let all: [TrainingPlan] = {
        var plans = OptimizerName.allCases.flatMap { own($0) }
        for name in ScheduleName.allCases {
            plans += [scheduled(name), scheduled(name, warmUp: 3), scheduled(name, warmUp: 3, .adam)]
        }
        for measure in ClippingMeasure.allCases {
            for limit in [0.05, 1, 1e6] {
                for name in [OptimizerName.gradientDescent, .adamw] {
                    plans.append(TrainingPlan(optimizer: name, clipping: measure, limit: limit, l2: 0.01))
                }
            }
        }
        for name in [OptimizerName.gradientDescent, .rmsprop] {
            for size in [1, 2] {
                plans.append(TrainingPlan(optimizer: name, l1: 0.1, batchSize: size))
                plans.append(TrainingPlan(optimizer: name, l2: 0.1, batchSize: size))
                plans.append(TrainingPlan(optimizer: name, l1: 0.02, l2: 0.03, batchSize: size))
            }
        }
        return plans
    }()

    private static func own(_ name: OptimizerName) -> [TrainingPlan] {
        let usual = TrainingPlan(optimizer: name)
        let values: [OptimizerKey: Double] = [
            .momentum: 0.75, .decay: 0.6, .beta1: 0.5, .beta2: 0.8, .epsilon: 0.125, .weightDecay: 0.3,
        ]
        var changed = usual
        changed.numbers = values.filter { name.keys.contains($0.key) }
        var nothing = usual
        nothing.numbers = changed.numbers.mapValues { _ in 0 }.filter { $0.key != .epsilon }
        guard name.keys.contains(.nesterov) else { return [usual, changed, nothing] }
        return [usual, changed, nothing].flatMap { plan in
            [nil, false, true].map { nesterov in
                var plan = plan
                plan.nesterov = nesterov
                return plan
            }
        }
    }

    private static func scheduled(
        _ name: ScheduleName, warmUp: Int = 0, _ optimizer: OptimizerName = .gradientDescent
    ) -> TrainingPlan {
        TrainingPlan(
            optimizer: optimizer, schedule: name, factor: name == .inverseTime ? 0.4 : 0.8, every: 4, over: 9,
            warmUp: warmUp)
    }
}

/// Training of y = w1·x1 + w2·x2 + b with L = (y − t)² in plain loops, written from the table of conventions.
struct PlainTraining {
    let plan: TrainingPlan
    var theta = [0.5, -0.3, 0.1]
    /// k of the update to come, from 0.
    var k = 0
    private(set) var rate = 0.0
    private(set) var loss = 0.0
    private var v = [0.0, 0, 0]
    private var s = [0.0, 0, 0]
    private var m = [0.0, 0, 0]

    static let rows: [(x: [Double], t: Double)] = [
        ([0.5, 0.8], 1), ([-1, 0.25], -0.5), ([0.75, -0.5], 0.25), ([1.5, 1], -1), ([0, 0.125], 2),
    ]

    init(_ plan: TrainingPlan) { self.plan = plan }

    private func number(_ key: OptimizerKey, usual: Double) -> Double { plan.numbers[key] ?? usual }

    mutating func epoch(_ rows: [(x: [Double], t: Double)] = Self.rows) {
        for start in stride(from: 0, to: rows.count, by: plan.batchSize) {
            update(Array(rows[start..<min(start + plan.batchSize, rows.count)]))
        }
    }

    mutating func update(_ batch: [(x: [Double], t: Double)]) {
        loss = 0
        var g = [0.0, 0, 0]
        for (x, t) in batch {
            let error = theta[0] * x[0] + theta[1] * x[1] + theta[2] - t
            loss += error * error / Double(batch.count)
            for (i, slope) in [x[0], x[1], 1].enumerated() { g[i] += 2 * error * slope / Double(batch.count) }
        }
        for i in 0..<2 {
            loss += plan.l1 * abs(theta[i]) + plan.l2 * theta[i] * theta[i]
            g[i] += plan.l1 * (theta[i] > 0 ? 1 : theta[i] < 0 ? -1 : 0) + 2 * plan.l2 * theta[i]
        }
        clip(&g)
        rate = 0.1 * schedule()
        k += 1
        for i in 0..<3 { step(i, g[i]) }
    }

    private func clip(_ g: inout [Double]) {
        switch plan.clipping {
        case nil: return
        case .value: g = g.map { min(max($0, -plan.limit), plan.limit) }
        case .norm:
            let norm = (g[0] * g[0] + g[1] * g[1] + g[2] * g[2]).squareRoot()
            if norm > plan.limit { g = g.map { $0 * plan.limit / norm } }
        }
    }

    private func schedule() -> Double {
        if k < plan.warmUp { return Double(k + 1) / Double(plan.warmUp) }
        let n = Double(k - plan.warmUp)
        switch plan.schedule {
        case nil, .constant: return 1
        case .step: return pow(plan.factor, Double((k - plan.warmUp) / plan.every))
        case .exponential: return pow(plan.factor, n)
        case .inverseTime: return 1 / (1 + plan.factor * n)
        case .cosine: return n > Double(plan.over) ? 0 : (1 + cos(.pi * n / Double(plan.over))) / 2
        }
    }

    private mutating func step(_ i: Int, _ g: Double) {
        let epsilon = number(.epsilon, usual: 1e-8)
        switch plan.optimizer {
        case .gradientDescent: theta[i] -= rate * g
        case .momentum:
            let gamma = number(.momentum, usual: 0.9)
            v[i] = gamma * v[i] + g
            theta[i] -= rate * (plan.nesterov == true ? g + gamma * v[i] : v[i])
        case .adagrad:
            s[i] += g * g
            theta[i] -= rate * g / (s[i].squareRoot() + epsilon)
        case .rmsprop:
            let rho = number(.decay, usual: 0.9)
            s[i] = rho * s[i] + (1 - rho) * g * g
            theta[i] -= rate * g / (s[i].squareRoot() + epsilon)
        case .adam, .adamw:
            let beta1 = number(.beta1, usual: 0.9)
            let beta2 = number(.beta2, usual: 0.999)
            let before = theta[i]
            m[i] = beta1 * m[i] + (1 - beta1) * g
            s[i] = beta2 * s[i] + (1 - beta2) * g * g
            let mHat = m[i] / (1 - pow(beta1, Double(k)))
            let sHat = s[i] / (1 - pow(beta2, Double(k)))
            theta[i] -= rate * mHat / (sHat.squareRoot() + epsilon)
            if plan.optimizer == .adamw { theta[i] -= rate * number(.weightDecay, usual: 0.01) * before }
        }
    }
}
