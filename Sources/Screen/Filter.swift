/// What the filter does with one scalar of a stranger's text.
private enum Treatment {
    case keep
    /// Show `<U+…>` in its place.
    case mark
    /// Leave it out; `hidden` if it could carry text that no reader sees.
    case drop(hidden: Bool)
    case replace(Unicode.Scalar)
}

/// The filter behind `SafeText`, one scalar at a time.
struct Filter {
    let keepingNewlines: Bool
    private(set) var kept = String.UnicodeScalarView()
    private(set) var width = 0
    private(set) var wasAltered = false
    private(set) var hadInvisible = false
    private var marksOnBase = 0
    private var hasBase = false

    /// A cell of the terminal library holds a base and four marks; more would be lost there, and
    /// a tower of them covers the lines above.
    private static let marksPerBase = 4

    init(keepingNewlines: Bool) {
        self.keepingNewlines = keepingNewlines
    }

    mutating func take(_ scalar: Unicode.Scalar) {
        if scalar == "\n" && keepingNewlines {
            kept.append(scalar)
            hasBase = false
            return
        }
        if scalar == "\t" {
            append(" ")
            return
        }
        switch treatment(of: scalar) {
        case .keep:
            append(scalar)
        case .mark:
            wasAltered = true
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
            for character in "<U+\(zeros)\(digits)>".unicodeScalars { append(character) }
        case .drop(let hidden):
            wasAltered = true
            hadInvisible = hadInvisible || hidden
        case .replace(let other):
            wasAltered = true
            append(other)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        let columns = displayWidth(of: scalar)
        if columns > 0 {
            hasBase = true
            marksOnBase = 0
        } else {
            if !hasBase {
                // A mark without a base would join whatever stands left of this text.
                wasAltered = true
                kept.append("◌")
                width += 1
                hasBase = true
                marksOnBase = 0
            }
            if marksOnBase == Self.marksPerBase {
                wasAltered = true
                return
            }
            marksOnBase += 1
        }
        kept.append(scalar)
        width += columns
    }
}

/// The width of text that the filter would leave as it is, or nil. Most text is of this kind.
func soundWidth(of raw: String, keepingNewlines: Bool) -> Int? {
    var width = 0
    for scalar in raw.unicodeScalars {
        if scalar.value >= 0x20, scalar.value < 0x7F {
            width += 1
        } else if scalar != "\n" || !keepingNewlines {
            let columns = displayWidth(of: scalar)
            // Whether a mark has a base, and how many that has, the filter knows.
            guard columns > 0, case .keep = treatment(of: scalar) else { return nil }
            width += columns
        }
    }
    return width
}

private func treatment(of scalar: Unicode.Scalar) -> Treatment {
    switch scalar.value {
    case 0x20..<0x7F:
        return .keep
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        return .mark  // bidirectional controls: they reorder what the reader sees
    case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800:
        // Fillers that look like spaces. The blank braille cell is ours: plots need it.
        return scalar.value == 0x2800 ? .keep : .mark
    case 0xFE0E, 0xFE0F:
        return .drop(hidden: false)  // ask for a text or emoji shape; terminals disagree on both
    case 0xAD, 0x34F, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2065, 0x206A...0x206F,
        0xFE00...0xFE0D, 0xFEFF, 0xE0000...0xE0FFF:
        return .drop(hidden: true)
    case 0x1F1E6...0x1F1FF:
        // Programs disagree on the width of a regional indicator.
        return Unicode.Scalar(0x41 + scalar.value - 0x1F1E6).map(Treatment.replace) ?? .mark
    default:
        break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator,
        .paragraphSeparator:
        return .mark
    default:
        return .keep
    }
}
