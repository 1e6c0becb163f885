import GradientComparison

// The methods, each with all that is said of it.
extension Phrase {
    /// A method by its name in prose.
    public static func name(of method: NumericMethod) -> Localized {
        switch method {
        case .forward: Localized("Forward differences", "前向差分")
        case .backward: Localized("Backward differences", "后向差分")
        case .central: Localized("Central differences", "中心差分")
        case .richardson: Localized("Richardson extrapolation", "理查森外推")
        case .complex: Localized("Complex step", "复数步长")
        case .dual: Localized("Dual numbers", "对偶数")
        }
    }

    /// A method as a formula.
    public static func formula(of method: NumericMethod) -> Localized {
        switch method {
        case .forward: Localized(same: "∂L/∂θ ≈ (L(θ + h) − L(θ)) / h")
        case .backward: Localized(same: "∂L/∂θ ≈ (L(θ) − L(θ − h)) / h")
        case .central: Localized(same: "∂L/∂θ ≈ (L(θ + h) − L(θ − h)) / 2h")
        case .richardson:
            Localized(
                "∂L/∂θ ≈ (4D(h/2) − D(h)) / 3 of central differences D", "∂L/∂θ ≈ (4D(h/2) − D(h)) / 3，D 为中心差分")
        case .complex: Localized(same: "∂L/∂θ ≈ Im L(θ + ih) / h")
        case .dual: Localized("L(θ + ε) = L(θ) + ∂L/∂θ·ε, where ε² = 0", "L(θ + ε) = L(θ) + ∂L/∂θ·ε，其中 ε² = 0")
        }
    }

    public static func nameAndFormula(of method: NumericMethod) -> Localized {
        let (name, formula) = (name(of: method), formula(of: method))
        return Localized("\(name.english): \(formula.english)", "\(name.chinese)：\(formula.chinese)")
    }

    static func unknownMethod(_ word: String, nearest: String?, _ all: [String]) -> Localized {
        let list = all.joined(separator: ", ")
        let hint = nearest.map { Localized("; did you mean \($0)?", "；是否想写 \($0)？") } ?? Localized(same: "")
        return Localized(
            "there is no method \(word): the methods are \(list)\(hint.english)", "没有名为 \(word) 的方法；可用的方法：\(list)\(hint.chinese)")
    }

    static func notAPerturbation(_ word: String) -> Localized {
        Localized("h is a number above 0, such as 1e-5, and not \(word)", "h 应为大于 0 的数，如 1e-5，而不是 \(word)")
    }

    static func notAQuantity(_ text: String) -> Localized {
        Localized(
            "\(text) is no one quantity; name a parameter, an input or a node: w11, x1, delta(h1)",
            "\(text) 不是单个的量；请写参数、输入或结点的名字：w11、x1、delta(h1)")
    }

    static func notDifferentiable(_ name: String) -> Localized {
        Localized(
            "the loss of a sample is not computed from \(name); name a parameter, an input or a node: w11, x1, delta(h1)",
            "样本的损失不是由 \(name) 算出的；请写参数、输入或结点的名字：w11、x1、delta(h1)")
    }
}

// What a comparison comes to.
extension Phrase {
    public static let byBackpropagation = Localized("backpropagation", "反向传播")
    public static let byDifferences = Localized("numeric", "数值")
    public static let difference = Localized("difference", "差")
    public static let relativeDifference = Localized("relative", "相对")
    public static let errorBound = Localized("error bound", "误差界")
    public static let verdictTitle = Localized("verdict", "结论")
    static let noParameters = Localized("This model has no parameters to compare.", "此模型没有可对照的参数。")

    /// A verdict in a word.
    public static func name(of verdict: Verdict) -> Localized {
        switch verdict {
        case .agrees: Localized("agrees", "一致")
        case .disagrees: Localized("disagrees", "不一致")
        case .kink: Localized("kink", "折点")
        case .cannotTell: Localized("cannot tell", "无法判断")
        }
    }

    static func inPlace(_ name: String, _ place: String) -> Localized { Localized("\(name) in \(place)", "\(name)（\(place)）") }

    /// Before the sentence on one entry.
    public static func onlyOne(_ name: String) -> Localized { Localized("\(name): ", "\(name)：") }

