extension Charset {
    /// The text in this character set: unchanged in Unicode; in ASCII, every known symbol is
    /// spelled (`δ` → `delta`, `→` → `->`, `x²` → `x^2`, `w₁₁` → `w_11`) and anything else is `?`,
    /// once for each column it took. The width may change, so text is spelled before it is laid
    /// out.
    public func spell(_ text: String) -> String {
        guard self == .ascii, text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var spelled = ""
        var script = Script.none
        for scalar in text.unicodeScalars {
            let (letters, next) = spelling(of: scalar)
            // One ^ or _ before a run of raised or lowered letters: x⁻¹⁰ is x^-10.
            if next != script, let mark = next.mark { spelled.append(mark) }
            spelled += letters
            script = next
        }
        return spelled
    }

    public func spell(_ text: SafeText) -> SafeText {
        self == .unicode ? text : SafeText(spell(text.string), keepingNewlines: true)
    }
}

private enum Script {
    case none, raised, lowered

    var mark: Character? {
        switch self {
        case .none: nil
        case .raised: "^"
        case .lowered: "_"
        }
    }
}

private func spelling(of scalar: Unicode.Scalar) -> (String, Script) {
    if scalar.isASCII { return (String(scalar), .none) }
    if let letters = raised[scalar] { return (letters, .raised) }
    if let letters = lowered[scalar] { return (letters, .lowered) }
    if let letters = symbols[scalar] { return (letters, .none) }
    let value = scalar.value
    switch value {
    case 0xFF01...0xFF5E:  // full-width ASCII
        if let narrow = Unicode.Scalar(value - 0xFEE0) { return (String(narrow), .none) }
    case 0x2500...0x257F:
        return (boxSpelling(value), .none)
    case 0x2580...0x259F:
        return ("#", .none)
    case 0x2800...0x28FF:
        return (value == 0x2800 ? " " : "*", .none)
    case 0x2000...0x200A, 0xA0, 0x202F, 0x205F, 0x3000:
        return (" ", .none)
    default:
        break
    }
    return (String(repeating: "?", count: displayWidth(of: scalar)), .none)
}

private func boxSpelling(_ value: UInt32) -> String {
    switch value {
    case 0x2500, 0x2504, 0x2508, 0x254C, 0x2574, 0x2576: "-"
    case 0x2501, 0x2505, 0x2509, 0x254D, 0x2550, 0x2578, 0x257A, 0x257C, 0x257E: "="
    case 0x2502, 0x2506, 0x250A, 0x254E, 0x2575, 0x2577: "|"
    case 0x2503, 0x2507, 0x250B, 0x254F, 0x2551, 0x2579, 0x257B, 0x257D, 0x257F: "|"
    case 0x2571: "/"
    case 0x2572: "\\"
    case 0x2573: "X"
    default: "+"
    }
}

private let raised: [Unicode.Scalar: String] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁺": "+", "⁻": "-", "⁼": "=", "⁽": "(", "⁾": ")", "ⁿ": "n", "ⁱ": "i", "ᵀ": "T",
    "ᵏ": "k", "ᵗ": "t", "ᵇ": "b", "ʲ": "j", "ˡ": "l", "ᵐ": "m", "ᵖ": "p", "ˣ": "x", "ᶻ": "z",
    "ʳ": "r", "ˢ": "s", "ᴸ": "L", "ᴺ": "N", "ᵃ": "a", "ᵈ": "d", "ᵉ": "e", "ʰ": "h",
]

private let lowered: [Unicode.Scalar: String] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "₊": "+", "₋": "-", "₌": "=", "₍": "(", "₎": ")", "ᵢ": "i", "ⱼ": "j", "ₖ": "k",
    "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₚ": "p", "ₛ": "s", "ₜ": "t", "ₐ": "a", "ₑ": "e", "ₒ": "o",
    "ₓ": "x", "ₕ": "h", "ᵣ": "r", "ᵤ": "u", "ᵥ": "v",
]

