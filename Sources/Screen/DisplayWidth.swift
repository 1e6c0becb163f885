/// The columns a terminal gives a scalar: 0 (it joins the cell before), 1 or 2.
///
/// Wide are the East Asian Wide and Fullwidth scalars, and those glibc's `wcwidth` counts as
/// wide; ambiguous width counts as 1. Source: Unicode Standard Annex 11; checked scalar by
/// scalar against glibc 2.36. Control characters, which `SafeText` never holds, count as 0.
public func displayWidth(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 {
        return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1
    }
    switch value {
    case 0x370..<0x483, 0x2010..<0x2028, 0x2030..<0x205F, 0x2100..<0x231A, 0x2500..<0x25FD,
        0x2800..<0x2900:
        return 1  // Greek, Cyrillic, punctuation, arrows, mathematics, boxes, braille: asked most
    case 0x4E00..<0xA000, 0xAC00..<0xD7A4:
        return 2
    case 0x1160..<0x1200, 0xD7B0..<0xD800:
        return 0  // vowels and final consonants that join a Hangul syllable
    default:
        break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
        return 0
    default:
        return isWide(value) ? 2 : 1
    }
}

/// The columns a terminal gives a character: 0 for a mark without its base, 1, or 2.
///
/// A terminal counts scalar by scalar. The few clusters of several spacing scalars (a Devanagari
/// conjunct, say) therefore have their sum, which `Frame` spreads over several cells.
public func displayWidth(of character: Character) -> Int {
    character.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
}

/// Whether the scalar lies in one of the sorted wide ranges. [binary search]
private func isWide(_ value: UInt32) -> Bool {
    var low = 0
    var high = wideRanges.count
    while low < high {
        let middle = (low + high) / 2
        let range = wideRanges[middle]
        if value < range.first {
            high = middle
        } else if value > range.last {
            low = middle + 1
        } else {
            return true
        }
    }
    return false
}

/// Sorted; gaps without assigned scalars are merged into their neighbours.
private let wideRanges: [(first: UInt32, last: UInt32)] = [
    (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0),
    (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F),
    (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5),
    (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5),
    (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728),
    (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797),
    (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
    (0x2E80, 0x303E), (0x3041, 0xA4C6), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAD9),
    (0xFE10, 0xFE6B), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x1B2FB), (0x1F004, 0x1F004),
    (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F200, 0x1F320), (0x1F32D, 0x1F335),
    (0x1F337, 0x1F37C), (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0),
    (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440), (0x1F442, 0x1F4FC), (0x1F4FF, 0x1F53D),
    (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F57A, 0x1F57A), (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4),
    (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6DF),
    (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7F0), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945),
    (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAF6), (0x20000, 0x3FFFD),
]
