import CommandLanguage

/// Texts about networks, data and training.
extension Phrase {
    // MARK: Names

    private static func kind(_ kind: NameRegistry.Kind) -> Localized {
        switch kind {
        case .input: Localized("an input", "输入")
        case .target: Localized("a target", "目标值")
        case .neuron: Localized("a neuron", "神经元")
        case .parameter: Localized("a parameter", "参数")
        }
    }

    static func nameTaken(_ name: String, by owner: NameRegistry.Kind, at mark: SourceMark) -> Localized {
        let kind = kind(owner)
        return Localized(
            "\(quoted(name)) is the name of \(kind.english) already (line \(mark.line)); choose another",
            "\(quoted(name)) 已是\(kind.chinese)的名称（第 \(mark.line) 行）；请换一个")
    }

    static func nameOfTarget(_ name: String) -> Localized {
        Localized(
            "\(quoted(name)) is the target's name; choose another here",
            "\(quoted(name)) 是目标值的名称；此处请换一个")
    }

    static func layerNameTaken(_ name: String, at mark: SourceMark) -> Localized {
        Localized(
            "another layer is called \(quoted(name)) already (line \(mark.line)); choose another name",
            "已有名为 \(quoted(name)) 的层（第 \(mark.line) 行）；请换一个名称")
    }

    static func reservedName(_ name: String) -> Localized {
        Localized(
            "\(quoted(name)) has a meaning of its own in formulas; choose another name, `\(name)1` say",
            "\(quoted(name)) 在公式中另有含义；请换一个名称，例如 `\(name)1`")
    }

    static func notAName(_ name: String, longest: Int) -> Localized {
        Localized(
            "\(quoted(name)) is not a name; use a letter, then letters, digits and `_`, at most \(longest) in all",
            "\(quoted(name)) 不能作为名称；请以字母开头，后接字母、数字和 `_`，总共不超过 \(longest) 个字符")
    }

    // MARK: Layers

    static func layerNeedsNeurons(_ layer: String) -> Localized {
        Localized(
            "the layer \(quoted(layer)) has no neurons; give `neurons:`, or `units:` with `initialisation:`, or `weights:` (one list per neuron) and `biases:`",
            "层 \(quoted(layer)) 没有神经元；请给出 `neurons:`，或 `units:` 和 `initialisation:`，或 `weights:`（每个神经元一个列表）和 `biases:`")
    }

    static func notWithNeurons(_ key: String) -> Localized {
        Localized(
            "`\(key)` is for a layer without `neurons`; keep one of the two",
            "`\(key)` 用于没有 `neurons` 的层；两者请只留其一")
    }

    static func unitsNeedWeights(_ layer: String, units: Int?, sources: Int?) -> Localized {
        let english = units.map { "\($0) " } ?? ""
        let each = sources.map { "\($0) " } ?? ""
        return Localized(
            "the layer \(quoted(layer)) has `units` but no weights; add `initialisation: xavier-uniform`, or `weights:` with \(english)lists of \(each)numbers, one list per neuron, one number per source",
            "层 \(quoted(layer)) 有 `units` 却没有权重；请加上 `initialisation: xavier-uniform`，或加上 `weights:`，即 \(english)个列表，每个列表 \(each)个数：每个神经元一个列表，每个来源一个数")
    }

    static func rowCount(_ count: Int, layer: String, units: Int) -> Localized {
        Localized(
            "the layer \(quoted(layer)) has \(counted(units, "unit")) but \(counted(count, "list")) of weights; give one list per unit",
            "层 \(quoted(layer)) 有 \(units) 个单元，却有 \(count) 个权重列表；每个单元应有一个列表")
    }

    static func rowLength(_ count: Int, layer: String, row: Int, sources: Int) -> Localized {
        Localized(
            "unit \(row) of the layer \(quoted(layer)) has \(counted(count, "weight")) but \(counted(sources, "source")); give one weight per source",
            "层 \(quoted(layer)) 的第 \(row) 个单元有 \(count) 个权重，却有 \(sources) 个来源；每个来源应有一个权重")
    }

