import Debugger
import NeuralNetwork

// What commands do, as help says it.
extension Phrase {
    static func notFiniteHere(_ english: String, _ chinese: String) -> Localized {
        Localized(
            "here a result first is not finite: \(english). Back shows what led to it.",
            "结果在这里第一次不再是有限的数：\(chinese)。后退可以看它从何而来。")
    }
    static let stoppedEarly = Localized(
        "the run ends here: the samples held out have not improved for long enough",
        "训练到此结束：留出样本的损失已有足够多轮没有改善")
    static let stepSummary = Localized(
        "execute the next unit at the zoom, or COUNT of them at LEVEL",
        "按当前粒度执行下一个单元，或在 LEVEL 粒度上执行 COUNT 个")
    static let backSummary = Localized(
        "take back the last unit, or COUNT of them at LEVEL", "退回上一个单元，或在 LEVEL 粒度上退回 COUNT 个")
    static let finishSummary = Localized(
        "run to the end of the pass, or of the LEVEL, that one is in", "执行到当前阶段（或 LEVEL）的末尾")
    static let gotoSummary = Localized(
        "go to any place of the run, forwards or backwards", "跳到整个训练过程的任意位置，向前向后都行")
    static let zoomSummary = Localized(
        "how much one step executes: operation … epoch", "一步执行多少：operation（一次运算）… epoch（一轮）")
    static let printSummary = Localized("the value of an expression: print delta(h1)", "显示表达式的值：print delta(h1)")
    static let setSummary = Localized(
        "what if? Set a parameter, eta, or an input or target of the sample in progress; the batch in progress is computed again with it",
        "假如……？设置某个参数、eta，或当前样本的某个输入或目标值，当前批次随即用它重新计算")
    static let undoSummary = Localized("take back the last set, or all of them", "撤销上一次 set，或全部撤销")
    static let infoSummary = Localized(
        "where one is, the parameters, the run, what has been set, the tape, the checkpoints, or the names that may be printed",
        "查看当前位置、参数、训练设置、断点、计算带、检查点或可显示的名字")
    static let restartSummary = Localized(
        "go back to the start, with the same weights", "回到起点，权重不变")
    static let lessonSummary = Localized(
        "go on in the lesson, back, to a step, or begin it again", "课程继续、退回、跳到某一步，或从头再学")
    static let openSummary = Localized("open another lesson; alone, the list of them", "打开另一课；不写名字则列出全部课程")
    static let explainSummary = Localized(
        "explain a word of the field, with its formula; alone, the list of them", "解释一个术语，附公式；不写则列出全部术语")
    static let answerSummary = Localized("answer the lesson's question", "回答课程的提问")
    static let compareSummary = Localized(
        "hold the gradients, or that of one quantity, against numeric ones", "把梯度或某个量的导数与数值结果对照")
    static let languageSummary = Localized("speak English or Chinese", "切换英文或中文")
    static let helpSummary = Localized("what can be typed, or one command", "可以输入什么，或某条命令的说明")
    static let quitSummary = Localized("leave", "退出")
}

// What commands answer.
extension Phrase {
    public static let atEnd = Localized(
        "This is the end of the run: there is nothing left to execute. ← goes back.",
        "训练到此结束，没有可执行的了。← 可以退回。")
    public static let atStart = Localized(
        "This is the start of the run: nothing has been executed yet. → goes forward.",
        "这是训练的起点，还什么都没有执行。→ 前进。")
    static let finestZoom = Localized(
        "operation is the finest zoom: one step is one multiplication or sum.",
        "operation 已是最细的粒度：一步就是一次乘法或求和。")
    static let coarsestZoom = Localized(
        "epoch is the coarsest zoom: one step is one pass through all samples.",
        "epoch 已是最粗的粒度：一步走完全部样本。")
    static let restarted = Localized("Back at the start, with the same weights.", "回到起点，权重不变。")
    static let allUndone = Localized("Everything that was set by hand is taken back.", "手动设置的值已全部撤销。")
    static let nothingToUndo = Localized("Nothing has been set by hand.", "没有手动设置过任何值。")
    static let setAtEnd = Localized(
        "the run has ended, so nothing would follow from it; go back first (back, or goto start)",
        "训练已结束，设置不会有任何效果；请先退回（back 或 goto start）")

