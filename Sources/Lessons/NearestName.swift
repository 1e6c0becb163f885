/// The name that a reader most likely meant by `name`: the one with the fewest typing mistakes between
/// them, if those are few for its length.
///
/// A mistake is a character too many, one missing, one replaced, or two neighbours swapped (optimal
/// string alignment). Capitals do not count. Of equally near names the first is taken.
func nearestName(to name: String, in names: some Sequence<String>) -> String? {
    // Beyond this no key or name is long, and the table below would be quadratic in a stranger's text.
    guard name.count <= 64 else { return nil }
    let wanted = Array(name.lowercased())
    var best: (name: String, distance: Int)?
    for candidate in names where candidate.count <= 64 {
        let distance = typingMistakes(between: wanted, and: Array(candidate.lowercased()))
        // Of a name of one letter nothing is left after one mistake.
        let tolerable = min(max(1, min(name.count, candidate.count) / 3), min(name.count, candidate.count) - 1)
        if distance <= tolerable, distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

private func typingMistakes(between a: [Character], and b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 1...a.count {
        var current = [i] + Array(repeating: 0, count: b.count)
        for j in 1...b.count {
            let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            current[j] = min(replaced, previous[j] + 1, current[j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                current[j] = min(current[j], beforePrevious[j - 2] + 1)
            }
        }
        beforePrevious = previous
        previous = current
    }
    return previous[b.count]
}
