import CommandLanguage

/// Texts about keys and about the kinds of values that belong to them.
extension Phrase {
    /// Names in a sentence: `a`, `b`, `c`; of many, the first.
    static func names(_ names: [String]) -> Localized {
        let shown = names.prefix(16).map(quoted)
        let more = names.count > 16 ? ", …" : ""
        return Localized(shown.joined(separator: ", ") + more, shown.joined(separator: "、") + (more.isEmpty ? "" : "……"))
    }

    /// Which of `known` was meant, or which there are.
    private static func suggestion(for name: String, known: [String]) -> Localized {
        if let nearest = nearestName(to: name, in: known) {
            return Localized("did you mean `\(nearest)`?", "是否想写 `\(nearest)`？")
        }
        let all = names(known)
        return Localized("known are \(all.english)", "可用的有 \(all.chinese)")
    }

    static func unknownKey(_ key: String, in subject: Localized, known: [String]) -> Localized {
        let suggestion = suggestion(for: key, known: known)
        return Localized(
            "unknown key \(quoted(key)) in \(subject.english); \(suggestion.english)",
            "\(subject.chinese)中有未知的键 \(quoted(key))；\(suggestion.chinese)")
    }

    static func unknownWord(_ word: String, known: [String]) -> Localized {
        let suggestion = suggestion(for: word, known: known)
        return Localized(
            "\(quoted(word)) is not known here; \(suggestion.english)",
            "此处不认识 \(quoted(word))；\(suggestion.chinese)")
    }

    static func missingKey(_ key: String, in subject: Localized, shape: Localized) -> Localized {
        Localized(
            "the key `\(key)` is missing in \(subject.english); add `\(key):` with \(shape.english)",
            "\(subject.chinese)缺少键 `\(key)`；请加上 `\(key):`，其值为\(shape.chinese)")
    }

    static func noValue(_ key: String, shape: Localized) -> Localized {
        Localized(
            "`\(key)` has no value; \(shape.english) belongs here",
            "`\(key)` 没有值；此处应为\(shape.chinese)")
    }

    static func wrongKind(found: Localized, wanted: Localized) -> Localized {
        Localized(
            "\(found.english) stands where \(wanted.english) belongs",
            "此处应为\(wanted.chinese)，却是\(found.chinese)")
    }

    static func kind(of value: YAMLValue) -> Localized {
        switch value.content {
        case .scalar(let text, _):
            value.isNothing
                ? Localized("nothing", "空值") : Localized("the text \(quoted(text))", "文字 \(quoted(text))")
        case .sequence: Localized("a list", "列表")
        case .mapping: Localized("a mapping", "映射")
        }
    }

    static func emptyList(_ key: String) -> Localized {
        Localized("`\(key)` is empty; give at least one", "`\(key)` 是空的；至少要有一个")
    }

    // MARK: Kinds of values

    static let shapeText = Localized(
        "a text (or a mapping of languages: `{en: …, zh: …}`)", "文字（或各语言的映射：`{en: …, zh: …}`）")
    static let shapeString = Localized("a text", "文字")
    static let shapeNumber = Localized("a number", "数")
    static let shapePositiveNumber = Localized("a number greater than 0", "大于 0 的数")
    static let shapeNotNegative = Localized("a number of at least 0", "不小于 0 的数")
    static let shapeBelowOne = Localized("a number of at least 0 and less than 1", "不小于 0 且小于 1 的数")
    static let shapeShare = Localized("a share between 0 and 1", "0 与 1 之间的比例")
    static let shapeTruth = Localized("`true` or `false`", "`true` 或 `false`")

    static func shapeInteger(_ range: ClosedRange<UInt64>) -> Localized {
        Localized(
            "a whole number from \(range.lowerBound) to \(range.upperBound)",
            "从 \(range.lowerBound) 到 \(range.upperBound) 的整数")
    }

    static func shapeChoice(_ words: [String]) -> Localized {
        let all = names(words)
        return words.count == 1
            ? Localized("the word \(all.english)", "\(all.chinese)")
            : Localized("one of \(all.english)", "\(all.chinese)之一")
    }

    static func shapeList(_ element: Localized) -> Localized {
        Localized("a list (each entry: \(element.english))", "列表（每项为\(element.chinese)）")
    }

    static func shapeRecord(_ value: Localized) -> Localized {
        Localized("a mapping of names (each with \(value.english))", "名称的映射（每个名称的值为\(value.chinese)）")
    }

    static func shapeTable(_ subject: Localized, keys: [String]) -> Localized {
        let all = names(keys)
        return Localized(
            "\(subject.english) (a mapping with the keys \(all.english))",
            "\(subject.chinese)（含键 \(all.chinese) 的映射）")
    }

    static func shapeEither(_ one: Localized, _ other: Localized) -> Localized {
        Localized("\(one.english) or \(other.english)", "\(one.chinese)或\(other.chinese)")
    }

    // MARK: What mappings describe

