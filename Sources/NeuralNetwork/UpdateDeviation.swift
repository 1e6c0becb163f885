/// What an update does otherwise than its optimiser's rule, in a training that is broken on purpose.
public enum UpdateDeviation: Sendable, CaseIterable {
    /// θ ← θ + change in place of θ − change.
    case ascends
    /// θ ← change
    case replaces
    /// g ← g + the gradients of all updates before, which were not set to zero.
    case accumulates
    /// v ← γ·v + (1 − γ)·g
    case dampensMomentum
    /// v ← γ·(v + g)
    case dampensBoth
    /// m and v in place of m̂ and v̂.
    case leavesBias
    /// m̂ and v̂ with k + 1 in place of k.
    case countsFromTwo
    /// √(s + ε) in place of √s + ε.
    case hasEpsilonInsideRoot
}
