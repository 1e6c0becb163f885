extension NumericMethod {
    /// Where a loss is evaluated for differences over h about w: w ± h, w ± h/2, w ± h/4 and w itself.
    static func places(about value: Double, _ h: Double) -> SIMD8<Double> {
        SIMD8(value + h, value - h, value + h / 2, value - h / 2, value + h / 4, value - h / 4, value, value)
    }

    /// The places, apart from w, where the loss is evaluated: those that the method looks at and those of the two slopes.
    var evaluatedLanes: [Int] { Set(lanes + [0, 1]).sorted() }

    /// Which of the places a method looks at.
    private var lanes: [Int] {
        switch self {
        case .forward: [0, 2]
        case .backward: [1, 3]
        case .central: [0, 1, 2, 3]
        case .richardson: [0, 1, 2, 3, 4, 5]
        case .complex, .dual: []
        }
    }

    /// The derivative by differences over h, and how good it is; nil for a method that takes none.
    ///
    /// Each is taken over h and over h/2: of an error c·hᵖ the two differ by (1 − 2⁻ᵖ)·c·hᵖ, and 2 (for p = 1, 3) times that
    /// covers it, with room for the next term. Halving h rather than doubling it keeps every evaluation within w ± h. The
    /// round-off is that of the losses over the width of each difference. Nothing is finite where w ± h/2 cannot be told
    /// from w.
    func estimate(_ probe: Probe, about value: Double, _ h: Double) -> Estimate? {
        guard let order else { return nil }
        let places = Self.places(about: value, h)
        func quotient(_ upper: Int, _ lower: Int) -> (value: Double, roundOff: Double) {
            // What was really moved, after rounding, and not 2h.
            let width = places[upper] - places[lower]
            let quotient = (probe.losses[upper] - probe.losses[lower]) / width
            // The quotient itself is rounded twice.
            return (quotient, 2 * probe.roundOff / width + Double.ulpOfOne * abs(quotient))
        }
        func richardson(_ wide: (value: Double, roundOff: Double), _ narrow: (value: Double, roundOff: Double)) -> (value: Double, roundOff: Double) {
            let value = (4 * narrow.value - wide.value) / 3
            return (value, (4 * narrow.roundOff + wide.roundOff) / 3 + 2 * Double.ulpOfOne * abs(value))
        }
        let (above, below) = (quotient(0, 6), quotient(6, 1))
        let wide: (value: Double, roundOff: Double)
        let narrow: (value: Double, roundOff: Double)
        switch self {
        case .forward: (wide, narrow) = (above, quotient(2, 6))
        case .backward: (wide, narrow) = (below, quotient(6, 3))
        case .central: (wide, narrow) = (quotient(0, 1), quotient(2, 3))
        case .richardson:
            let (outer, middle, inner) = (quotient(0, 1), quotient(2, 3), quotient(4, 5))
            (wide, narrow) = (richardson(outer, middle), richardson(middle, inner))
        case .complex, .dual: return nil
        }
        let difference = abs(wide.value - narrow.value)
        // One-sided differences are truncated by as much as they are rounded, and rounding may hide that.
        let truncation = order == 1 ? 3 * difference + 2 * wide.roundOff : 2 * difference
        return Estimate(
            value: wide.value, perturbation: h, truncation: truncation, roundOff: wide.roundOff, crossesKink: lanes.contains { probe.crossesKink[$0] },
            slopes: OneSidedSlopes(below: below.value, above: above.value))
    }
}
