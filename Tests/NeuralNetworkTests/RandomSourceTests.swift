import Testing

@testable import NeuralNetwork

/// Random numbers against known answers, and against what chance allows.
///
/// Every draw is fixed by its seed, so these tests never fail by chance; a bound that chance would exceed
/// once in a million is one that a wrong generator exceeds by far.
struct RandomSourceTests {
    // MARK: Bits

    /// The vectors that the authors of Threefry publish: random123, `tests/kat_vectors`, the three lines
    /// `threefry2x64 20`.
    @Test(arguments: [
        KnownAnswer(counter: (0, 0), key: (0, 0), bits: (0xc2b6_e3a8_c2c6_9865, 0x6f81_ed42_f350_084d)),
        KnownAnswer(
            counter: (.max, .max), key: (.max, .max), bits: (0xe02c_b7c4_d95d_277a, 0xd066_33d0_893b_8b68)),
        KnownAnswer(
            counter: (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344),
            key: (0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89),
            bits: (0x263c_7d30_bb0f_0af1, 0x56be_8361_d331_1526)),
    ])
    func theMixingIsThreefry(answer: KnownAnswer) {
        #expect(RandomSource.threefry(answer.counter, key: answer.key) == answer.bits)
    }

    struct KnownAnswer: Sendable {
        let counter: (UInt64, UInt64)
        let key: (UInt64, UInt64)
        let bits: (UInt64, UInt64)
    }

    struct StreamAnswer: Sendable {
        let stream: RandomSource.Stream
        /// At 0, 1 and −1, and of branch 3 at 2.
        let bits: [UInt64]
        /// At 0, and of the normal number at 0 its bits.
        let uniform: Double
        let normalBits: UInt64
    }

    /// Seed 7, worked out with whole numbers and IEEE arithmetic in Python 3.
    static let streamAnswers = [
        StreamAnswer(
            stream: .initialisation,
            bits: [0x1b5e_bf68_2639_900a, 0x8a48_7b31_7949_5520, 0x8109_07ef_2d93_ffd6, 0x1865_c7f8_42b5_e7b5],
            uniform: 0.10691448490817934, normalBits: 0xbff3_e3c2_9019_1e71),
        StreamAnswer(
            stream: .shuffling,
            bits: [0x2cc1_d8a4_6c41_ee72, 0xe841_a2e1_b8b2_3d10, 0xda3a_5f30_49c4_6f5e, 0x7c80_173c_43dd_bd47],
            uniform: 0.17483285917501912, normalBits: 0xbfed_ed78_004d_c388),
        StreamAnswer(
            stream: .dropout,
            bits: [0x9f69_1721_a1c8_4f0c, 0x57e9_dfab_2735_413e, 0x7b8e_2cd1_a195_7882, 0x5408_e496_f97c_365d],
            uniform: 0.6226973015889438, normalBits: 0x3fd4_0130_82fb_df4a),
        StreamAnswer(
            stream: .validationSplit,
            bits: [0x085a_b41c_cc6a_95d2, 0x6fdc_b92a_148e_3551, 0xfe82_4f54_f45d_beaa, 0x01d6_02f9_5fba_5c62],
            uniform: 0.0326340265568581, normalBits: 0xbffd_7ea3_8508_fb2c),
        StreamAnswer(
            stream: .noise,
            bits: [0x6981_d065_604a_eb9c, 0x1e4e_dd02_7a7c_12f7, 0x6196_f745_7262_89ff, 0x4930_27bd_2c5b_da67],
            uniform: 0.4121370551586484, normalBits: 0xbfcc_6c2b_910f_d728),
    ]

    @Test func everyStreamHasItsNumbersOnEveryMachine() {
        #expect(Self.streamAnswers.map(\.stream) == RandomSource.Stream.allCases)
        for answer in Self.streamAnswers {
            let source = RandomSource(seed: 7, stream: answer.stream)
            #expect([0, 1, -1].map(source.bits(at:)) + [source.branch(3).bits(at: 2)] == answer.bits)
            #expect(source.uniform(at: 0) == answer.uniform)
            #expect(source.normal(at: 0).bitPattern == answer.normalBits)
        }
    }

