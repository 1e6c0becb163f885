/// The quantile of the standard normal distribution: the x with Φ(x) = p, for p in (0, 1).
///
/// Only +, −, ×, ÷ and √ are used, which IEEE 754 rounds in one way, so that the result has the same bits
/// on every machine; a C library's log, cos or erf has not. The relative error is below 6·10⁻¹⁶, and
/// Φ⁻¹(1 − p) = −Φ⁻¹(p) to the bit where 1 − p is exact.
///
/// Source: M. J. Wichura, Algorithm AS 241: the percentage points of the normal distribution (1988),
/// PPND16, with the three quotients of polynomials named there.
func normalQuantile(_ p: Double) -> Double {
    let q = p - 0.5
    if q.magnitude <= 0.425 {
        let r = 0.180625 - q * q
        return q * polynomial(Coefficients.centre.over, r) / polynomial(Coefficients.centre.under, r)
    }
    let r = (-logarithm(q < 0 ? p : 1 - p)).squareRoot()
    let quotient = r <= 5 ? Coefficients.tail : Coefficients.farTail
    let x = polynomial(quotient.over, r - quotient.shift) / polynomial(quotient.under, r - quotient.shift)
    return q < 0 ? -x : x
}

/// The natural logarithm of a normal number greater than 0, from exactly rounded operations.
///
/// x = m·2ᵉ with m in [√½, √2]; ln x = e·ln 2 + 2·artanh s with s = (m − 1)/(m + 1), |s| < 0.172, and
/// artanh s = s + s³/3 + … + s²³/23, whose rest is below 10⁻²⁰. For x ≤ ½ the relative error is below
/// 2·10⁻¹⁶.
func logarithm(_ x: Double) -> Double {
    var m = x.significand
    var e = Double(x.exponent)
    if m > 0x1.6a09e667f3bcdp0 {
        m /= 2
        e += 1
    }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var series = 0.0
    for odd in stride(from: 23, to: 1, by: -2) { series = series * square + 1 / Double(odd) }
    // ln 2 in two parts; the first has so few bits that its product with e is exact.
    let high = 0x1.62e42fefap-1
    let low = 0x1.cf79abc9e3b3ap-40
    return e * high + (e * low + 2 * s * square * series + 2 * s)
}

/// Horner's scheme; the constant term stands first.
private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
}

private struct Coefficients {
    let shift: Double
    let over: [Double]
    let under: [Double]

    /// In r = 0.425² − q², for |q| = |p − ½| ≤ 0.425.
    static let centre = Coefficients(
        shift: 0,
        over: [
            3.387_132_872_796_366_6080e0, 1.331_416_678_917_843_7745e2, 1.971_590_950_306_551_4427e3,
            1.373_169_376_550_946_1125e4, 4.592_195_393_154_987_1457e4, 6.726_577_092_700_870_0853e4,
            3.343_057_558_358_812_8105e4, 2.509_080_928_730_122_6727e3,
        ],
        under: [
            1, 4.231_333_070_160_091_1252e1, 6.871_870_074_920_579_0830e2, 5.394_196_021_424_751_1077e3,
            2.121_379_430_158_659_5867e4, 3.930_789_580_009_271_0610e4, 2.872_908_573_572_194_2674e4,
            5.226_495_278_852_854_5610e3,
        ])

    /// In r − 1.6, r = √(−ln min(p, 1 − p)) ≤ 5.
    static let tail = Coefficients(
        shift: 1.6,
        over: [
            1.423_437_110_749_683_57734e0, 4.630_337_846_156_545_29590e0, 5.769_497_221_460_691_40550e0,
            3.647_848_324_763_204_60504e0, 1.270_458_252_452_368_38258e0, 2.417_807_251_774_506_11770e-1,
            2.272_384_498_926_918_45833e-2, 7.745_450_142_783_414_07640e-4,
        ],
        under: [
            1, 2.053_191_626_637_758_82187e0, 1.676_384_830_183_803_84940e0, 6.897_673_349_851_000_04550e-1,
            1.481_039_764_274_800_74590e-1, 1.519_866_656_361_645_71966e-2, 5.475_938_084_995_344_94600e-4,
            1.050_750_071_644_416_84324e-9,
        ])

    /// In r − 5, for the r above 5.
    static let farTail = Coefficients(
        shift: 5,
        over: [
            6.657_904_643_501_103_77720e0, 5.463_784_911_164_114_36990e0, 1.784_826_539_917_291_33580e0,
            2.965_605_718_285_048_91230e-1, 2.653_218_952_657_612_30930e-2, 1.242_660_947_388_078_43860e-3,
            2.711_555_568_743_487_57815e-5, 2.010_334_399_292_288_13265e-7,
        ],
        under: [
            1, 5.998_322_065_558_879_37690e-1, 1.369_298_809_227_358_05310e-1, 1.487_536_129_085_061_48525e-2,
            7.868_691_311_456_132_59100e-4, 1.846_318_317_510_054_68180e-5, 1.421_511_758_316_445_88870e-7,
            2.044_263_103_389_939_78564e-15,
        ])
}
