/// The name in `candidates` that `name` was probably meant to be; nil when none is close.
///
/// Close is one mistake for every three characters of `name`, at least one and at most three, a mistake
/// being a character too many, too few or wrong, or two neighbours swapped; capital letters do not
/// count. A name of one character has no near ones, since every other is as near. Of equally close
/// names the one that begins with the same letter comes first, then the first in the alphabet.
public func nearestName(to name: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    let limit = wanted.count <= 1 ? 0 : min(max(wanted.count / 3, 1), 3)
    var best: (mistakes: Int, otherStart: Int, name: String)?
    for candidate in candidates {
        let other = Array(candidate.lowercased())
        guard abs(other.count - wanted.count) <= limit else { continue }
        let mistakes = editDistance(wanted, other)
        guard mistakes <= limit else { continue }
        let found = (mistakes, other.first == wanted.first ? 0 : 1, candidate)
        if best.map({ found < $0 }) ?? true { best = found }
    }
    return best?.name
}

/// The Damerau–Levenshtein distance, in which no stretch of text is edited twice ("optimal string
/// alignment").
///
/// d(i, j) = min(d(i−1, j) + 1, d(i, j−1) + 1, d(i−1, j−1) + [aᵢ ≠ bⱼ], and, where aᵢ₋₁aᵢ = bⱼbⱼ₋₁,
/// d(i−2, j−2) + 1); F. J. Damerau, A technique for computer detection and correction of spelling errors
/// (1964).
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for (i, character) in a.enumerated() {
        var row = [i + 1]
        for (j, other) in b.enumerated() {
            var distance = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (character == other ? 0 : 1))
            if i > 0, j > 0, character == b[j - 1], a[i - 1] == other {
                distance = min(distance, beforePrevious[j - 1] + 1)
            }
            row.append(distance)
        }
        beforePrevious = previous
        previous = row
    }
    return previous[b.count]
}