    static func biasCount(_ count: Int, layer: String, units: Int) -> Localized {
        Localized(
            "the layer \(quoted(layer)) has \(counted(units, "unit")) but \(counted(count, "bias", plural: "biases")); give one bias per unit",
            "层 \(quoted(layer)) 有 \(units) 个单元，却有 \(count) 个偏置；每个单元应有一个偏置")
    }

    static func weightsMissing(_ neuron: String, sources: [String], given: [String]) -> Localized {
        let missing = names(Array(sources.dropFirst(given.count)))
        let all = names(sources)
        return Localized(
            "\(quoted(neuron)) has \(counted(sources.count, "source")) (\(all.english)) but \(counted(given.count, "weight")); the weight from \(missing.english) is missing",
            "\(quoted(neuron)) 有 \(sources.count) 个来源（\(all.chinese)），却只有 \(given.count) 个权重；缺少来自 \(missing.chinese) 的权重")
    }

    static func weightsTooMany(_ neuron: String, sources: [String], extra: [String]) -> Localized {
        let extra = names(extra)
        let all = names(sources)
        return Localized(
            "\(extra.english) is too many: \(quoted(neuron)) has one weight for each of its \(sources.count) sources (\(all.english))",
            "多出了 \(extra.chinese)：\(quoted(neuron)) 的 \(sources.count) 个来源（\(all.chinese)）各有一个权重")
    }

    static func oneBias(_ neuron: String, count: Int) -> Localized {
        Localized(
            "\(quoted(neuron)) has one bias or none, and \(count) stand here; write `bias: {b1: 0.1}`, or leave `bias` out",
            "\(quoted(neuron)) 只有一个偏置，而不是 \(count) 个；请写 `bias: {b1: 0.1}`，或去掉 `bias`")
    }

    static func sharedRole(_ name: String, first: SourceMark) -> Localized {
        Localized(
            "\(quoted(name)) is a weight in one place and a bias in the other (line \(first.line)); give the two different names",
            "\(quoted(name)) 在一处是权重，在另一处（第 \(first.line) 行）是偏置；请使用不同的名称")
    }

    static func sharedValue(_ name: String, first: Double, at mark: SourceMark, second: Double) -> Localized {
        Localized(
            "\(quoted(name)) is \(second) here but \(first) in line \(mark.line); a shared parameter has one value, two parameters have two names",
            "\(quoted(name)) 在此处是 \(second)，在第 \(mark.line) 行却是 \(first)；共享的参数只有一个值，不同的参数请用不同的名称")
    }

    static func tooManyNodes(_ count: Int, limit: Int) -> Localized {
        Localized(
            "the network's graph has \(count) nodes; at most \(limit) can be stepped through",
            "该网络的计算图有 \(count) 个节点；最多可以单步执行 \(limit) 个")
    }

    // MARK: Data

    static func notWithSamples(_ key: String) -> Localized {
        Localized(
            "`\(key)` is for data from a CSV file, and `samples` stands here; keep one of the two",
            "`\(key)` 用于 CSV 文件中的数据，而此处已有 `samples`；两者请只留其一")
    }

    static let dataNeedsSamples = Localized(
        "there are no data; give `samples:`, or `csv:` with `inputs:` and `targets:`",
        "没有数据；请给出 `samples:`，或给出 `csv:` 以及 `inputs:` 和 `targets:`")

    static func csvNeedsColumns(_ key: String) -> Localized {
        Localized(
            "the key `\(key)` is missing in the data; name the CSV file's columns: `\(key): [\(key == "inputs" ? "x" : "t")]`",
            "数据缺少键 `\(key)`；请写出 CSV 文件的列名：`\(key): [\(key == "inputs" ? "x" : "t")]`")
    }

