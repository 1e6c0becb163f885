import CommandLanguage

// What is wrong with a file of somebody's own gradients.
extension Phrase {
    static func gradientsExpected(_ file: String) -> Localized {
        Localized(
            "\(file): expected a JSON object with the gradients by name, as compare --template writes it",
            "\(file)：应为按名字给出梯度的 JSON 对象，可用 compare --template 写出样板")
    }

    static func notJSON(_ file: String, line: Int, column: Int, _ kind: JSONMistake.Kind) -> Localized {
        let what: Localized
        switch kind {
        case .unexpectedEnd: what = Localized("the JSON ends too early", "JSON 没有写完")
        case .unexpected(let text): what = Localized("\(text) is not JSON here", "此处的 \(text) 不合 JSON 语法")
        case .tooDeep: what = Localized("more than 32 levels of nesting", "嵌套超过 32 层")
        case .afterEnd: what = Localized("there is more text after the end of the JSON", "JSON 结束后还有文字")
        case .duplicateKey(let key): what = Localized("the name \(key) occurs twice", "名字 \(key) 出现了两次")
        }
        return Localized("\(file):\(line):\(column): \(what.english)", "\(file):\(line):\(column)：\(what.chinese)")
    }

    static func unknownPart(_ key: String, _ file: String, known: [String]) -> Localized {
        let list = known.joined(separator: ", ")
        return Localized("\(file): unknown part \(key); the parts are \(list)", "\(file)：没有名为 \(key) 的部分；可用：\(list)")
    }

    static func notFinite(_ word: String, _ name: String, _ file: String) -> Localized {
        Localized(
            "\(file): \(name) holds \(word), where a finite number is expected", "\(file)：\(name) 里有 \(word)，应为有限的数")
    }

    static func textForNumber(_ text: String, _ name: String, _ file: String) -> Localized {
        Localized("\(file): \(name) holds \(text), where a number is expected", "\(file)：\(name) 里有 \(text)，应为数")
    }

    static func raggedRows(_ name: String, _ file: String) -> Localized {
        Localized("\(file): the rows of \(name) are not equally long", "\(file)：\(name) 各行长短不一")
    }

    static func noTrainingToCompare(_ file: String) -> Localized {
        Localized(
            "\(file) has the numbers of updates, but the model has no training", "\(file) 含更新后的数值，而此模型没有训练设置")
    }

    static func valuesOfOneSample(_ file: String) -> Localized {
        Localized(
            "\(file): z, a and δ can be compared where the batch has one sample", "\(file)：只有一批仅含一个样本时才能对照 z、a、δ")
    }

    private static func text(_ shape: [Int]) -> String { "[\(shape.map(String.init).joined(separator: " × "))]" }

    static func wrongShape(_ name: String, _ shape: [Int], fits: [[Int]], _ file: String) -> Localized {
        let single = Localized("one number", "一个数")
        func list(_ language: Language) -> String {
            var seen: [String] = []
            for fit in fits {
                let text = fit.isEmpty ? single[language] : text(fit)
                if !seen.contains(text) { seen.append(text) }
            }
            return seen.joined(separator: language == .english ? " or " : " 或 ")
        }
        return Localized(
            "\(file): \(name) has the shape \(text(shape)), which does not fit: expected \(list(.english))",
            "\(file)：\(name) 的形状为 \(text(shape))，不合适；应为 \(list(.chinese))")
    }

    static func unknownTensor(_ name: String, nearest: String?, _ file: String) -> Localized {
        let hint = nearest.map { Localized("; did you mean \($0)?", "；是否想写 \($0)？") } ?? Localized(same: "")
        return Localized(
            "\(file): the model has nothing of the name \(name)\(hint.english)", "\(file)：模型里没有 \(name)\(hint.chinese)")
    }

    static func missingTensors(_ names: [String], _ file: String) -> Localized {
        let some = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return Localized(
            "\(file): \(names.count) numbers are missing: \(some)", "\(file)：缺少 \(names.count) 个数：\(some)")
    }

    static func layersDoNotFit(_ found: [String], _ layers: [String], _ parameters: [String], _ file: String) -> Localized {
        let (own, all) = (found.joined(separator: ", "), layers.joined(separator: ", "))
        let names = parameters.prefix(8).joined(separator: ", ") + (parameters.count > 8 ? ", …" : "")
        return Localized(
            "\(file): its tensors are of \(found.count) layers (\(own)), the model has \(layers.count) (\(all)); single numbers are called \(names)",
            "\(file)：其中的张量属于 \(found.count) 层（\(own)），而模型有 \(layers.count) 层（\(all)）；单个的数名为 \(names)")
    }

    static func squareRead(_ name: String, _ layer: String) -> Localized {
        Localized(
            "\(name) is square; it is read as [targets × sources] of layer \(layer). Say --map sources-first for the other way.",
            "\(name) 是方阵，按 \(layer) 层的 [目标 × 来源] 读取；若相反，请加 --map sources-first。")
    }
}
