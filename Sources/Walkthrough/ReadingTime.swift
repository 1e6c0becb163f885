import CommandLanguage

/// How long a text is looked at by somebody who reads it with care, in seconds.
///
/// Adults read 228 English words or 255 Chinese characters a minute. A lesson is read at two thirds of that pace, since
/// each number in it is also looked up on the screen. Source: Trauzettel-Klosinski, Dietz, Standardized assessment of
/// reading performance: the new International Reading Speed Texts IReST (2012).
enum ReadingTime {
    static let wordsPerMinute = 228.0 * 2 / 3
    static let charactersPerMinute = 255.0 * 2 / 3

    /// A text's seconds, whatever languages it mixes: Chinese by its characters, anything else by its words.
    static func seconds(_ text: String) -> Double {
        var characters = 0
        var words = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            let isChinese = scalar.properties.isIdeographic
            let isWordPart = !isChinese && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isChinese { characters += 1 }
            if isWordPart, !isInWord { words += 1 }
            // A sign within a word, as in 0.5 or ∂L/∂w, does not end it; a blank or a Chinese character does.
            if isChinese || scalar.properties.isWhitespace { isInWord = false } else if isWordPart { isInWord = true }
        }
        return Double(words) / wordsPerMinute * 60 + Double(characters) / charactersPerMinute * 60
    }
}
