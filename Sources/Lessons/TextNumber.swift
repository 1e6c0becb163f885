import CommandLanguage

/// A number in a text that says what something is: a decimal one, `0.6271`, `−0.112`, `2.5·10⁻⁸`, `12.5%`, or a whole one
/// behind an equals sign, `L = 4`, or at the end of a clause behind a verb, `L is 4.`
///
/// Other whole numbers count things, name steps and years; they are left out.
struct TextNumber: Equatable {
    /// The number as it is written, with its sign.
    let written: String
    let value: Double
    /// Half a unit of the last digit shown: how far off the value may be that it stands for.
    let tolerance: Double
    /// Whether the sign is not the number's: in `3 − 0.5` it may be −0.5 that is added, 0.5² is (−0.5)² too, and the
    /// minus of `exp(−0.5)` is the function's.
    let isSignOpen: Bool
    /// The verb before a whole number that ends its clause: then it counts something, unless a formula is the subject.
    let verb: Range<Int>?
    /// The place of the number in the text, in characters from 0.
    let range: Range<Int>

    /// Whether the number is `other`, as far as its digits go.
    func shows(_ other: Double) -> Bool {
        // The last term takes what reading decimals in binary costs: 0.125 is shown as 0.13 and as 0.12.
        let tolerance = tolerance + 1e-9 * max(abs(value), abs(other))
        return abs(value - other) <= tolerance || (isSignOpen && abs(value + other) <= tolerance)
    }
}

extension TextNumber {
    /// The number without its sign, which a file may write as another character.
    var digits: String { String(written.drop { "-−".contains($0) }) }

    /// The decimal numbers of a text.
    static func all(in text: String) -> [TextNumber] {
        var scanner = Scanner(characters: Array(text))
        return scanner.numbers()
    }

    /// The decimal numbers of a text that state something: no paragraphs of a source (`§2.3`), and none that a command
    /// to try would set (`set w = 0.5`).
    static func stated(in text: String) -> [TextNumber] {
        var scanner = Scanner(characters: Array(text))
        return scanner.numbers().filter { !scanner.isReference($0.range) && !scanner.isToTry($0.range) }
    }

    private struct Scanner {
        let characters: [Character]
        var place = 0

        mutating func numbers() -> [TextNumber] {
            var found: [TextNumber] = []
            while place < characters.count {
                if characters[place].isWordLetter || characters[place] == "_" {
                    // A digit in a name belongs to it.
                    skip { $0.isWordLetter || $0.isDecimalDigit || $0 == "_" }
                } else if characters[place].isDecimalDigit {
                    if let number = number() { found.append(number) }
                } else {
                    place += 1
                }
            }
            return found
        }

        private mutating func skip(while condition: (Character) -> Bool) {
            while place < characters.count, condition(characters[place]) { place += 1 }
        }

        private func character(_ index: Int) -> Character? { characters.indices.contains(index) ? characters[index] : nil }

        /// The number here, if it has a point or is said to be something's value; the place is behind it either way.
        private mutating func number() -> TextNumber? {
            var start = place
            skip(while: \.isDecimalDigit)
            var digits = 0
            var verb: Range<Int>?
            if character(place) == ".", character(place + 1)?.isDecimalDigit == true {
                place += 1
                let fraction = place
                skip(while: \.isDecimalDigit)
                digits = place - fraction
            } else if !isValue(from: start) {
                verb = self.verb(before: start)
                if verb == nil { return nil }
            }
            var mantissa = String(characters[start..<place])
            // A version, an address: 1.2.3.
            if character(place) == ".", character(place + 1)?.isDecimalDigit == true {
                skip { $0.isDecimalDigit || $0 == "." }
                return nil
            }
            let exponent = self.exponent()
            var scale = 1.0
            if character(place) == "%" {
                scale = 0.01
                place += 1
            }
            if isNegative(at: start) {
                start -= 1
                mantissa = "-" + mantissa
            }
            guard let value = Double(mantissa + "e\(exponent)"), let unit = Double("1e\(exponent - digits)") else { return nil }
            // 0.333… has been cut off, not rounded.
            let share = digits == 0 ? 0 : character(place) == "…" ? 1.0 : 0.5
            return TextNumber(
                written: String(characters[start..<place]), value: value * scale, tolerance: share * unit * scale,
                isSignOpen: character(place) == "²" || isSubtracted(at: start) || isArgument(at: start), verb: verb, range: start..<place)
        }

