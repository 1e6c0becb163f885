import Debugger
import NeuralNetwork

extension Session {
    /// Command lines that bring any session on this run to where this one is: what has been set by hand, in its
    /// order and branch by branch, breakpoints, displays, zoom and position. Breakpoints and displays are numbered anew, from 1.
    ///
    /// Whatever the other session holds is cleared first, so that running the lines twice does nothing twice.
    public var script: [String] {
        var lines = ["delete", "undisplay"]
        for branch in branchReports {
            lines += ["branch \(branch.name)", "restart", "undo all"] + breaking(branch.brokenRule)
            let there = inBranch(branch.name)
            lines += branch.interventions.flatMap { there.setting($0) }
        }
        if branches.present != branches.names.last { lines.append("branch \(branches.present)") }
        for (place, breakpoint) in breakpoints.all.enumerated() {
            lines.append("\(breakpoint.isWatch ? "watch" : "break") \(breakpoint.text)")
            if breakpoint.ignored > 0 { lines.append("ignore \(place + 1) \(breakpoint.ignored)") }
            if !breakpoint.isEnabled { lines.append("disable \(place + 1)") }
        }
        lines += displays.all.map { "display \($0.expression.text(.plain))" }
        return lines + ["zoom \(zoom.name)", "goto \(position.index)"]
    }

    /// The line that breaks a rule again; one that is hunted stays hidden.
    private func breaking(_ rule: BrokenRule?) -> [String] {
        if let number = rule?.drawnAs { return ["mutate random \(number)"] }
        return rule?.mutation.map { ["mutate \($0.mistake.rawValue) \($0.place.name)"] } ?? []
    }

    /// Command lines that bring a session on this run from anywhere to a place, with what was set by hand there.
    public func script(to bookmark: Bookmark) -> [String] {
        let settings = bookmark.interventions == self.bookmark.interventions ? [] : ["undo all"] + bookmark.interventions.flatMap(setting)
        return settings + ["goto \(bookmark.position.index)"]
    }

    /// The lines that set a value again.
    private func setting(_ intervention: Intervention) -> [String] {
        let name =
            switch intervention.target {
            case .parameter(let parameter): computation.parameterNames[parameter]
            case .learningRate: "eta"
            case .input, .target: dataName(toRepeat: intervention)
            }
        return [
            "goto \(position(toRepeat: intervention).index)", "set \(name) = \(NumberText.exact(intervention.value))",
        ]
    }
}

extension Phrase {
    static let saveSummary = Localized(
        "write a script that brings any session here or, as FILE.yaml, a draft of a lesson; overwrite replaces a file",
        "写出一个脚本，可让任何会话回到这里；文件名为 X.yaml 则写成课程草稿；加 overwrite 则覆盖已有文件")
    static let sourceSummary = Localized("carry out the commands of a file, line by line", "逐行执行文件中的命令")
    static let pathExpected = Localized(
        "a file's name is missing here: save what-if.txt", "这里缺文件名：save what-if.txt")
}