    static func inputCount(_ count: Int, names: [String]) -> Localized {
        if names.isEmpty {
            return Localized(
                "\(counted(count, "input")) here, but the model has none; delete them, or list `inputs` under `model`",
                "此处有 \(count) 个输入，而模型没有输入；请删去，或在 `model` 下列出 `inputs`")
        }
        let all = Phrase.names(names)
        return Localized(
            "\(counted(count, "input")) here, but the model has \(names.count): \(all.english)",
            "此处有 \(count) 个输入，而模型有 \(names.count) 个：\(all.chinese)")
    }

    static func targetCount(_ count: Int, outputs: Int) -> Localized {
        Localized(
            "\(counted(count, "target")) here, but the network has \(counted(outputs, "output")); give one target per output",
            "此处有 \(count) 个目标值，而网络有 \(outputs) 个输出；每个输出应有一个目标值")
    }

    static let csvWithoutHeader = Localized(
        "the CSV file has no header; its first line names the columns: `x,t`",
        "CSV 文件没有表头；第一行应为各列的名称：`x,t`")

    static let csvHeaderIsNumbers = Localized(
        "the first line of a CSV file names its columns, and this one holds numbers; put `x,t` or the like above it",
        "CSV 文件的第一行应为各列的名称，而此处是数；请在上面加上 `x,t` 之类的表头")

    static let csvWithoutRows = Localized(
        "the CSV file has no rows; add at least one below the header", "CSV 文件没有数据行；请在表头下至少加一行")

    static let csvStrayQuote = Localized(
        "a quote inside a cell; put the whole cell into quotes and double the quotes inside it",
        "单元格内出现引号；请给整个单元格加引号，并把其中的引号写两遍")

    static let csvEmptyLine = Localized(
        "an empty line between rows; delete it or give its numbers", "数据行之间有空行；请删除或补上数据")

    static func csvCellCount(_ count: Int, expected: Int, missing: [String]) -> Localized {
        if missing.isEmpty {
            return Localized(
                "this row has \(counted(count, "cell")), but the header has \(expected); delete the cells that are too many",
                "这一行有 \(count) 个单元格，而表头有 \(expected) 个；请删去多余的")
        }
        let missing = names(missing)
        return Localized(
            "this row has \(counted(count, "cell")), but the header has \(expected); the cell for \(missing.english) is missing",
            "这一行有 \(count) 个单元格，而表头有 \(expected) 个；缺少 \(missing.chinese) 的单元格")
    }

    static func csvEmptyCell(_ column: String) -> Localized {
        Localized(
            "the cell for \(quoted(column)) is empty; give a number", "\(quoted(column)) 的单元格是空的；请填一个数")
    }

    static func inColumn(_ column: String, _ message: Localized) -> Localized {
        Localized("column \(quoted(column)): \(message.english)", "\(quoted(column)) 列：\(message.chinese)")
    }

    static func unknownColumn(_ name: String, file: String, known: [String]) -> Localized {
        let word = unknownWord(name, known: known)
        return Localized(
            "no such column in the header of \(quoted(file)): \(word.english)",
            "\(quoted(file)) 的表头中没有这一列：\(word.chinese)")
    }

    static func duplicateColumn(_ name: String) -> Localized {
        Localized(
            "two columns are called \(quoted(name)); give them different names",
            "有两列都叫 \(quoted(name))；请使用不同的名称")
    }

    // MARK: Training

    static func batchTooLarge(_ size: Int, samples: Int) -> Localized {
        Localized(
            "a batch of \(counted(size, "sample")), but the data hold \(samples); write `all` or at most \(samples)",
            "批量为 \(size) 个样本，而总共只有 \(samples) 个；请写 `all` 或不超过 \(samples) 的数")
    }

    static func tooManyEpochs(_ longest: Int) -> Localized {
        Localized(
            "so many epochs of these data have more steps than can be numbered; at most \(longest) epochs",
            "这些数据训练这么多轮，步数多得无法编号；最多 \(longest) 轮")
    }

    static func unknownParameter(_ name: String, known: [String]) -> Localized {
        let word = unknownWord(name, known: known)
        return Localized("no such parameter: \(word.english)", "没有这个参数：\(word.chinese)")
    }
}
