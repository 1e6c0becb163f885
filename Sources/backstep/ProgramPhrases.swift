import CommandLanguage
import GradientComparison
import Debugger
import NcursesTerminal

// What the command line says.
extension Phrase {
    static func cannotWrite(_ reason: String) -> Localized {
        Localized("standard output cannot be written: \(reason)", "无法写标准输出：\(reason)")
    }

    static func noTerminal(_ error: TerminalError) -> Localized {
        let (reason, chinese): (String, String) =
            switch error {
            case .notATerminal(.input): ("standard input is not a terminal", "标准输入不是终端")
            case .notATerminal(.output): ("standard output is not a terminal", "标准输出不是终端")
            case .unknownTerminalType(""): ("TERM is not set", "没有设置 TERM")
            case .unknownTerminalType(let type): ("TERM=\(type) is an unknown terminal", "不认识终端类型 TERM=\(type)")
            case .cannotMoveCursor(let type): ("a terminal of type \(type) cannot move its cursor", "\(type) 类型的终端不能移动光标")
            case .alreadyOpen, .systemRefused: ("the terminal cannot be set up", "无法设置终端")
            }
        return Localized(
            "The walkthrough cannot open: \(reason). Try `backstep walk --plain`, or `backstep play LESSON --headless`.",
            "无法打开逐步演示：\(chinese)。可用 backstep walk --plain，或 backstep play 课程 --headless。")
    }

    static func noLessonsIn(_ path: String) -> Localized {
        Localized(
            "BACKSTEP_LESSONS is \(path), and there are no lessons there: \(LessonFolder.firstLesson).yaml is missing",
            "BACKSTEP_LESSONS 为 \(path)，那里没有课程：缺少 \(LessonFolder.firstLesson).yaml")
    }

    static let modelsHeading = Localized("Models to explore", "可供探索的模型")

    static let noLessonFolder = Localized(
        "The folder with the lessons was not found. Set BACKSTEP_LESSONS to it, or give the path of a file. Looked in:",
        "找不到课程文件夹。请把 BACKSTEP_LESSONS 设为它的路径，或直接给出文件路径。已查找：")

    static func unknownLesson(_ name: String, nearest: String?) -> Localized {
        let guess = nearest.map { Localized("did you mean \($0)?", "是否想写 \($0)？") }
            ?? Localized("`backstep lessons` lists the lessons", "backstep lessons 列出全部课程")
        return Localized(
            "there is no file and no lesson \(name); \(guess.english)", "没有名为 \(name) 的文件或课程；\(guess.chinese)")
    }

    static func runTooLong(_ epochs: Int, possible: Int) -> Localized {
        Localized(
            "\(epochs) epochs of this model are more than can be counted; at most \(possible) are possible",
            "此模型训练 \(epochs) 轮，超出可计数的范围；最多 \(possible) 轮")
    }

    static func notALevel(_ word: String) -> Localized {
        let list = Zoom.allCases.map(\.name).joined(separator: ", ")
        return Localized("--zoom: \(word) is none of: \(list)", "--zoom：\(word) 不是以下之一：\(list)")
    }

    static func atLeastOne(_ option: String) -> Localized {
        Localized("\(option) takes a whole number from 1 up", "\(option) 应为不小于 1 的整数")
    }

    static func endsBeforeStart(_ option: String, _ end: Int, start: Int) -> Localized {
        Localized(
            "\(option): the trace would end at position \(end), before --from, which is position \(start)",
            "\(option)：追踪将止于位置 \(end)，在 --from 的位置 \(start) 之前")
    }

    static let conditionExpected = Localized(
        "this is not true or false; write a comparison, such as L < 0.01", "这不是条件；请写一个比较，如 L < 0.01")
    static let chineseNeedsUTF8 = Localized(
        "Chinese needs a UTF-8 locale, such as LANG=C.UTF-8; this is English.",
        "中文需要 UTF-8 的区域设置，如 LANG=C.UTF-8；以下用英文。")
    static let notUTF8 = Localized("this is not UTF-8 text", "这不是 UTF-8 文本")
}

// Telling a lesson and a run in lines.
extension Phrase {
    static func stepHeading(_ number: Int, _ count: Int) -> Localized {
        Localized("Step \(number) of \(count)", "第 \(number) 步，共 \(count) 步")
    }

    static func question(_ text: Localized) -> Localized {
        Localized("Question: \(text.english)", "提问：\(text.chinese)")
    }

