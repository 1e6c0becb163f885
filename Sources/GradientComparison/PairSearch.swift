/// What a mistake does to the numbers, one bit per number.
struct Effect {
    let mutation: Mutation
    /// Where it changes the right number.
    var changed: [UInt64]
    /// Where it gives the number that is given.
    var explained: [UInt64]
}

/// Pairs of mistakes, those first that may explain the numbers together.
///
/// A number that one of two mistakes leaves as it is has to be explained by the other, and one that both leave must agree
/// already. That rules out nearly all pairs at the price of each mistake alone. It can err only where a mistake makes no
/// difference but through the other one, so what it rules out comes last and is not forgotten.
struct PairSearch {
    private let effects: [Effect]
    private let departing: [UInt64]
    /// How many pairs there are.
    let count: Int
    /// How many of them may explain the numbers.
    let plausibleCount: Int

    init(_ effects: [Effect], departing: [UInt64]) {
        self.effects = effects
        self.departing = departing
        var (count, plausible) = (0, 0)
        for first in effects.indices {
            for second in effects[(first + 1)...] where Self.canMeet(effects[first].mutation, second.mutation) {
                count += 1
                if Self.isPlausible(effects[first], second, departing) { plausible += 1 }
            }
        }
        (self.count, plausibleCount) = (count, plausible)
    }

    /// The pairs that may explain the numbers, or all others.
    func pairs(arePlausible: Bool, atMost most: Int) -> [[Mutation]] {
        var pairs: [[Mutation]] = []
        for first in effects.indices {
            for second in effects[(first + 1)...] where Self.canMeet(effects[first].mutation, second.mutation) {
                if pairs.count >= most { return pairs }
                guard Self.isPlausible(effects[first], second, departing) == arePlausible else { continue }
                pairs.append([effects[first].mutation, second.mutation])
            }
        }
        return pairs
    }

    /// The same mistake twice is one of its own only at two places of a kind.
    private static func canMeet(_ first: Mutation, _ second: Mutation) -> Bool {
        guard first.mistake == second.mistake else { return true }
        switch (first.place, second.place) {
        case (.layer(let one), .layer(let other)), (.neuron(let one), .neuron(let other)): return one != other
        default: return false
        }
    }

    private static func isPlausible(_ first: Effect, _ second: Effect, _ departing: [UInt64]) -> Bool {
        for word in departing.indices {
            let (one, other) = (first.changed[word], second.changed[word])
            if departing[word] & ~(one | other) != 0 { return false }
            if one & ~other & ~first.explained[word] != 0 { return false }
            if other & ~one & ~second.explained[word] != 0 { return false }
        }
        return true
    }
}
