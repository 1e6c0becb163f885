import Debugger
import GradientComparison

// Rules that are right and not this program's.
extension Phrase {
    /// The rule of a variant, in symbols.
    static func rule(of use: VariantUse) -> String {
        switch use.variant {
        case .adamEpsilonHat: "θ ← θ − η·√(1 − β₂ᵏ)/(1 − β₁ᵏ) · m/(√v + ε)"
        case .epsilonInsideRoot: "θ ← θ − η·g/√(s + ε)"
        case .squaresFromOneTenth: "s₀ = 0.1, θ ← θ − η·g/√(s + ε)"
        case .rateInVelocity: "v ← γ·v + η·g, θ ← θ − v"
        case .clippedNormPlusEpsilon: "g ← g·c/(‖g‖ + 10⁻⁶)"
        }
    }

    /// The rule with its own ε, and whose it is.
    private static func whose(_ use: VariantUse) -> Localized {
        let epsilon = use.epsilon.map { ", ε = \(NumberText.short($0, digits: 3))" } ?? ""
        let libraries = use.variant.libraries
        return Localized(
            "\(rule(of: use))\(epsilon), as \(libraries.joined(separator: " and ")) \(libraries.count == 1 ? "has" : "have") it",
            "\(libraries.joined(separator: "、")) 的规则 \(rule(of: use))\(epsilon)")
    }

    static func agreesAsVariant(_ use: VariantUse, _ count: Int) -> Localized {
        let whose = whose(use)
        return Localized(
            "All \(count) numbers are right by another rule, which is no mistake (\(use.variant.rawValue)): \(whose.english).",
            "\(count) 个数按另一种规则全部正确，这不是错误（\(use.variant.rawValue)）：\(whose.chinese)。")
    }

    static func beside(_ use: VariantUse) -> Localized {
        let whose = whose(use)
        return Localized("beside it, and no mistake: \(whose.english)", "此外（并非错误）：\(whose.chinese)")
    }

    static func largestDifference(_ name: String, _ given: String, _ other: String) -> Localized {
        Localized(
            "It shows most in \(name): the file has \(given), this program's rule gives \(other).",
            "差别最大的是 \(name)：文件为 \(given)，按本程序的规则为 \(other)。")
    }

    static let startsElsewhere = Localized(
        "The two programs do not begin with the same parameters: nothing after that can agree. Give both the same ones first.",
        "两个程序的初始参数不同，之后的数不可能一致。请先让二者从相同的参数开始。")

    static func somePairs(_ tried: Int, of all: Int) -> Localized {
        Localized(
            "Of \(all) pairs of mistakes \(tried) were tried, the likeliest first.", "共 \(all) 种两两组合，试了其中最可能的 \(tried) 种。")
    }
}