    static func undone(_ name: Localized) -> Localized {
        Localized("\(name.english) is what it was before that set.", "\(name.chinese) 恢复为那次设置之前的值。")
    }

    /// A number of the data belongs to its row, whenever that comes up.
    static func inRow(_ name: String, _ row: Int) -> Localized {
        Localized("\(name) in row \(row) of the data", "数据第 \(row) 行的 \(name)")
    }

    static func setTo(_ name: Localized, _ value: Double, epoch: Int, batch: Int) -> Localized {
        let number = NumberText.written(value)
        return Localized(
            "\(name.english) = \(number) from the start of epoch \(epoch), batch \(batch) on; what follows is computed again. undo takes it back.",
            "从第 \(epoch) 轮第 \(batch) 批开始 \(name.chinese) = \(number)，之后的值已重新计算。undo 可撤销。")
    }

    static func zoomedTo(_ zoom: Zoom) -> Localized {
        Localized("One step is now one \(zoom.name).", "现在一步是一个\(Phrase.name(of: zoom).chinese)。")
    }

    static func truth(_ text: String, _ holds: Bool) -> Localized {
        Localized("\(text): \(holds ? "true" : "false")", "\(text)：\(holds ? "成立" : "不成立")")
    }
}

// What is wrong with a command.
extension Phrase {
    private static func meant(_ nearest: String?) -> Localized {
        nearest.map { Localized("; did you mean \($0)?", "；是否想写 \($0)？") } ?? Localized(same: "")
    }

    static func unknownCommand(_ word: String, nearest: String?) -> Localized {
        let end = nearest == nil ? Localized("; help lists the commands", "；help 列出全部命令") : meant(nearest)
        return Localized("there is no command \(word)\(end.english)", "没有命令 \(word)\(end.chinese)")
    }

    static func ambiguousCommand(_ word: String, _ names: [String]) -> Localized {
        let list = names.joined(separator: ", ")
        return Localized("\(word) could be any of \(list): write more of it", "\(word) 可能是 \(list)：请多写几个字母")
    }

    static func extraWord(_ word: String, _ specification: CommandSpecification) -> Localized {
        let usage = "\(specification.name) \(specification.usage)".trimmingSpaces
        return Localized("\(word) is one word too many; the form is: \(usage)", "\(word) 是多余的；写法是：\(usage)")
    }

    static let numberExpected = Localized("a number is missing here", "这里缺一个数")
    static let levelExpected = Localized(
        "a level is missing here: operation, quantity, neuron, layer, pass, sample, batch or epoch",
        "这里缺粒度：operation、quantity、neuron、layer、pass、sample、batch 或 epoch")
    static let expressionExpected = Localized(
        "an expression is missing here, such as delta(h1) or w11 * 2", "这里缺表达式，例如 delta(h1) 或 w11 * 2")
    static let assignmentExpected = Localized(
        "write a name, =, and a value: set w11 = 0.5", "请写名称、= 和值：set w11 = 0.5")
    static let destinationExpected = Localized(
        "say where to: start, end, a position's number, delta(h1), or epoch 3 sample 1 backward h1",
        "请说明去哪里：start、end、位置编号、delta(h1)，或 epoch 3 sample 1 backward h1")

    static func notACount(_ word: String, least: Int) -> Localized {
        Localized("\(word) should be a whole number, \(least) or more", "\(word) 应是不小于 \(least) 的整数")
    }

    static func unknownLevel(_ word: String, nearest: String?) -> Localized {
        let end = nearest == nil ? "; \(levelList)" : meant(nearest).english
        let endChinese = nearest == nil ? "；可用：\(levelList)" : meant(nearest).chinese
        return Localized("there is no level \(word)\(end)", "没有粒度 \(word)\(endChinese)")
    }

    private static var levelList: String { Zoom.allCases.map(\.name).joined(separator: ", ") }

