extension BatchLoss {
    /// ∂L/∂θ of the parameter at `place`, whose value is `value`, by central differences.
    ///
    /// D(h) = (L(θ + h) − L(θ − h)) / 2h. The truncation error is c·h², so D(h) − D(h/2) = ¾·c·h²; twice
    /// that difference covers it, with room for the next term. Halving h rather than doubling it keeps
    /// every evaluation within θ ± h. The round-off is that of both losses over 2h.
    ///
    /// Nothing is finite where θ ± h/2 cannot be told from θ.
    mutating func centralDifference(by place: Int, at value: Double, perturbation h: Double) -> Estimate {
        let wide = difference(by: place, at: value, h)
        let narrow = difference(by: place, at: value, h / 2)
        return Estimate(
            value: wide.quotient, perturbation: h, truncation: 2 * abs(wide.quotient - narrow.quotient),
            roundOff: wide.roundOff, crossesKink: wide.crossesKink || narrow.crossesKink, slopes: wide.slopes)
    }

    private mutating func difference(
        by place: Int, at value: Double, _ h: Double
    ) -> (quotient: Double, roundOff: Double, crossesKink: Bool, slopes: OneSidedSlopes) {
        let above = value + h
        let below = value - h
        let upper = evaluate(place, at: above)
        let lower = evaluate(place, at: below)
        // What was really moved, after rounding, and not 2h.
        let width = above - below
        let quotient = (upper.loss - lower.loss) / width
        // The quotient itself is rounded twice.
        let roundOff = (upper.roundOff + lower.roundOff) / width + Double.ulpOfOne * abs(quotient)
        let slopes = OneSidedSlopes(
            below: (self.value - lower.loss) / (value - below), above: (upper.loss - self.value) / (above - value))
        return (quotient, roundOff, upper.crossesKink || lower.crossesKink, slopes)
    }
}