    static let subjectLesson = Localized("a lesson file", "课程文件")
    static let subjectModel = Localized("a model", "模型")
    static let subjectNetwork = Localized("a network", "网络")
    static let subjectLayer = Localized("a layer", "层")
    static let subjectInitialisation = Localized("an initialisation", "初始化")
    static let subjectNeuron = Localized("a neuron", "神经元")
    static let subjectData = Localized("the data", "数据")
    static let subjectSample = Localized("a sample", "样本")
    static let subjectTraining = Localized("the training", "训练设置")
    static let subjectOptimizer = Localized("an optimizer", "优化器")
    static let subjectSchedule = Localized("a schedule", "学习率计划")
    static let subjectClipping = Localized("a clipping", "梯度裁剪")
    static let subjectRegularisation = Localized("a regularisation", "正则化")
    static let subjectEarlyStopping = Localized("early stopping", "早停")
    static let subjectLoss = Localized("a loss", "损失")
    static let subjectStep = Localized("a step", "步骤")
    static let subjectQuestion = Localized("a question", "提问")
    static let subjectLanguages = Localized("the languages of a text", "各语言的文字")

    // MARK: Texts and steps

    static func languageMissing(_ key: String) -> Localized {
        Localized(
            "this text has no `\(key)`; its readers get the other language",
            "这段文字没有 `\(key)`；使用该语言的读者会看到另一种语言")
    }

    static let noLanguage = Localized(
        "this text has no language; give `en:` or `zh:` or both", "这段文字没有任何语言；请给出 `en:`、`zh:` 或两者")

    static let emptyStep = Localized(
        "a step without `say`, `do`, `expect` or `ask` does nothing; give one of them",
        "没有 `say`、`do`、`expect` 或 `ask` 的步骤什么也不做；请至少给出一个")

    static let withinNeedsExpect = Localized(
        "`within` is the tolerance of an `expect`, and this step has none",
        "`within` 是 `expect` 的容差，而这一步没有 `expect`")

    // MARK: Numbers

    static let onlyFinite = Localized("a finite number", "有限的数")

    static func notANumber(_ text: String, hint: Localized?) -> Localized {
        if let hint {
            return Localized(
                "\(quoted(text)) is not read as a number; write \(hint.english)",
                "\(quoted(text)) 不能作为数读取；请写\(hint.chinese)")
        }
        return Localized(
            "\(quoted(text)) is not a number; write one like `0.5`, `-3` or `1e-3`",
            "\(quoted(text)) 不是数；请写成 `0.5`、`-3` 或 `1e-3` 的样子")
    }

    static func numberTooLarge(_ text: String) -> Localized {
        Localized(
            "\(quoted(text)) is too large a number; the largest is about 1.8e308",
            "\(quoted(text)) 太大；最大约为 1.8e308")
    }

    static func numberTooSmall(_ text: String) -> Localized {
        Localized(
            "\(quoted(text)) is too close to 0 to be told from it; the smallest is about 5e-324",
            "\(quoted(text)) 与 0 太接近，无法区分；最小约为 5e-324")
    }

    /// A number outside of those that belong in its place.
    static func outOfDomain(_ text: String, _ domain: NumberDomain) -> Localized {
        let number = quoted(text)
        return switch domain {
        case .any: Localized("\(number) does not belong here", "此处不能是 \(number)")
        case .positive: Localized("\(number) must be greater than 0", "\(number) 必须大于 0")
        case .notNegative: Localized("\(number) must not be less than 0", "\(number) 不能小于 0")
        case .belowOne:
            Localized("\(number) must be at least 0 and less than 1", "\(number) 必须不小于 0 且小于 1")
        case .share:
            Localized("\(number) must be greater than 0 and less than 1", "\(number) 必须大于 0 且小于 1")
        }
    }

    static func notTruth(_ text: String) -> Localized {
        Localized(
            "\(quoted(text)) stands where `true` or `false` belongs",
            "\(quoted(text)) 处应为 `true` 或 `false`")
    }

    static func quotedTruth(_ text: String) -> Localized {
        Localized(
            "\(quoted(text)) in quotes is a text; write it without quotes",
            "引号中的 \(quoted(text)) 是文字；请去掉引号")
    }

    static func quotedNumber(_ text: String) -> Localized {
        Localized(
            "\(quoted(text)) in quotes is a text; write the number without quotes",
            "引号中的 \(quoted(text)) 是文字；请去掉引号")
    }

    static func notAnInteger(_ text: String, _ range: ClosedRange<UInt64>, hint: Localized?) -> Localized {
        let shape = shapeInteger(range)
        let example = hint.map { Localized("; write \($0.english)", "；请写\($0.chinese)") } ?? Localized(same: "")
        return Localized(
            "\(quoted(text)) stands where \(shape.english) belongs\(example.english)",
            "\(quoted(text)) 处应为\(shape.chinese)\(example.chinese)")
    }

    static func integerOutOfRange(_ text: String, _ range: ClosedRange<UInt64>) -> Localized {
        Localized(
            "\(quoted(text)) is out of range; it can be \(range.lowerBound) to \(range.upperBound)",
            "\(quoted(text)) 超出范围；可以是 \(range.lowerBound) 到 \(range.upperBound)")
    }
}