    static func oneOf(_ word: String, _ words: [String]) -> Localized {
        let list = words.joined(separator: ", ")
        return word.isEmpty
            ? Localized("one of these is missing here: \(list)", "这里缺少以下之一：\(list)")
            : Localized("\(word) is none of: \(list)", "\(word) 不是以下之一：\(list)")
    }

    static func notReached(_ symbol: Symbol, _ position: Position) -> Localized {
        let text = symbol.expression.text()
        return Localized(
            "\(text) has not been reached: it will exist at position \(position.index) (goto \(position.index))",
            "\(text) 尚未算到：到位置 \(position.index) 才有值（goto \(position.index)）")
    }

    static func noSuchQuantity(_ name: String) -> Localized {
        Localized("this model has no \(name)", "此模型没有 \(name)")
    }

    static func unknownName(_ name: String, nearest: String?) -> Localized {
        Localized(
            "nothing here is called \(name)\(meant(nearest).english)", "没有名为 \(name) 的量\(meant(nearest).chinese)")
    }

    static func unknownFunction(_ name: String, nearest: String?) -> Localized {
        Localized(
            "there is no function or quantity \(name)\(meant(nearest).english)",
            "没有函数或量 \(name)\(meant(nearest).chinese)")
    }

    static func unknownNeuron(_ name: String, nearest: String?, all: [String]) -> Localized {
        if all.isEmpty {
            return Localized(
                "a program has no neurons: write \(name), and adjoint(\(name)) for ∂L/∂\(name)",
                "程序里没有神经元：直接写 \(name)，∂L/∂\(name) 写作 adjoint(\(name))")
        }
        let list = all.count <= 8 ? "; the neurons are \(all.joined(separator: ", "))" : ""
        let listChinese = all.count <= 8 ? "；神经元有 \(all.joined(separator: ", "))" : ""
        return nearest == nil
            ? Localized("there is no neuron \(name)\(list)", "没有神经元 \(name)\(listChinese)")
            : Localized("there is no neuron \(name)\(meant(nearest).english)", "没有神经元 \(name)\(meant(nearest).chinese)")
    }

    static func unknownParameter(_ name: String, nearest: String?) -> Localized {
        Localized("there is no parameter \(name)\(meant(nearest).english)", "没有参数 \(name)\(meant(nearest).chinese)")
    }

    static func oneArgument(_ name: String) -> Localized {
        Localized("\(name)( ) takes one name, as in \(name)(h1)", "\(name)( ) 里写一个名称，如 \(name)(h1)")
    }

    static func notSettable(_ name: String, nearest: String?) -> Localized {
        Localized(
            "only parameters, eta, inputs and targets can be set, and \(name) is none of them\(meant(nearest).english)",
            "只能设置参数、eta、输入和目标值，\(name) 都不是\(meant(nearest).chinese)")
    }

    static func notFinite(_ value: Double) -> Localized {
        Localized("the value is \(NumberText.written(value)); a finite number is needed", "值为 \(NumberText.written(value))，需要有限的数")
    }

    static func beyondEnd(_ index: Int, _ end: Int) -> Localized {
        Localized(
            "position \(index) is beyond the end of the run, which is \(end)", "位置 \(index) 超出训练终点 \(end)")
    }

    static func notComputedAgain(_ symbol: Symbol) -> Localized {
        let text = symbol.expression.text()
        return Localized(
            "\(text) is not computed again before the end of the run; goto start first",
            "到训练结束为止不会再计算 \(text)；可先 goto start")
    }

    static func noSuchUnit(_ level: Zoom, _ number: Int, most: Int) -> Localized {
        Localized(
            "there is no \(level.name) \(number): the last is \(most)",
            "没有第 \(number) 个\(Phrase.name(of: level).chinese)：最后是 \(most)")
    }

    static func noSuchPlace(_ name: String, nearest: String?) -> Localized {
        Localized("there is no place \(name) there\(meant(nearest).english)", "那里没有 \(name)\(meant(nearest).chinese)")
    }
}

extension String {
    /// The text without spaces at its ends.
    var trimmingSpaces: String {
        let characters = Array(self)
        guard let first = characters.firstIndex(where: { $0 != " " }),
            let last = characters.lastIndex(where: { $0 != " " })
        else { return "" }
        return String(characters[first...last])
    }
}