    static func wentBack(_ position: Int, _ end: Int) -> Localized {
        Localized("Back at position \(position) of \(end):", "退回到位置 \(position)/\(end)：")
    }

    static func wentOn(_ from: Int, _ position: Int, _ end: Int) -> Localized {
        Localized(
            "From position \(from) on to \(position) of \(end); the last results:",
            "从位置 \(from) 到 \(position)/\(end)；最后的结果：")
    }

    static func resultsBefore(_ count: Int) -> Localized {
        Localized(
            count == 1 ? "  … 1 result before these" : "  … \(count) results before these", "  …… 前面还有 \(count) 个结果")
    }

    static func next(_ formula: String) -> Localized { Localized("Next: \(formula)", "下一步：\(formula)") }

    static func notALesson(_ path: String) -> Localized {
        Localized(
            "\(path) is a model without lesson steps; `backstep run` trains it, `backstep walk` steps through it",
            "\(path) 只有模型，没有课程；可用 backstep run 训练，或 backstep walk 逐步演示")
    }

    static let noSuchSpeed = Localized("--speed takes a number from 0.1 to 10", "--speed 应为 0.1 到 10 的数")

    static func notASize(_ text: String) -> Localized {
        Localized(
            "--size: \(text) is not columns and rows, such as 100x30, from 40x12 to 500x200",
            "--size：\(text) 不是列数x行数，如 100x30，从 40x12 到 500x200")
    }

    static func playedThrough(steps: Int, checks: Int) -> Localized {
        Localized("\(counted(steps, "step")), \(counted(checks, "check")): all hold.", "共 \(steps) 步、\(checks) 项检查，全部成立。")
    }

    static func goodFile(_ path: String, steps: Int, checks: Int) -> Localized {
        steps == 0
            ? Localized("\(path): a good model", "\(path)：模型无误")
            : Localized("\(path): good; \(counted(steps, "step")), \(counted(checks, "check")) hold\(checks == 1 ? "s" : "")", "\(path)：无误；\(steps) 步，\(checks) 项检查成立")
    }

    static func goodCourse(_ path: String, groups: Int, lessons: Int) -> Localized {
        Localized("\(path): good; \(counted(lessons, "lesson")) in \(counted(groups, "group"))", "\(path)：无误；\(groups) 组，共 \(lessons) 课")
    }

    static func brokenLesson(_ name: String) -> Localized {
        Localized("(cannot be read; try `backstep lessons check \(name)`)", "（无法读取；可用 backstep lessons check \(name) 检查）")
    }

    static func checkFails(
        _ place: String, lesson: Localized, step: Int, _ text: String, _ left: String?, _ right: String?
    ) -> Localized {
        var values = Localized(same: "")
        if let left, let right { values = Localized(": \(left) and \(right)", "：\(left) 与 \(right)") }
        return Localized(
            "\(place): \(lesson.english), step \(step): \(text) does not hold\(values.english)",
            "\(place)：\(lesson.chinese)，第 \(step) 步：\(text) 不成立\(values.chinese)")
    }

    static func commandFails(
        _ place: String, lesson: Localized, step: Int, _ text: String, _ reason: Localized
    ) -> Localized {
        Localized(
            "\(place): \(lesson.english), step \(step): \(text): \(reason.english)",
            "\(place)：\(lesson.chinese)，第 \(step) 步：\(text)：\(reason.chinese)")
    }

    static func short(_ aliases: [String]) -> Localized {
        let list = aliases.joined(separator: ", ")
        return Localized("short: \(list)", "简写：\(list)")
    }

    static func noHelp(_ word: String, nearest: String?) -> Localized {
        let guess = nearest.map { Localized("; did you mean \($0)?", "；是否想写 \($0)？") } ?? Localized(same: "")
        return Localized("there is no command \(word)\(guess.english)", "没有命令 \(word)\(guess.chinese)")
    }

    static let plainLessonHint = Localized(
        "An empty line goes on in the lesson, help lists the commands, quit leaves.",
        "空行继续课程，help 列出命令，quit 退出。")
    static let plainModelHint = Localized(
        "step goes forward, back takes it back, help lists the commands, quit leaves.",
        "step 前进，back 退回，help 列出命令，quit 退出。")
    static let openByName = Localized("open NAME opens one of them.", "open 名字 打开其中一课。")
    static let plainHelpEnd = Localized(
        "An empty line goes on in the lesson, or does the last step again. While a question is open, a number or an expression answers it.",
        "空行继续课程，或重复上一步。有提问时，直接输入数值或表达式即可回答。")
}