    static func some(_ count: Int, of all: Int, like name: String) -> Localized {
        Localized("\(count) of \(all) gradients, the worst \(name): ", "\(all) 个梯度中的 \(count) 个，最甚者为 \(name)：")
    }

    static func allEqual(_ all: Int) -> Localized {
        Localized("All \(all) gradients agree to the last bit.", "全部 \(all) 个梯度完全一致。")
    }

    static func allAgree(_ all: Int, _ name: String, _ difference: String, _ bound: String) -> Localized {
        Localized(
            "All \(all) gradients agree. \(name) is off the most, by \(difference); up to \(bound) is numeric error.",
            "全部 \(all) 个梯度一致。相差最多的是 \(name)，差 \(difference)；\(bound) 以内都属数值误差。")
    }

    private static func both(_ analytic: String, _ method: Localized, _ numeric: String, h: String?) -> Localized {
        let method = Localized(method.english.prefix(1).lowercased() + method.english.dropFirst(), method.chinese)
        let step = h.map { Localized(" (h = \($0))", "（h = \($0)）") } ?? Localized(same: "")
        return Localized(
            "backpropagation gives \(analytic), \(method.english)\(step.english) \(numeric)",
            "反向传播得 \(analytic)，\(method.chinese)\(step.chinese)得 \(numeric)")
    }

    static func agreement(
        _ analytic: String, _ method: Localized, _ numeric: String, h: String?, _ difference: String, _ bound: String
    ) -> Localized {
        let both = both(analytic, method, numeric, h: h)
        return Localized(
            "\(both.english): they agree, \(difference) apart (error bound \(bound)).",
            "\(both.chinese)：一致，相差 \(difference)（误差界 \(bound)）。")
    }

    static func disagreement(
        _ analytic: String, _ method: Localized, _ numeric: String, h: String?, _ difference: String, _ bound: String
    ) -> Localized {
        let both = both(analytic, method, numeric, h: h)
        return Localized(
            "\(both.english): they disagree, \(difference) apart, where numeric error explains at most \(bound).",
            "\(both.chinese)：不一致，相差 \(difference)，而数值误差至多 \(bound)。")
    }

    static func atKink(below: String, above: String) -> Localized {
        Localized(
            "here is a kink, with the slope \(below) just below and \(above) just above: there is no one derivative to compare with.",
            "这里是折点，左侧斜率 \(below)，右侧斜率 \(above)：没有唯一的导数可对照。")
    }

    static let withoutEstimate = Localized(
        "cannot be judged: the loss beside this point is not a finite number.", "无法判断：附近的损失不是有限的数。")

    static func undecided(_ bound: String) -> Localized {
        Localized(
            "cannot be judged: numeric error may be as large as \(bound), beside which the values are too small.",
            "无法判断：数值误差可达 \(bound)，相比之下梯度值太小。")
    }

    static func wouldTell(_ method: NumericMethod) -> Localized {
        Localized(" The method \(method.rawValue) can tell.", "改用 \(method.rawValue) 方法便可判断。")
    }

    static func lossIsNoNumber(from start: LostLoss?) -> Localized {
        var since = Localized(same: "")
        if let start {
            since = Localized(
                "; it has been so since epoch \(start.epoch), batch \(start.batch)", "；从第 \(start.epoch) 轮第 \(start.batch) 批起就是如此")
        }
        return Localized(
            "The loss itself is not a finite number\(since.english). There are no gradients to compare.",
            "损失本身不是有限的数\(since.chinese)。没有可对照的梯度。")
    }

    static func departs(_ name: String, _ analytic: String, _ exact: String, _ bound: String, usedBy consumers: [String]) -> Localized {
        let list = consumers.joined(separator: ", ")
        // At the loss itself nothing comes back.
        let source = list.isEmpty
            ? Localized(same: "") : Localized(" It is made of what comes back from \(list).", "它由 \(list) 传回的量构成。")
        return Localized(
            "Walking backward from the loss, all is right up to \(name): its adjoint is \(analytic) and should be \(exact), to within \(bound).\(source.english)",
            "从损失往回走，到 \(name) 为止都正确：它的伴随值为 \(analytic)，应为 \(exact)，误差不超过 \(bound)。\(source.chinese)")
    }
}
