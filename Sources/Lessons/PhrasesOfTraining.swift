import CommandLanguage
import NeuralNetwork

/// Texts about optimisers, schedules, losses and samples held out.
extension Phrase {
    // MARK: Optimisers

    static func notOfOptimizer(_ key: String, _ name: OptimizerName) -> Localized {
        let keys = names(name.keys.map(\.rawValue))
        return name.keys.isEmpty
            ? Localized(
                "`\(key)` does not belong to the optimizer `\(name.rawValue)`, which has a `learning-rate` only",
                "`\(key)` 不属于优化器 `\(name.rawValue)`；它只有 `learning-rate`")
            : Localized(
                "`\(key)` does not belong to the optimizer `\(name.rawValue)`; beside `learning-rate` it has \(keys.english)",
                "`\(key)` 不属于优化器 `\(name.rawValue)`；除 `learning-rate` 外它有 \(keys.chinese)")
    }

    static func notOfSchedule(_ key: String, _ name: ScheduleName) -> Localized {
        Localized(
            "`\(key)` does not belong to the schedule `\(name.rawValue)`; write `\(name.example)`",
            "`\(key)` 不属于学习率计划 `\(name.rawValue)`；请写 `\(name.example)`")
    }

    static func scheduleNeedsNumbers(_ name: ScheduleName) -> Localized {
        Localized(
            "the schedule `\(name.rawValue)` needs its numbers; write `\(name.example)`",
            "学习率计划 `\(name.rawValue)` 需要给出它的数值；请写 `\(name.example)`")
    }

    static let regularisationNeedsNumbers = Localized(
        "a regularisation without `l1` and `l2` does nothing; write `{l2: 0.01}`",
        "没有 `l1` 和 `l2` 的正则化什么也不做；请写 `{l2: 0.01}`")

    static func updateTooLarge(_ nodes: Int, parameters: Int, limit: Int) -> Localized {
        Localized(
            "with this training an update of the \(counted(parameters, "parameter")) takes \(nodes) nodes; at most \(limit) can be stepped through",
            "按此训练设置，更新 \(parameters) 个参数需要 \(nodes) 个节点；最多可以单步执行 \(limit) 个")
    }

    static func parameterNamedAsSetting(_ name: String) -> Localized {
        Localized(
            "\(quoted(name)) is a parameter, and in the formulas of this training it means something else; give the parameter another name",
            "\(quoted(name)) 是参数，而在此训练设置的公式中它另有含义；请给参数换一个名称")
    }

    // MARK: Samples held out

    static let cannotSplit = Localized(
        "one sample cannot be divided into training and validation; give at least two",
        "只有一个样本，无法划分训练集与验证集；请至少给出两个")

    static func validationTooLarge(_ count: Int, samples: Int) -> Localized {
        Localized(
            "of \(counted(samples, "sample")), \(count) are held out and none is left to train on; hold out at most \(samples - 1)",
            "\(samples) 个样本中留出 \(count) 个作验证，就没有样本可供训练；最多留出 \(samples - 1) 个")
    }

    static func batchTooLargeAfterSplit(_ size: Int, samples: Int) -> Localized {
        Localized(
            "a batch of \(counted(size, "sample")), but beside those held out for validation \(samples) are left; write `all` or at most \(samples)",
            "批量为 \(size) 个样本，而除去留作验证的只剩 \(samples) 个；请写 `all` 或不超过 \(samples) 的数")
    }

    static let earlyStoppingNeedsValidation = Localized(
        "early stopping goes by samples that are held out; add `validation: 0.2`, say",
        "早停以留出的验证样本为依据；请加上 `validation: 0.2` 之类的设置")

    // MARK: Layers

    static func slopeNeedsLeakyReLU(_ activation: String) -> Localized {
        Localized(
            "`slope` belongs to the activation `leaky-relu`, and this one is `\(activation)`; change the one or leave out the other",
            "`slope` 属于激活函数 `leaky-relu`，而此处是 `\(activation)`；请改用前者或去掉 `slope`")
    }

