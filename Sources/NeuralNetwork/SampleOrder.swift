/// The order in which an epoch goes through its samples: that of the file, or shuffled by seed.
public struct SampleOrder: Sendable, Equatable {
    /// The samples, as rows of the data set.
    public let samples: [Int]
    /// What shuffles them; nil leaves them as they are.
    public let seed: UInt64?

    public init(samples: [Int], seed: UInt64?) {
        self.samples = samples
        self.seed = seed
    }

    /// The samples in the order of this epoch (from 0); with a seed every epoch has its own.
    public func order(ofEpoch epoch: Int) -> [Int] {
        guard let seed else { return samples }
        return samples.shuffled(by: RandomSource(seed: seed, stream: .shuffling).branch(epoch))
    }
}

/// Which samples train and which are held out to judge the training by.
public struct ValidationSplit: Sendable, Equatable {
    public enum Size: Sendable, Equatable {
        /// A share within (0, 1) of all samples, to the nearest whole number; half counts as one.
        case fraction(Double)
        case count(Int)
    }

    /// Rows of the data set, in its order.
    public let training: [Int]
    public let validation: [Int]

    /// Holds out samples of the `count` by seed, every choice of that many as likely as the others.
    ///
    /// On either side stays at least one sample, whatever the size asks for; nil for fewer than two
    /// samples, which cannot be split.
    public init?(count: Int, validation size: Size, seed: UInt64) {
        guard count >= 2 else { return nil }
        let wanted =
            switch size {
            case .fraction(let share): Int((min(max(share, 0), 1) * Double(count)).rounded())
            case .count(let number): number
            }
        let held = min(max(wanted, 1), count - 1)
        let order = Array(0..<count).shuffled(by: RandomSource(seed: seed, stream: .validationSplit))
        validation = order.prefix(held).sorted()
        training = order.dropFirst(held).sorted()
    }
}

extension [Int] {
    /// The elements in an order that `random` decides, every order as likely as the others.
    ///
    /// Source: R. A. Fisher and F. Yates, in R. Durstenfeld's form: Algorithm 235, random permutation
    /// (1964).
    func shuffled(by random: RandomSource) -> [Int] {
        var result = self
        for last in stride(from: count - 1, to: 0, by: -1) {
            result.swapAt(last, random.whole(below: last + 1, at: last))
        }
        return result
    }
}
