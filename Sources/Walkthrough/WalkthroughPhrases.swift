import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import Screen

// The keys, as the overlay explains them.
extension Phrase {
    static let keyStep = Localized("execute the next unit at this zoom", "按当前粒度前进一步")
    static let keyBack = Localized("take back the last unit", "退回一步")
    static let keyFiner = Localized("zoom in: smaller steps", "细看：步子更小")
    static let keyCoarser = Localized("zoom out: larger steps", "粗看：步子更大")
    static let keyNextStep = Localized("go on in the lesson", "课程下一步")
    static let keyPreviousStep = Localized("back in the lesson", "课程上一步")
    static let keyNextPass = Localized("to the end of this pass (forward, backward, update)", "走完本阶段（前向、反向、更新）")
    static let keyPreviousPass = Localized("back to the beginning of this pass", "退回本阶段的开头")
    static let keyStart = Localized("to the start of the run; the weights stay the same", "回到训练起点，权重不变")
    static let keyEnd = Localized("to the end of the run", "到训练终点")
    static let keyContinue = Localized("to the next breakpoint", "运行到下一个断点")
    static let keyReverseContinue = Localized("back to the breakpoint before", "退回到前一个断点")
    static let keyCompare = Localized("hold the gradients against numeric ones", "把梯度与数值梯度对照")
    static let keyParameters = Localized("all parameters and their gradients", "全部参数及其梯度")
    static let keyUndo = Localized("take back the last set", "撤销上一次 set")
    static let keyLessons = Localized("all lessons and your progress", "全部课程和学习进度")
    static let keyExplain = Localized("the words that can be explained", "可以解释的术语")
    static let keyLanguage = Localized("switch to Chinese", "切换到英文")
    static let keyCommand = Localized("type a command; Tab completes, ↑ recalls", "输入命令；Tab 补全，↑ 找回旧命令")
    static let keyScroll = Localized("scroll the ledger", "滚动数值表")
    static let keyHelp = Localized("this page", "显示本页")
    static let keyQuit = Localized("leave", "退出")

    static let keysTitle = Localized("keys", "按键")
    static let commandsTitle = Localized("commands, after :", "命令（先按 :）")
    static let information = Localized("information", "信息")
    static let comparisonTitle = Localized("gradients against numeric ones", "梯度与数值梯度对照")
    static let byBackpropagationInShort = Localized("backprop", "反向")
    static let absoluteDifference = Localized("absolute", "绝对误差")
    static let differenceInShort = Localized("differs", "差")
    static let comparisonHint = Localized(
        "↑↓ row  ←→ method  p plot  s steps  Esc", "↑↓ 行  ←→ 方法  p 图  s 单步  Esc")
    static let errorPlotHint = Localized("↑↓ row  ←→ method  p table  s steps  Esc", "↑↓ 行  ←→ 方法  p 表  s 单步  Esc")
    static let differenceHint = Localized("→ step  ← back  m method  s table  Esc", "→ 进  ← 退  m 方法  s 表  Esc")
    static func errorOf(_ derivative: String) -> Localized {
        Localized("error of \(derivative) against h", "\(derivative) 的误差与 h")
    }
    static let forwardGives = Localized("forward:", "前向：")
    static func backpropagationGives(_ value: String) -> Localized {
        Localized("backpropagation: \(value)", "反向传播：\(value)")
    }
    /// The right side of a difference's formula.
    static func quotient(of method: NumericMethod) -> Localized {
        switch method {
        case .forward: Localized(same: "(L(θ + h) − L(θ)) / h")
        case .backward: Localized(same: "(L(θ) − L(θ − h)) / h")
        case .richardson: Localized(same: "(4D(h/2) − D(h)) / 3")
        case .central, .complex, .dual: Localized(same: "(L(θ + h) − L(θ − h)) / 2h")
        }
    }
    static func comparedBatch(epoch: Int, batch: Int) -> Localized {
        Localized(
            "Epoch \(epoch), batch \(batch), with the parameters before its update.",
            "第 \(epoch) 轮第 \(batch) 批，用更新前的参数。")
    }

    static let closeHint = Localized("any key closes this page", "按任意键关闭")
    static let moreHint = Localized("↑ ↓ scroll, other keys close", "↑ ↓ 滚动，其他键关闭")
}

// What the walkthrough says.
extension Phrase {
    static func unboundKey(_ name: String) -> Localized {
        Localized("\(name) does nothing here; ? lists the keys", "\(name) 在这里没有作用；按 ? 查看按键")
    }

    static func completions(_ lines: [String]) -> Localized {
        let words = lines.map { $0.split(separator: " ").last.map(String.init) ?? $0 }
        return Localized(same: words.joined(separator: "  "))
    }