    static let softmaxOnlyInOutput = Localized(
        "a `softmax` is for the last layer, whose outputs it makes probabilities; choose another activation here",
        "`softmax` 用于最后一层，把输出变为概率；此处请换一种激活函数")

    static let dropoutNotInOutput = Localized(
        "`dropout` does not belong in the last layer, whose neurons are the outputs; put it into a layer before",
        "`dropout` 不能用于最后一层，其神经元就是输出；请放到前面的层中")

    static let normalisationNotInOutput = Localized(
        "`batch-normalisation` does not belong in the last layer, whose neurons are the outputs; put it into a layer before",
        "`batch-normalisation` 不能用于最后一层，其神经元就是输出；请放到前面的层中")

    static let normalisationNeedsBatches = Localized(
        "batch normalisation needs `training` with a `batch-size` of 2 or more: it compares the samples of a batch with each other",
        "批归一化需要 `training`，且 `batch-size` 至少为 2：它把同一批的样本互相比较")

    static func batchesMustFit(_ size: Int, samples: Int) -> Localized {
        let fitting = (2...max(2, samples)).filter { samples.isMultiple(of: $0) }.prefix(6).map(String.init)
        return Localized(
            "with batch normalisation every batch has the same size: \(size) does not divide the \(samples) samples to train on; these do: \(fitting.joined(separator: ", "))",
            "使用批归一化时每批大小必须相同：\(size) 不能整除用于训练的 \(samples) 个样本；可用：\(fitting.joined(separator: "、"))")
    }

    // MARK: Losses

    static func notFusible(_ loss: Loss, activation: Activation) -> Localized {
        guard let partner = loss.partner else {
            return Localized(
                "`fused` is for `binary-cross-entropy` after `sigmoid` and `categorical-cross-entropy` after `softmax`; leave it out",
                "`fused` 只用于 `sigmoid` 之后的 `binary-cross-entropy` 和 `softmax` 之后的 `categorical-cross-entropy`；请去掉")
        }
        return Localized(
            "`\(loss.rawValue)` can be fused with `\(partner.rawValue)` only, and the last layer's activation is `\(activation.rawValue)`; change it or leave `fused` out",
            "`\(loss.rawValue)` 只能与 `\(partner.rawValue)` 合并计算，而最后一层的激活函数是 `\(activation.rawValue)`；请改正或去掉 `fused`")
    }

    /// A cross-entropy takes probabilities, or logits; the last layer gives something else.
    static func wrongOutputs(_ loss: Loss, activation: Activation, right: Activation) -> Localized {
        Localized(
            "the loss `\(loss.rawValue)` is made for outputs of `\(right.rawValue)`, and the last layer's activation is `\(activation.rawValue)`; use `activation: \(right.rawValue)` there",
            "损失 `\(loss.rawValue)` 适用于 `\(right.rawValue)` 的输出，而最后一层的激活函数是 `\(activation.rawValue)`；请在该层使用 `activation: \(right.rawValue)`")
    }

    static let oneClass = Localized(
        "a single neuron's softmax is always 1, so there is nothing to learn; give one neuron per class, or use `sigmoid` with `binary-cross-entropy`",
        "只有一个神经元的 softmax 恒为 1，没有可学的东西；请为每个类别设一个神经元，或使用 `sigmoid` 和 `binary-cross-entropy`")

    // MARK: Targets

    static func targetNoProbability(_ target: Double, _ loss: Loss) -> Localized {
        Localized(
            "the target \(target) is not within 0 and 1, as the loss `\(loss.rawValue)` needs; mend it or choose another loss",
            "目标值 \(target) 不在 0 与 1 之间，而损失 `\(loss.rawValue)` 要求如此；请改正或换一种损失")
    }

    static func targetsNoDistribution(_ sum: Double, _ loss: Loss) -> Localized {
        Localized(
            "these targets sum to \(sum) and not to 1, as the loss `\(loss.rawValue)` needs; give one probability per class, 1 for the right one and 0 for the others, say",
            "这些目标值之和为 \(sum) 而不是 1，而损失 `\(loss.rawValue)` 要求如此；请为每个类别给出一个概率，例如正确的类别为 1，其余为 0")
    }
}
