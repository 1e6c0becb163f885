import CommandLanguage

/// Texts about layers whose weights are drawn by seed.
extension Phrase {
    static func notWithInitialisation(_ key: String) -> Localized {
        Localized(
            "`\(key)` gives the weights, and `initialisation` makes them; keep one of the two",
            "`\(key)` 直接给出权重，而 `initialisation` 按规则生成权重；两者请只留其一")
    }

    static func initialisationNeedsUnits(_ layer: String) -> Localized {
        Localized(
            "the layer \(quoted(layer)) has an `initialisation` but no number of neurons; add `units: 3`, say",
            "层 \(quoted(layer)) 有 `initialisation` 却没有神经元的个数；请加上个数，例如 `units: 3`")
    }

    static func initialisationNeedsNumbers(_ name: InitialisationName) -> Localized {
        Localized(
            "the initialisation `\(name.rawValue)` needs its numbers; write `\(name.example)`",
            "初始化 `\(name.rawValue)` 需要给出它的数值；请写 `\(name.example)`")
    }

    static func notOfInitialisation(_ key: InitialisationKey, _ name: InitialisationName) -> Localized {
        Localized(
            "`\(key.rawValue)` does not belong to the initialisation `\(name.rawValue)`; write `\(name.example)`",
            "`\(key.rawValue)` 不属于初始化 `\(name.rawValue)`；请写 `\(name.example)`")
    }

    static func lowNotBelowHigh(low: Double, high: Double) -> Localized {
        Localized(
            "`high` is \(high) and must be greater than `low`, which is \(low)",
            "`high` 为 \(high)，必须大于 `low`（\(low)）")
    }

    static let weightsTooLarge = Localized(
        "weights of this mean and deviation may be too large for a number; make them smaller",
        "以这样的均值和标准差生成的权重可能超出数的范围；请改小")

    static func layerTooLarge(_ layer: String, nodes: Int, limit: Int) -> Localized {
        Localized(
            "with the layer \(quoted(layer)) the network's graph has at least \(nodes) nodes; at most \(limit) can be stepped through",
            "加上层 \(quoted(layer))，该网络的计算图至少有 \(nodes) 个节点；最多可以单步执行 \(limit) 个")
    }
}