// Training and comparing.
extension Phrase {
    static func interrupted(epoch: Int, updates: Int, of all: Int) -> Localized {
        Localized(
            "Interrupted in epoch \(epoch), after \(updates) of \(all) batches; this is what there is so far.",
            "在第 \(epoch) 轮中断，已完成 \(updates)/\(all) 批；以下是目前的结果。")
    }

    static func scriptInterrupted(_ line: String) -> Localized {
        Localized("Interrupted during: \(line)", "执行以下命令时中断：\(line)")
    }

    static func comparing(_ done: Int, of all: Int) -> Localized {
        Localized("comparing \(done) of \(all)", "正在对照 \(done)/\(all)")
    }

    static func trying(_ stage: Diagnosis.Stage, _ done: Int, of all: Int) -> Localized {
        switch stage {
        case .alone: Localized("trying mistake \(done) of \(all)", "正在尝试错误 \(done)/\(all)")
        case .withVariant: Localized("trying mistakes beside a library's rule, \(done) of \(all)", "正在结合库的规则尝试错误 \(done)/\(all)")
        case .pairs: Localized("trying pair \(done) of \(all)", "正在尝试错误组合 \(done)/\(all)")
        }
    }

    static let comparisonInterrupted = Localized("Interrupted.", "已中断。")
    static let noUpdateFollows = Localized(
        "no update follows the end of the run: give an earlier position with --at", "运行结束后再没有更新：请用 --at 指定更早的位置")

    static func unknownKind(_ word: String, _ known: [String]) -> Localized {
        Localized("--as: expected \(known.joined(separator: ", ")), not \(word)", "--as：应为 \(known.joined(separator: "、"))，而不是 \(word)")
    }

    static func notNegative(_ option: String) -> Localized {
        Localized("\(option) counts updates: 0 or more", "\(option) 为更新次数：不小于 0")
    }

    static func afterTheRun(_ count: Int, of updates: Int) -> Localized {
        Localized(
            "--after \(count): the run has \(counted(updates, "update")) from here; more epochs in the file give more",
            "--after \(count)：训练从此处起只有 \(updates) 次更新；增加文件中的 epochs 即可")
    }

    static let templateReadsNothing = Localized(
        "--template prints a file to fill in and reads none; leave out --against",
        "--template 只打印待填的文件，不读取任何文件；请去掉 --against")
    static func unknownCommand(_ name: String, nearest: String?) -> Localized {
        let guess = nearest.map { Localized("did you mean \($0)? ", "是否想写 \($0)？") } ?? Localized(same: "")
        return Localized(
            "there is no command \(name); \(guess.english)`backstep help` lists them",
            "没有命令 \(name)；\(guess.chinese)`backstep help` 会列出全部命令")
    }

    static let afterOfUpdated = Localized("--after goes with --as updated", "--after 只能与 --as updated 同用")
    static let notWithAgainst = Localized(
        "--mutate does not go with --against: the file is held against the right rules",
        "--mutate 不能与 --against 同用：文件总是与正确的规则对照")
    static let onlyWithAgainst = Localized("--map, --as and --after go with --against", "--map、--as、--after 只能与 --against 同用")

    static let cannotCompare = Localized("there is no batch to compare here", "这里没有可对照的批")
    static let epochTitle = Localized("epoch", "轮")
    static let lossColumn = Localized("loss", "损失")

    /// - Parameter sentence: what was not finite.
    static func runStopped(epoch: Int, _ sentence: Localized) -> Localized {
        Localized(
            "Stopped in epoch \(epoch): \(sentence.english)", "在第 \(epoch) 轮停下：\(sentence.chinese)")
    }

    static let smallerRate = Localized("A smaller learning rate may help.", "可试试更小的学习率。")

    static func stoppedEarly(epoch: Int) -> Localized {
        Localized(
            "Stopped after epoch \(epoch): the samples held out have not improved for long enough.",
            "在第 \(epoch) 轮后停下：留出样本的损失已有足够多轮没有改善。")
    }

    static func neverHeld(_ condition: String) -> Localized {
        Localized("The run ended before \(condition) held.", "训练结束时 \(condition) 仍未成立。")
    }

    static func progress(_ epoch: Int, _ epochs: Int, _ loss: String) -> Localized {
        Localized("epoch \(epoch)/\(epochs) · loss \(loss)", "第 \(epoch)/\(epochs) 轮 · 损失 \(loss)")
    }
}
