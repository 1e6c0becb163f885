/// Four numbers that are computed with at once; none of them knows of the others.
public typealias Lanes = SIMD4<Double>

/// eˣ and what is made of it, in lanes.
///
/// They are made of additions, multiplications and divisions alone, each of which every machine rounds alike, so
/// a run has the same bits wherever it is computed, and a number has the same bits whichever lane it is in.
///
/// With k = round(x/ln 2) and r = x − k·ln 2, |r| ≤ ½·ln 2, eˣ = 2ᵏ·eʳ. The polynomial for eʳ − 1 is
/// r + r²/2 + r³·p(r) with p of degree 9, interpolated at Chebyshev's nodes; it is off by less than 8·10⁻¹⁸.
/// W. J. Cody and W. Waite, *Software Manual for the Elementary Functions*, 1980.
extension Elementary {
    /// eˣ in each lane; off by at most one and a half units in the last place.
    @inlinable @inline(__always)
    public static func exp(_ x: Lanes) -> Lanes {
        guard isUsual(x) else { return expScaledTwice(x) }
        let (r, k) = reduced(x)
        return (1 + expMinusOne(r)) * powerOfTwo(k)
    }

    /// tanh x = (1 − e^−2|x|)/(1 + e^−2|x|) with the sign of x, in each lane; off by at most three units in the
    /// last place.
    @inlinable @inline(__always)
    public static func tanh(_ x: Lanes) -> Lanes {
        var exponent = -2 * magnitude(x)
        // From here on the result is 1.
        exponent.replace(with: -80, where: exponent .< -80)
        let (r, k) = reduced(exponent)
        let scale = powerOfTwo(k)
        // e^−2|x| = scale + change, kept apart: the difference from 1 has all its digits where x is next to 0, and no
        // sum waits for e^−2|x| to be put together.
        let change = scale * expMinusOne(r)
        return withSign(of: x, ((1 - scale) - change) / ((1 + scale) + change))
    }

    /// σ(x) = 1/(1 + e⁻ˣ) in each lane, off by at most three units in the last place; below 0 it is computed as
    /// eˣ/(1 + eˣ), so that neither side overflows.
    @inlinable @inline(__always)
    public static func sigmoid(_ x: Lanes) -> Lanes {
        isUsual(x) ? usualSigmoid(x) : anySigmoid(x)
    }

    @inlinable @inline(__always)
    static func usualSigmoid(_ x: Lanes) -> Lanes {
        let (r, k) = reduced(withSign(of: Lanes(repeating: -1), magnitude(x)))
        let scale = powerOfTwo(k)
        // As in tanh, 1 + e^−|x| does not wait for e^−|x|.
        let change = scale * expMinusOne(r)
        return (scale + change).replacing(with: 1, where: x .>= 0) / ((1 + scale) + change)
    }

    /// σ(x) where some lanes are too large for 2ᵏ: there it is 1 or eˣ, and the others have the bits that they have alone.
    @usableFromInline @inline(never)
    static func anySigmoid(_ x: Lanes) -> Lanes {
        let isUsual = magnitude(x) .< largestUsualExponent
        let beyond = expScaledTwice(x).replacing(with: 1, where: x .>= 0)
        return beyond.replacing(with: usualSigmoid(x.replacing(with: 0, where: .!isUsual)), where: isUsual)
    }

    /// Up to here neither eˣ nor 2ᵏ leaves the range of normal numbers.
    @usableFromInline static var largestUsualExponent: Double { 708 }

    @inlinable @inline(__always)
    static func isUsual(_ x: Lanes) -> Bool {
        let isUsual = magnitude(x) .< largestUsualExponent
        return isUsual[0] && isUsual[1] && isUsual[2] && isUsual[3]
    }

    /// Added to a number below 2⁵¹ it leaves the nearest whole number in the last bits.
    @usableFromInline static var shifter: Double { 0x1.8p52 }

    @inlinable @inline(__always)
    static func magnitude(_ x: Lanes) -> Lanes {
        unsafeBitCast(unsafeBitCast(x, to: SIMD4<UInt64>.self) & ~(1 << 63), to: Lanes.self)
    }

    @inlinable @inline(__always)
    static func withSign(of x: Lanes, _ magnitude: Lanes) -> Lanes {
        let sign = unsafeBitCast(x, to: SIMD4<UInt64>.self) & (1 << 63)
        return unsafeBitCast(unsafeBitCast(magnitude, to: SIMD4<UInt64>.self) | sign, to: Lanes.self)
    }

    /// r = x − k·ln 2, and k + shifter.
    @inlinable @inline(__always)
    static func reduced(_ x: Lanes) -> (remainder: Lanes, shifted: Lanes) {
        let shifted = x * 0x1.71547652b82fep0 + shifter
        let k = shifted - shifter
        // ln 2 in two parts, the first with so few digits that its product with k is exact.
        return ((x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33, shifted)
    }

    /// 2ᵏ from k + shifter, for −1022 ≤ k ≤ 1023.
    @inlinable @inline(__always)
    static func powerOfTwo(_ shifted: Lanes) -> Lanes {
        let bits = unsafeBitCast(shifted, to: SIMD4<UInt64>.self)
        return unsafeBitCast((bits &+ 1023) &<< 52, to: Lanes.self)
    }

    /// eʳ − 1 for |r| ≤ ½·ln 2.
    @inlinable @inline(__always)
    static func expMinusOne(_ r: Lanes) -> Lanes {
        let r2 = r * r
        let r4 = r2 * r2
        // In pairs, and pairs of pairs: fewer operations wait for each other than in Horner's order.
        let p0 = 0x1.5555555555556p-3 + 0x1.5555555555555p-5 * r
        let p2 = 0x1.11111111109b3p-7 + 0x1.6c16c16c167e1p-10 * r
        let p4 = 0x1.a01a01a7c41d5p-13 + 0x1.a01a01a47b054p-16 * r
        let p6 = 0x1.71de0dae63bb3p-19 + 0x1.27e4e1f48534fp-22 * r
        let p8 = 0x1.af38a9b0ec855p-26 + 0x1.1f66df7fca49fp-29 * r
        let r3 = r * r2
        let low = (r + 0.5 * r2) + r3 * (p0 + r2 * p2)
        let high = (p4 + r2 * p6) + r4 * p8
        return low + (r3 * r4) * high
    }

    /// eˣ where 2ᵏ alone may leave the range of normal numbers: 2ᵏ is multiplied in two halves.
    @usableFromInline @inline(never)
    static func expScaledTwice(_ x: Lanes) -> Lanes {
        var x = x
        // Beyond these the result is ∞ or 0.
        x.replace(with: 800, where: x .> 800)
        x.replace(with: -800, where: x .< -800)
        let (r, shifted) = reduced(x)
        let k = shifted - shifter
        let half = (k * 0.5 + shifter) - shifter
        return (1 + expMinusOne(r)) * powerOfTwo(half + shifter) * powerOfTwo(k - half + shifter)
    }
}