private let symbols: [Unicode.Scalar: String] = [
    // Greek
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "ο": "o", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ϵ": "epsilon",
    "ϑ": "theta", "ϕ": "phi", "µ": "mu",
    "Α": "A", "Β": "B", "Γ": "Gamma", "Δ": "Delta", "Ε": "E", "Ζ": "Z", "Η": "H",
    "Θ": "Theta", "Ι": "I", "Κ": "K", "Λ": "Lambda", "Μ": "M", "Ν": "N", "Ξ": "Xi", "Ο": "O",
    "Π": "Pi", "Ρ": "P", "Σ": "sum", "Τ": "T", "Υ": "Y", "Φ": "Phi", "Χ": "X", "Ψ": "Psi",
    "Ω": "Omega",
    // Mathematics
    "∂": "d", "∇": "grad ", "∑": "sum", "∏": "prod", "∫": "int", "√": "sqrt", "∞": "inf",
    "′": "'", "″": "''", "·": "*", "⋅": "*", "∙": "*", "×": "*", "÷": "/", "−": "-", "±": "+-",
    "∓": "-+", "≈": "~=", "≃": "~=", "≅": "~=", "≠": "!=", "≤": "<=", "≥": ">=", "≪": "<<",
    "≫": ">>", "≡": "==", "≔": ":=", "∝": "~", "∼": "~", "∈": "in", "∉": "not in", "∀": "for all",
    "∃": "exists", "¬": "not ", "∧": "and", "∨": "or", "∩": "&", "∪": "|", "∅": "{}",
    "‖": "||", "∥": "||", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "⊙": "(.)",
    "∘": "o", "⊗": "(x)", "⊕": "(+)", "⟨": "<", "⟩": ">", "∆": "Delta", "ℓ": "l", "ℝ": "R",
    "½": "1/2", "⅓": "1/3", "¼": "1/4", "¾": "3/4", "°": "deg", "‰": "0/00", "⋯": "...",
    "⋮": ":", "\u{302}": "_hat", "\u{304}": "_bar", "\u{303}": "~", "ŷ": "y_hat",
    // Arrows and shapes
    "→": "->", "←": "<-", "↔": "<->", "↑": "^", "↓": "v", "⇒": "=>", "⇐": "<=", "⇔": "<=>",
    "↦": "|->", "⟶": "-->", "⟵": "<--", "↩": "<-", "↵": "<-", "⏎": "Enter", "⇧": "Shift-",
    "⇥": "Tab", "⌫": "Backspace", "↳": "->", "↺": "again", "↻": "again",
    "⟳": "*", "▶": ">", "◀": "<", "▲": "^", "▼": "v", "►": ">", "◄": "<", "▸": ">", "◂": "<", "▴": "^",
    "▾": "v", "△": "^", "▽": "v", "▷": ">", "◁": "<", "●": "*", "○": "o", "◉": "@", "◌": "o",
    "■": "#", "□": "[]", "▪": "*", "◆": "*", "◇": "o", "★": "*", "☆": "*", "•": "*", "‣": ">",
    "✓": "v", "✔": "v", "✗": "x", "✘": "x", "✕": "x", "⚠": "!",
    // Punctuation
    "…": "...", "“": "\"", "”": "\"", "„": "\"", "‘": "'", "’": "'", "‚": ",", "«": "<<",
    "»": ">>", "‹": "<", "›": ">", "–": "-", "—": "--", "‐": "-", "‑": "-", "―": "--",
    "§": "section ", "¶": "", "©": "(c)", "®": "(R)", "™": "(TM)", "†": "+", "‡": "++",
    "€": "EUR", "£": "GBP", "№": "No.",
    "，": ",", "。": ".", "、": ",", "「": "\"", "」": "\"", "『": "\"", "』": "\"", "《": "<<",
    "》": ">>", "〈": "<", "〉": ">", "【": "[", "】": "]", "〔": "[", "〕": "]", "〜": "~",
    // Letters of names
    "à": "a", "á": "a", "â": "a", "ã": "a", "ä": "ae", "å": "a", "æ": "ae", "ç": "c", "è": "e",
    "é": "e", "ê": "e", "ë": "e", "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o",
    "ó": "o", "ô": "o", "õ": "o", "ö": "oe", "ø": "o", "ù": "u", "ú": "u", "û": "u", "ü": "ue",
    "ý": "y", "ÿ": "y", "ß": "ss", "Ä": "Ae", "Å": "A", "Æ": "Ae", "Ç": "C", "É": "E", "È": "E",
    "Ñ": "N", "Ö": "Oe", "Ø": "O", "Ü": "Ue", "ž": "z", "š": "s", "č": "c", "ć": "c", "ł": "l",
    "ő": "o", "ű": "u", "\u{300}": "", "\u{301}": "", "\u{308}": "",
]