        /// The power of ten behind the digits: `e-5`, `·10⁻⁵`.
        private mutating func exponent() -> Int {
            if character(place) == "e" || character(place) == "E" {
                var end = place + 1
                if let sign = character(end), "+-−".contains(sign) { end += 1 }
                let first = end
                while character(end)?.isDecimalDigit == true { end += 1 }
                let text = String(characters[place + 1..<end]).replacing("−", with: "-")
                guard end > first, let exponent = Int(text), abs(exponent) < 400 else { return 0 }
                place = end
                return exponent
            }
            let power = characters[place...].prefix(3)
            guard ["·10", "×10"].contains(String(power)) else { return 0 }
            var end = place + 3
            var text = ""
            while let next = character(end), let plain = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".firstIndex(of: next) {
                let index = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".distance(from: "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".startIndex, to: plain)
                text += index == 0 ? "-" : String(index - 1)
                end += 1
            }
            guard let exponent = Int(text), abs(exponent) < 400 else { return 0 }
            place = end
            return exponent
        }

        /// Whether the minus before `start` is a sign, and not a difference: `= −0.5`, `(−0.5)`, but not `3 − 0.5`.
        private func isNegative(at start: Int) -> Bool {
            guard let minus = character(start - 1), "-−".contains(minus) else { return false }
            guard let before = character(start - 2) else { return true }
            return !(before.isWordLetter || before.isNumber || ")]′".contains(before))
        }

        /// Whether the whole number from `start` to here is all that stands behind an equals sign.
        private func isValue(from start: Int) -> Bool {
            var before = isNegative(at: start) ? start - 2 : start - 1
            while character(before) == " " { before -= 1 }
            guard let sign = character(before), "=≈".contains(sign) else { return false }
            if let next = character(place), next.isWordLetter || next.isNumber || "(…[%⁻".contains(next) { return false }
            var after = place
            while character(after) == " " { after += 1 }
            return !(character(after).map { "·*×/^+-−".contains($0) } ?? false)
        }

        private static let verbs = ["is", "was", "becomes", "等于", "变成", "变为", "是", "为"].map(Array.init)

        /// The verb before the whole number from `start` to here, if nothing of the clause comes behind the number.
        private func verb(before start: Int) -> Range<Int>? {
            if let next = character(place), !".,;:!?)，。；：！？）、".contains(next) { return nil }
            var end = isNegative(at: start) ? start - 1 : start
            while character(end - 1) == " " { end -= 1 }
            for verb in Self.verbs where end > verb.count && characters[end - verb.count..<end].elementsEqual(verb) {
                let first = end - verb.count
                // `this` ends with `is`.
                if !(characters[first].isWordLetter && characters[first - 1].isWordLetter) { return first..<end }
            }
            return nil
        }

        private func isSubtracted(at start: Int) -> Bool {
            var before = start - 1
            while character(before) == " " { before -= 1 }
            return character(before).map { "-−".contains($0) } ?? false
        }

        private func isArgument(at start: Int) -> Bool {
            character(start - 1) == "(" && character(start - 2)?.isWordLetter == true
        }

        /// Whether the number counts paragraphs: `§2.1`, and each of `§2.1, §2.2`.
        func isReference(_ range: Range<Int>) -> Bool {
            var before = range.lowerBound - 1
            while character(before) == " " { before -= 1 }
            return character(before) == "§"
        }

        /// Whether the sentence has told a command that sets something, before the number: what comes then is to be tried.
        func isToTry(_ range: Range<Int>) -> Bool {
            var start = range.lowerBound
            while start > 0, !isSentenceEnd(start - 1) { start -= 1 }
            return String(characters[start..<range.lowerBound]).contains(#/(^|[^a-zA-Z])set [^ ]+ =/#)
        }

        private func isSentenceEnd(_ index: Int) -> Bool {
            switch characters[index] {
            case "。", "！", "？", "；": true
            case ".", "!", "?", ";": character(index + 1)?.isWhitespace != false
            default: false
            }
        }
    }
}

extension Character {
    var isDecimalDigit: Bool { ("0"..."9").contains(self) }

    /// A letter of an alphabet, Greek too, and no Chinese character: those have no need of spaces around them.
    var isWordLetter: Bool {
        isLetter && (unicodeScalars.first.map { $0.value < 0x2E80 } ?? false)
    }
}