    /// Worked out as `streamAnswers`; of the large bound's six the second and fifth are drawn again.
    @Test func wholeNumbersAreDrawnAgainWhereTheyWouldBeUnfair() {
        let source = RandomSource(seed: 7, stream: .shuffling)
        #expect((0..<12).map { source.whole(below: 10, at: $0) } == [1, 9, 2, 2, 9, 7, 1, 5, 0, 9, 0, 7])
        #expect(
            (0..<6).map { source.whole(below: 1 << 62 + 1 << 61, at: $0) } == [
                1_209_411_378_328_680_810, 447_211_362_725_331_108, 1_950_154_178_885_054_338,
                1_484_964_329_738_935_893, 3_208_303_651_650_572_588, 5_400_910_443_694_875_764,
            ])
        #expect(source.whole(below: 1, at: 0) == 0)
    }

    // MARK: Distributions

    private static let count = 100_000

    /// Moments about the mean within five standard errors, a chance of 6·10⁻⁷ each.
    @Test func momentsAreThoseOfTheDistributions() {
        let source = RandomSource(seed: 1, stream: .noise)
        let uniform = (0..<Self.count).map { source.uniform(at: $0) - 0.5 }
        #expect(uniform.allSatisfy { (-0.5..<0.5).contains($0) })
        expectMoments(of: uniform, second: 1.0 / 12, fourth: 1.0 / 80, sixth: 1.0 / 448, eighth: 1.0 / 2304)
        let normal = (0..<Self.count).map(source.normal(at:))
        expectMoments(of: normal, second: 1, fourth: 3, sixth: 15, eighth: 105)
    }

    /// The mean of xᵏ has variance (E x²ᵏ − (E xᵏ)²)/n; the odd moments are 0.
    private func expectMoments(of numbers: [Double], second: Double, fourth: Double, sixth: Double, eighth: Double) {
        let expected: [(moment: Double, variance: Double)] = [
            (0, second), (second, fourth - second * second), (0, sixth), (fourth, eighth - fourth * fourth),
        ]
        var powers = numbers
        for (index, (moment, variance)) in expected.enumerated() {
            let error = powers.reduce(0, +) / Double(powers.count) - moment
            let deviation = (variance / Double(powers.count)).squareRoot()
            #expect(error.magnitude < 5 * deviation, "moment \(index + 1) is off by \(error)")
            powers = zip(powers, numbers).map { $0 * $1 }
        }
    }

    /// Sums of products of two independent normal numbers have deviation √n.
    @Test func streamsSeedsBranchesAndNeighboursAreIndependent() {
        let sources =
            RandomSource.Stream.allCases.map { RandomSource(seed: 7, stream: $0) }
            + [0, 6, 8, 1 << 63].map { RandomSource(seed: $0, stream: .noise) }
            + (0..<3).map { RandomSource(seed: 7, stream: .noise).branch($0) }
        let count = 4000
        let numbers = sources.map { source in (0...count).map(source.normal(at:)) }
        for one in numbers.indices {
            for other in numbers.indices {
                // A source is held against itself one place further.
                let shift = one == other ? 1 : 0
                let sum = (0..<count).reduce(0) { $0 + numbers[one][$1] * numbers[other][$1 + shift] }
                #expect(sum.magnitude < 5 * Double(count).squareRoot(), "\(one) and \(other): \(sum)")
            }
        }
    }

    // MARK: The normal quantile

    /// p and Φ⁻¹(p) of the number that p is in binary, by Newton's method on mpmath 1.3.0's erfc with 300
    /// bits.
    @Test(arguments: [
        (0x1p-53, -8.2095361516013868556), (1e-15, -7.9413453261709967713), (1e-12, -7.0344838253011319326),
        (1.3e-11, -6.6676114565107408347), (1.4e-11, -6.6567230915181836356), (1e-9, -5.9978070150076868614),
        (1e-6, -4.7534243088228989573), (0.001, -3.0902323061678135354), (0.025, -1.9599639845400542118),
        (0.0749, -1.4402382675279636631), (0.075, -1.4395314709384559349), (0.1, -1.2815515655446004353),
        (0.25, -0.6744897501960817432), (0.5, 0), (0.75, 0.6744897501960817432), (0.9, 1.2815515655446005935),
        (0.975, 1.9599639845400538556), (0.99, 2.3263478740408407676), (0.999, 3.0902323061678132778),
        (0.999999, 4.7534243088170877657), (1 - 0x1p-53, 8.2095361516013868556),
    ])
    func quantilesOfTheNormalDistribution(p: Double, x: Double) {
        #expect((normalQuantile(p) - x).magnitude <= 6e-16 * x.magnitude)
    }

    @Test func quantilesAreOddAndRise() {
        let shares = (1...52).map { 1 / Double(1 << $0) } + (1..<500).map { Double($0) / 1024 }
        for p in shares { #expect(normalQuantile(1 - p) == -normalQuantile(p)) }
        let rising = Set(shares).sorted().map(normalQuantile)
        for (one, next) in zip(rising, rising.dropFirst()) { #expect(one < next) }
    }
}
