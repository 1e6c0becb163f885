/// Random numbers that are functions of a seed, a purpose and indices, the same on every machine.
///
/// A number's bits are Threefry-2×64 with 20 rounds of a counter, under a key: a mixing of 128 bits that
/// is one-to-one for every key, so that no two indices of a source ever share their bits. There is no
/// state: the millionth number costs what the first does, and a run can go back to any moment.
///
///     seed, stream ── key        key, (index, 0) ── bits(at: index)
///                                key, (index, 2⁶⁴ − 1) ── key of branch(index)
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, Parallel random numbers: as easy as
/// 1, 2, 3 (2011).
public struct RandomSource: Sendable, Equatable {
    /// What the numbers are for. Each purpose has numbers of its own, so that drawing more for one never
    /// shifts another.
    public enum Stream: UInt64, CaseIterable, Sendable {
        case initialisation = 1
        case shuffling = 2
        case dropout = 3
        case validationSplit = 4
        case noise = 5
    }

    private let key: (UInt64, UInt64)

    public init(seed: UInt64, stream: Stream) { key = (seed, stream.rawValue) }

    private init(key: (UInt64, UInt64)) { self.key = key }

    public static func == (one: RandomSource, other: RandomSource) -> Bool { one.key == other.key }

    /// The source for one of many things: a layer, an epoch, a sample.
    public func branch(_ index: Int) -> RandomSource {
        RandomSource(key: Self.threefry((Self.word(index), .max), key: key))
    }

    /// 64 random bits.
    public func bits(at index: Int) -> UInt64 { bits(at: index, attempt: 0) }

    /// A number of the uniform distribution on [0, 1): a multiple of 2⁻⁵³.
    public func uniform(at index: Int) -> Double { Double(bits(at: index) >> 11) * 0x1p-53 }

    /// A number of the standard normal distribution, mean 0 and deviation 1.
    ///
    /// Φ⁻¹(p) of a p among the odd multiples of 2⁻⁵³, which lie evenly about ½: never infinite, at most
    /// 8.21 either way.
    public func normal(at index: Int) -> Double {
        normalQuantile(Double((bits(at: index) >> 12) << 1 | 1) * 0x1p-53)
    }

    /// A whole number from 0 to `bound` − 1, each as likely as the others.
    ///
    /// ⌊bits·bound / 2⁶⁴⌋, drawn again when the remainder is one of the 2⁶⁴ mod bound that would give some
    /// numbers one chance more than others.
    ///
    /// Source: D. Lemire, Fast random integer generation in an interval (2019).
    /// - Precondition: `bound` is at least 1.
    public func whole(below bound: Int, at index: Int) -> Int {
        precondition(bound >= 1)
        let bound = UInt64(bound)
        let surplus = (0 &- bound) % bound
        var attempt: UInt64 = 0
        while true {
            let product = bits(at: index, attempt: attempt).multipliedFullWidth(by: bound)
            if product.low >= surplus { return Int(product.high) }
            attempt += 1
        }
    }

    private func bits(at index: Int, attempt: UInt64) -> UInt64 {
        Self.threefry((Self.word(index), attempt), key: key).0
    }

    private static func word(_ index: Int) -> UInt64 { UInt64(bitPattern: Int64(index)) }

    /// Threefry-2×64 with 20 rounds.
    static func threefry(_ counter: (UInt64, UInt64), key: (UInt64, UInt64)) -> (UInt64, UInt64) {
        let third = key.0 ^ key.1 ^ 0x1BD1_1BDA_A9FC_1A22
        var x = (counter.0 &+ key.0, counter.1 &+ key.1)
        func round(_ rotation: UInt64) {
            x.0 &+= x.1
            x.1 = (x.1 << rotation | x.1 >> (64 - rotation)) ^ x.0
        }
        func firstFour() { round(16); round(42); round(12); round(31) }
        func otherFour() { round(16); round(32); round(24); round(21) }
        func inject(_ one: UInt64, _ other: UInt64, _ number: UInt64) {
            x.0 &+= one
            x.1 &+= other &+ number
        }
        firstFour()
        inject(key.1, third, 1)
        otherFour()
        inject(third, key.0, 2)
        firstFour()
        inject(key.0, key.1, 3)
        otherFour()
        inject(key.1, third, 4)
        firstFour()
        inject(third, key.0, 5)
        return x
    }
}