    static let typeAnswer = Localized("type the answer", "直接输入答案")
    static let promptFull = Localized(
        "No command is this long: what was pasted beyond is left out.", "命令没有这么长，多出的部分已略去。")
    static let noQuestion = Localized("No question is open just now.", "现在没有等待回答的问题。")
    static let needsUTF8 = Localized(
        "Chinese needs a terminal with a UTF-8 locale.", "中文需要 UTF-8 的终端。")
    static let noLesson = Localized(
        "This file is a model without a lesson: → steps, ? lists the keys.", "这个文件只有模型，没有课程：→ 前进，? 查看按键。")
    static let answerFirst = Localized(
        "A question is open: type the number and ⏎. ⏎ once more gives the answer.",
        "还有问题未回答：输入数值后按 ⏎。再按一次 ⏎ 则给出答案。")
    static let backOnTrack = Localized("Back where the lesson is. ⏎ goes on.", "已回到课程所在之处。按 ⏎ 继续。")
    static let backOnTrackWithoutSet = Localized(
        "Back where the lesson is; what had been set by hand is taken back. ⏎ goes on.",
        "已回到课程所在之处，手动设置的值已撤销。按 ⏎ 继续。")
    static let answerOnTrack = Localized(
        "The question is about another place of the run: ⏎ first comes back to it.",
        "提问针对的是训练中的另一处：先按 ⏎ 回到那里。")
    static let stoppedOnTheWay = Localized(
        "Stopped on the way. → and ← go on from here.", "已在途中停下。→ 和 ← 从这里继续。")

    static let lessonEnd = Localized(
        "That was the last step of the lesson. → and ← go on exploring, q leaves.",
        "本课到此结束。→ 和 ← 继续探索，q 退出。")
    static let lessonStart = Localized("This is the first step of the lesson.", "这是课程的第一步。")

    static func noSuchStep(_ number: Int, _ count: Int) -> Localized {
        Localized("there is no step \(number): the lesson has \(count)", "没有第 \(number) 步：课程共 \(count) 步")
    }

    static func rightAnswer(_ value: Double) -> Localized {
        let number = NumberText.written(value, digits: 6)
        return Localized("Right: \(number). ⏎ goes on.", "正确：\(number)。按 ⏎ 继续。")
    }

    /// The formula of an answer and its value; the value alone where that is all there is.
    static func givenAnswer(_ formula: Expression?, _ value: Double) -> Localized {
        let number = NumberText.written(value, digits: 6)
        let text = formula?.withSlopesAtZ.text(.mathematical)
        guard let text, Double(text.replacing("−", with: "-")) == nil else {
            return Localized("The answer is \(number). ⏎ goes on.", "答案是 \(number)。按 ⏎ 继续。")
        }
        return Localized("\(text) = \(number). ⏎ goes on.", "\(text) = \(number)。按 ⏎ 继续。")
    }
}

// The panes.
extension Phrase {
    static let network = Localized("network", "网络")
    static let ledger = Localized("ledger", "数值表")
    static let lossTitle = Localized("loss", "损失")
    static let next = Localized("next: ", "下一步：")
    static let nothingYet = Localized("Nothing has been executed yet.", "还什么都没有执行。")
    static let runEnds = Localized("the run ends here", "训练到此结束")
    static let gradient = Localized("gradient", "梯度")
    static let shortGradient = Localized("grad", "梯度")
    static let old = Localized("old", "旧值")
    static let new = Localized("new", "新值")
    static let target = Localized("target", "目标")
    static let question = Localized("question", "提问")
    static let answered = Localized("answered", "已回答")
    static let offTrack = Localized("⏎ comes back to it", "⏎ 回到课程")
    static let checkFailed = Localized("this step's check does not hold", "这一步的检查不成立")
    static let zoomTitle = Localized("zoom", "粒度")
    static let noBatchYet = Localized("no batch finished yet", "尚未完成一批")
    static let noTraining = Localized(
        "no training: each sample goes forward and backward once", "没有训练：每个样本只做一次前向和一次反向")

    static func lessonTitle(_ step: Int, _ count: Int) -> Localized {
        Localized("step \(step)/\(count)", "第 \(step)/\(count) 步")
    }

    static func position(_ index: Int, _ count: Int) -> Localized {
        Localized("position \(index) of \(count)", "位置 \(index)/\(count)")
    }

    static func position(_ index: Int) -> Localized { Localized("position \(index)", "位置 \(index)") }

    static func count(_ zoom: Zoom, _ number: Int, of total: Int) -> Localized {
        let name = zoom == .sample ? "样本" : Phrase.name(of: zoom).chinese
        let place = "\(number)/\(total)"
        return Localized("\(zoom.name) \(place)", zoom == .sample ? "\(name) \(place)" : "第 \(place) \(name)")
    }

    static func more(_ count: Int) -> Localized { Localized("\(count) more", "还有 \(count) 项") }

    static func moreLines(_ count: Int, isFinest: Bool) -> Localized {
        let lines = Localized("… \(counted(count, "more line"))", "… 还有 \(count) 行")
        return isFinest ? lines : Localized("\(lines.english); - zooms in", "\(lines.chinese)；按 - 细看")
    }

    static func moreResults(_ count: Int) -> Localized {
        Localized("… \(count) results before these; - zooms in", "… 前面还有 \(count) 个结果；按 - 细看")
    }

    static func tooSmall(_ size: Size) -> Localized {
        Localized(
            "Backstep needs 40×12; this is \(size.columns)×\(size.rows)", "窗口需 40×12，现在 \(size.columns)×\(size.rows)")
    }
}
