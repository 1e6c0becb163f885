import GradientComparison

extension ArgumentReader {
    /// `[QUANTITY] [METHOD] [h NUMBER]`: the last two are known by their words, and the quantity is what is before them.
    mutating func comparison() throws(CommandError) -> Command.Comparison {
        var words: [Word] = []
        while let word = word() { words.append(word) }
        var comparison = Command.Comparison()
        while let last = words.last {
            if comparison.method == nil, let method = NumericMethod(rawValue: last.text.lowercased()) {
                comparison.method = method
                words.removeLast()
            } else if comparison.perturbation == nil, words.count > 1, words[words.count - 2].text == "h" {
                comparison.perturbation = try NumericMethod.perturbation(last.text, at: last.range)
                words.removeLast(2)
            } else {
                break
            }
        }
        if let first = words.first, let last = words.last {
            comparison.subject = try expression(in: first.range.lowerBound..<last.range.upperBound)
        }
        return comparison
    }
}

extension NumericMethod {
    /// The method that a word names.
    public static func named(_ word: String, at range: Range<Int>? = nil) throws(CommandError) -> NumericMethod {
        if let method = NumericMethod(rawValue: word.lowercased()) { return method }
        let all = allCases.map(\.rawValue)
        throw CommandError(Phrase.unknownMethod(word, nearest: nearestName(to: word.lowercased(), in: all), all), at: range)
    }

    /// The h that a word gives.
    public static func perturbation(_ word: String, at range: Range<Int>? = nil) throws(CommandError) -> Double {
        guard let h = Double(word), h > 0, h.isFinite else { throw CommandError(Phrase.notAPerturbation(word), at: range) }
        return h
    }
}
