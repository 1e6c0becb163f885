import CommandLanguage

/// Texts about programs in files; those about their lines are with the grammar.
extension Phrase {
    static let modelNeedsKind = Localized(
        "the model has no content; give `network:`, or `parameters:`, `program:` and `loss:`",
        "模型没有内容；请给出 `network:`，或给出 `parameters:`、`program:` 和 `loss:`")

    static func notWithNetwork(_ key: String) -> Localized {
        Localized(
            "`\(key)` is for a model with a `program`, and `network` stands here; keep one of the two",
            "`\(key)` 用于带 `program` 的模型，而此处已有 `network`；两者请只留其一")
    }

    static let programNotInLines = Localized(
        "a program is read line by line, but here its lines run together; write `program: |` and the lines below it, indented",
        "程序按行读取，而此处各行会连成一行；请写 `program: |`，并在下面缩进写出各行")

    static func lossNotAssigned(_ name: String, known: [String]) -> Localized {
        let word = unknownWord(name, known: known)
        return Localized(
            "no line of the program assigns the loss \(quoted(name)): \(word.english)",
            "程序中没有给损失 \(quoted(name)) 赋值的行：\(word.chinese)")
    }

    static func parameterOfTwoLosses(_ name: String, first: String) -> Localized {
        Localized(
            "\(quoted(name)) is updated by \(quoted(first)) already; a parameter follows one loss",
            "\(quoted(name)) 已由 \(quoted(first)) 更新；一个参数只跟随一个损失")
    }

    static func parameterOfNoLoss(_ name: String, losses: [String]) -> Localized {
        let losses = names(losses)
        return Localized(
            "no loss updates \(quoted(name)); list it under one of \(losses.english)",
            "没有损失更新 \(quoted(name))；请把它列在 \(losses.chinese) 之一下")
    }

    static func lossWithoutParameter(_ loss: String, parameter: String, isOnly: Bool) -> Localized {
        let way = isOnly
            ? Localized("use it in the program, or delete it", "请在程序中使用它，或将它删去")
            : Localized("list it under a loss that does", "请把它列在依赖它的损失之下")
        return Localized(
            "the loss \(quoted(loss)) does not depend on \(quoted(parameter)), whose gradient would always be 0; \(way.english)",
            "损失 \(quoted(loss)) 不依赖于 \(quoted(parameter))，其梯度总是 0；\(way.chinese)")
    }

    static func notAProgramName(_ name: String, longest: Int) -> Localized {
        Localized(
            "\(quoted(name)) is not a name; use a letter, then letters, digits and `_`, at most \(longest) in all, and an index if you like: `\"x[1]\"`",
            "\(quoted(name)) 不能作为名称；请以字母开头，后接字母、数字和 `_`，总共不超过 \(longest) 个字符，还可带下标：`\"x[1]\"`")
    }

    static func programTargetCount(_ count: Int, names: [String]) -> Localized {
        if names.isEmpty {
            return Localized(
                "\(counted(count, "target")) here, but the model has none; delete them, or list `targets` under `model`",
                "此处有 \(count) 个目标值，而模型没有目标值；请删去，或在 `model` 下列出 `targets`")
        }
        let all = Phrase.names(names)
        return Localized(
            "\(counted(count, "target")) here, but the model has \(names.count): \(all.english)",
            "此处有 \(count) 个目标值，而模型有 \(names.count) 个：\(all.chinese)")
    }

    static let dataForNothing = Localized(
        "the program has neither `inputs` nor `targets`, so there is nothing that data could fill in; delete `data`, or name them under `model`",
        "程序既没有 `inputs` 也没有 `targets`，数据无处可填；请删去 `data`，或在 `model` 下列出它们")
}
