import CommandLanguage

// What is wrong with a file of somebody's own gradients.
extension Phrase {
    static func gradientsExpected(_ file: String) -> Localized {
        Localized(
            "\(file): expected gradients by name, as compare --template writes them",
            "\(file)：应按名字给出梯度，可用 compare --template 写出样板")
    }

    static func notJSON(_ file: String, line: Int, column: Int, _ kind: JSONMistake.Kind) -> Localized {
        let what: Localized
        switch kind {
        case .unexpectedEnd where (line, column) == (1, 1): what = Localized("the file is empty", "文件是空的")
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
            "\(file): \(counted(names.count, "number")) \(names.count == 1 ? "is" : "are") missing: \(some)", "\(file)：缺少 \(names.count) 个数：\(some)")
    }

    static func layersDoNotFit(_ found: [String], _ layers: [String], _ parameters: [String], _ file: String) -> Localized {
        let (own, all) = (found.joined(separator: ", "), layers.joined(separator: ", "))
        let names = parameters.prefix(8).joined(separator: ", ") + (parameters.count > 8 ? ", …" : "")
        return Localized(
            "\(file): its tensors are of \(found.count) layers (\(own)), the model has \(layers.count) (\(all)); single numbers are called \(names)",
            "\(file)：其中的张量属于 \(found.count) 层（\(own)），而模型有 \(layers.count) 层（\(all)）；单个的数名为 \(names)")
    }

    static func readOtherwise(_ words: String, _ file: String) -> Localized {
        Localized(
            "\(file): names and shapes fit in several ways; it was read as \(words), with which all numbers agree",
            "\(file)：名字和形状有多种对应方式；按 \(words) 读取，数值全部一致")
    }

    static func sayMap(_ ways: [String], _ file: String) -> Localized {
        func list(_ or: String) -> String { ways.prefix(4).joined(separator: or) + (ways.count > 4 ? or + "…" : "") }
        return Localized(
            "\(file): names and shapes fit in \(ways.count) ways, and the numbers do not tell which; add \(list(" or "))",
            "\(file)：名字和形状有 \(ways.count) 种对应方式，数值本身也无法判别；请加上 \(list(" 或 "))")
    }

    static func sayAs(_ file: String) -> Localized {
        Localized(
            "\(file): these may be gradients or parameters; add --as gradients, --as parameters (before any update) or --as updated (after one)",
            "\(file)：这些数可能是梯度，也可能是参数；请加上 --as gradients（梯度）、--as parameters（更新前的参数）或 --as updated（一次更新后的参数）")
    }

    static func readAs(_ kind: GradientReading.Kind, _ file: String) -> Localized {
        switch kind {
        case .gradients:
            Localized(
                "\(file) is read as gradients; if these are parameters after an update, add --as updated",
                "\(file) 按梯度读取；若是更新后的参数，请加 --as updated")
        case .parameters(after: 0):
            Localized(
                "\(file) is read as the parameters before any update; for those after one, add --as updated",
                "\(file) 按更新前的参数读取；若是一次更新后的参数，请加 --as updated")
        case .parameters(let count):
            Localized(
                "\(file) is read as the parameters after \(count == 1 ? "one update" : "\(count) updates"); after more of them, add --after N; for gradients, --as gradients",
                "\(file) 按 \(count) 次更新后的参数读取；若更新次数更多，请加 --after 次数；若是梯度，请加 --as gradients")
        }
    }

    static func nothingBare(_ file: String) -> Localized {
        Localized(
            "\(file) says itself what its numbers are; --as and --after are for files that do not",
            "\(file) 已注明各数是什么；--as 和 --after 只用于没有注明的文件")
    }

    static func givenTwice(_ parameter: String, _ name: String, _ file: String) -> Localized {
        Localized("\(file): \(name) gives \(parameter) a second time", "\(file)：\(name) 又一次给出 \(parameter)")
    }

    static func nameTwice(_ name: String) -> Localized {
        Localized("the name \(name) occurs twice", "名字 \(name) 出现了两次")
    }

    static let columnsExpected = Localized(
        "expected rows of a name and its number, or a header of names over rows of numbers, or a matrix of numbers alone",
        "应为每行一个名字和一个数，或一行名字之下各行数值，或只有数值的矩阵")

    static func rowsOfSeveralFiles(_ file: String) -> Localized {
        Localized(
            "\(file): rows of several updates cannot be put together with another file", "\(file)：含多次更新的表不能与其他文件合并")
    }

    static func notText(_ file: String) -> Localized {
        Localized(
            "\(file) is none of the formats that can be read: JSON, CSV, .npz, .npy, safetensors",
            "\(file) 不是可读取的格式：JSON、CSV、.npz、.npy、safetensors")
    }

    static func otherFormat(_ format: String, _ file: String) -> Localized {
        Localized(
            "\(file) is written in \(format), which is not read; write JSON, CSV, .npz or safetensors, as `backstep help compare` shows",
            "\(file) 是 \(format) 格式，无法读取；请写成 JSON、CSV、.npz 或 safetensors，见 `backstep help compare`")
    }

    // MARK: --map

    static func unreadableMapping(_ text: String) -> Localized {
        Localized(
            "--map \(text): expected targets-first, sources-first, or a name of the model = a name of the file, as w11=dense.kernel[0,0] or hidden.weights=0.weight",
            "--map \(text)：应为 targets-first、sources-first，或“模型中的名字=文件中的名字”，如 w11=dense.kernel[0,0]、hidden.weights=0.weight")
    }

    private static func some(_ names: [String]) -> String { names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "") }

    static func unknownMapped(_ name: String, nearest: String?, _ known: [String]) -> Localized {
        let hint = nearest.map { Localized("; did you mean \($0)?", "；是否想写 \($0)？") } ?? Localized("; it has \(some(known))", "；可用：\(some(known))")
        return Localized("--map: the model has no \(name)\(hint.english)", "--map：模型里没有 \(name)\(hint.chinese)")
    }

    static func mappedFromNothing(_ text: String, _ names: [String], _ file: String) -> Localized {
        Localized("--map \(text): \(file) has no such name; it has \(some(names))", "--map \(text)：\(file) 中没有这个名字；其中有 \(some(names))")
    }

    static func elementExpected(_ text: String, _ name: String, _ shape: [Int], _ file: String) -> Localized {
        Localized(
            "--map \(text): \(name) in \(file) has the shape \(self.text(shape)); expected one of its numbers, as \(name)[\(shape.map { _ in "0" }.joined(separator: ","))]",
            "--map \(text)：\(file) 中 \(name) 的形状为 \(self.text(shape))；应指明其中一个数，如 \(name)[\(shape.map { _ in "0" }.joined(separator: ","))]")
    }

    static func elementsMissing(_ name: String, _ shape: [Int], _ count: Int, _ file: String) -> Localized {
        Localized(
            "\(file): \(name) has \(count) numbers where its indices make it \(self.text(shape))",
            "\(file)：按下标 \(name) 应为 \(self.text(shape))，却有 \(count) 个数")
    }
}
