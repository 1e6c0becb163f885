import Debugger
import NeuralNetwork

// What the commands of breakpoints do, as help says it.
extension Phrase {
    static let continueSummary = Localized(
        "run to the next breakpoint, or to the end", "运行到下一个断点，没有则到训练终点")
    static let reverseContinueSummary = Localized(
        "run back to the last breakpoint before here, or to the start", "倒退到前一个断点，没有则回到起点")
    static let untilSummary = Localized(
        "run until a condition becomes true: until L < 0.1", "运行到条件成立为止：until L < 0.1")
    static let breakSummary = Localized(
        "stop at every such place (break backward h1, break delta(h1)), when a condition becomes true, or at the first inf or nan",
        "在这样的位置停下（break backward h1、break delta(h1)），或在条件成立时、首次出现 inf 或 nan 时停下")
    static let watchSummary = Localized("stop whenever a value changes: watch w11", "值改变时停下：watch w11")
    static let lastSummary = Localized(
        "go back to where a value last changed: last w11", "回到某个值最近一次改变的地方：last w11")
    static let deleteSummary = Localized(
        "remove breakpoint or watch N, or all; or a display, or a branch", "删除断点或监视 N，不写 N 则全部删除；也可删除显示项或分支")
    static let enableSummary = Localized("let breakpoint or watch N, or all, stop again", "重新启用断点或监视 N；不写 N 则全部启用")
    static let disableSummary = Localized("keep breakpoint or watch N, or all, but do not stop", "停用但保留断点或监视 N；不写 N 则全部停用")
    static let ignoreSummary = Localized("pass over breakpoint or watch N COUNT times", "断点或监视 N 接下来的 COUNT 次不停")
}

// What they answer.
extension Phrase {
    static let breakPlaceExpected = Localized(
        "say where to stop: backward h1, update, epoch 3, delta(h1), when L < 0.1, or nan",
        "请说明在哪里停：backward h1、update、epoch 3、delta(h1)、when L < 0.1 或 nan")
    static let noBreakpoints = Localized("none: break and watch set them", "还没有；用 break 和 watch 设置")

    static func neverComputed(_ symbol: Symbol) -> Localized {
        let text = symbol.expression.text()
        return Localized(
            "no step computes \(text); watch \(text) stops where it changes", "没有哪一步计算 \(text)；watch \(text) 会在它改变时停下")
    }

    static func breakpointAdded(_ number: Int, _ text: String) -> Localized {
        Localized("Breakpoint \(number): \(text)", "断点 \(number)：\(text)")
    }

    static func watchAdded(_ number: Int, _ text: String, _ value: Double?) -> Localized {
        let now = value.map { Localized(", now \(NumberText.written($0))", "，现在是 \(NumberText.written($0))") }
        return Localized("Watch \(number): \(text)\(now?.english ?? "")", "监视 \(number)：\(text)\(now?.chinese ?? "")")
    }

    static func breakpointHit(_ number: Int, _ text: String) -> Localized { breakpointAdded(number, text) }

    static func conditionHit(_ number: Int, _ text: String) -> Localized {
        number == 0
            ? Localized("\(text): it holds here", "\(text)：在这里成立")
            : Localized("Breakpoint \(number): \(text): it holds here", "断点 \(number)：\(text)：在这里成立")
    }

    static func notFiniteHit(_ number: Int, _ english: String, _ chinese: String) -> Localized {
        let sentence = notFiniteHere(english, chinese)
        return Localized("Breakpoint \(number): \(sentence.english)", "断点 \(number)：\(sentence.chinese)")
    }

    /// `w11: 0.2 → 0.205, by +0.005, in the update of epoch 1, batch 1`
    static func watchHit(_ number: Int, _ text: String, _ old: Double?, _ new: Double?, _ place: Localized) -> Localized {
        func written(_ value: Double?) -> String { value.map { NumberText.written($0, digits: 10) } ?? "·" }
        var change = "\(text): \(written(old)) → \(written(new))"
        var changeInChinese = "\(text)：\(written(old)) → \(written(new))"
        if let old, let new, (new - old).isFinite {
            let difference = (new > old ? "+" : "") + written(new - old)
            change += ", by \(difference)"
            changeInChinese += "，变化 \(difference)"
        }
        return number == 0
            ? Localized("\(change), in \(place.english)", "\(changeInChinese)，在\(place.chinese)")
            : Localized("Watch \(number): \(change)", "监视 \(number)：\(changeInChinese)")
    }

    static func inBatch(epoch: Int, batch: Int, isUpdate: Bool) -> Localized {
        isUpdate
            ? Localized("the update of epoch \(epoch), batch \(batch)", "第 \(epoch) 轮第 \(batch) 批的更新中")
            : Localized("epoch \(epoch), batch \(batch)", "第 \(epoch) 轮第 \(batch) 批中")
    }

    static func holdsAlready(_ text: String) -> Localized {
        Localized("\(text) holds here already", "\(text) 在这里已经成立")
    }

    static func neverChanged(_ text: String) -> Localized {
        Localized("\(text) has not changed up to here", "到这里为止 \(text) 没有改变过")
    }

    static func noSuchBreakpoint(_ number: Int, _ numbers: [Int]) -> Localized {
        let list = numbers.map(String.init).joined(separator: ", ")
        return numbers.isEmpty
            ? Localized("there is no breakpoint \(number): none has been set", "没有断点 \(number)：还没有设置任何断点")
            : Localized("there is no breakpoint \(number); there are \(list)", "没有断点 \(number)；现有 \(list)")
    }

    private static func about(_ number: Int?) -> Localized {
        number.map { Localized("Breakpoint \($0)", "断点 \($0)") } ?? Localized("All breakpoints", "全部断点")
    }

    static func deleted(_ number: Int?) -> Localized {
        Localized("\(about(number).english) deleted", "\(about(number).chinese)已删除")
    }

    static func enabled(_ number: Int?) -> Localized {
        Localized("\(about(number).english) enabled", "\(about(number).chinese)已启用")
    }

    static func disabled(_ number: Int?) -> Localized {
        Localized("\(about(number).english) disabled", "\(about(number).chinese)已停用")
    }

    static func ignoring(_ number: Int, _ count: Int) -> Localized {
        Localized(
            "Breakpoint \(number): passed over \(counted(count, "time"))", "断点 \(number)：接下来 \(count) 次不停")
    }

    static func breakpointLine(_ breakpoint: Breakpoint) -> Localized {
        let state = breakpoint.isEnabled ? Localized(same: "") : Localized(" (disabled)", "（已停用）")
        let ignored = breakpoint.ignored
        let passed = ignored == 0
            ? Localized(same: "")
            : Localized(" (passed over \(counted(ignored, "more time")))", "（接下来 \(ignored) 次不停）")
        return Localized(
            "\(breakpoint.number)  \(breakpoint.text)\(state.english)\(passed.english)",
            "\(breakpoint.number)  \(breakpoint.text)\(state.chinese)\(passed.chinese)")
    }
}
