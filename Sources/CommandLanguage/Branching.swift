import Debugger

/// What-ifs beside each other.
extension Session {
    mutating func branch(_ name: String?) throws(CommandError) -> Outcome {
        guard let name else {
            // At the prompt they have been brought along already.
            _ = bringBranchesAlong()
            return .text(branchList)
        }
        if name == branches.present { return .stopped(Phrase.onBranchAlready(name)) }
        if switchBranch(to: name) { return .moved(Phrase.switchedTo(name)) }
        guard beginBranch(name) else { throw CommandError(Phrase.tooManyBranches(Branches.limit)) }
        return .moved(Phrase.began(name, from: branches.left ?? ""))
    }

    mutating func delete(branch name: String) throws(CommandError) -> Outcome {
        guard deleteBranch(name) else {
            if name == branches.present { throw CommandError(Phrase.presentBranchStays(name)) }
            if name == Branches.original { throw CommandError(Phrase.originalStays) }
            throw CommandError(Phrase.noSuchBranch(name, branches.names))
        }
        return .text([Phrase.branchDeleted(name)])
    }

    /// The branches, each with its loss in the batch executed last, against the present one's, and what has been
    /// set by hand in it.
    private var branchList: [Localized] {
        let reports = branchReports
        let present = reports.first(where: \.isPresent)?.loss
        let width = reports.map(\.name.count).max() ?? 0
        let heading = present.map { place(ofBatch: $0.batch) }.map(Phrase.branchLosses) ?? Phrase.branchesWithoutLosses
        return [heading] + reports.map { report in
            let name = report.name + String(repeating: " ", count: width - report.name.count)
            let mark = report.isPresent ? "*" : " "
            var line = Localized(same: "\(mark) \(name)  \(report.loss.map { NumberText.written($0.loss, digits: 10) } ?? "·")")
            if let present, let loss = report.loss, !report.isPresent {
                if report.isBehind {
                    line = line + Phrase.branchBehind
                } else if loss.batch < present.batch {
                    line = line + Phrase.branchEnded(place(ofBatch: loss.batch))
                } else if (loss.loss - present.loss).isFinite {
                    line = line + Localized(same: " (\(Self.signed(loss.loss - present.loss)))")
                }
            }
            let broken = report.brokenRule.map { [Phrase.brokenTitle($0)] } ?? []
            let sets = broken + report.interventions.map { intervention in
                Phrase.setInBranch(
                    name: self.name(of: intervention.target), intervention.value, place(ofBatch: intervention.batch))
            }
            return line + (sets.isEmpty ? [Phrase.nothingSet] : sets).reduce(Localized(same: "")) { $0 + Localized(same: "  ") + $1 }
        }
    }

    private static func signed(_ difference: Double) -> String {
        (difference > 0 ? "+" : "") + NumberText.written(difference, digits: 5)
    }

    private func place(ofBatch number: Int) -> Localized {
        let (epoch, batch) = number.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
        return Phrase.inBatch(epoch: epoch + 1, batch: batch + 1)
    }
}

extension Localized {
    fileprivate static func + (first: Localized, second: Localized) -> Localized {
        Localized(first.english + second.english, first.chinese + second.chinese)
    }
}

extension Phrase {
    static let branchSummary = Localized(
        "keep a what-if beside the run: branch NAME goes on in a copy, or in that branch; alone, all branches and their losses",
        "让“假如”与原训练并存：branch NAME 在副本（或已有分支）中继续；单独输入则列出各分支及其损失")
    static let branchName = Localized(
        "a branch's name is at most 16 letters, digits, - and _", "分支名最多 16 个字符，可用字母、数字、- 和 _")
    static let branchesWithoutLosses = Localized("No batch has been executed yet.", "尚未完成任何一批。")
    static let branchBehind = Localized(" (not computed to here yet)", "（尚未算到这里）")
    static let nothingSet = Localized("nothing set", "未设置任何值")
    static let originalStays = Localized(
        "original is the run itself and stays; undo all takes back what was set in it",
        "original 是训练本身，不能删除；undo all 可撤销其中的设置")

    static func branchLosses(_ place: Localized) -> Localized {
        Localized("Loss of \(place.english):", "\(place.chinese)的损失：")
    }

    static func inBatch(epoch: Int, batch: Int) -> Localized {
        Localized("epoch \(epoch), batch \(batch)", "第 \(epoch) 轮第 \(batch) 批")
    }

    static func setInBranch(name: Localized, _ value: Double, _ place: Localized) -> Localized {
        let number = NumberText.written(value)
        return Localized(
            "\(name.english) = \(number) from \(place.english)", "从\(place.chinese)起 \(name.chinese) = \(number)")
    }

    static func branchEnded(_ place: Localized) -> Localized {
        Localized(" (its run ended in \(place.english))", "（该分支在\(place.chinese)已结束）")
    }

    static func began(_ name: String, from: String) -> Localized {
        Localized(
            "Branch \(name) begins; \(from) stays as it is. What is set from here on is set in \(name) only.",
            "分支 \(name) 开始；\(from) 保持原样。此后的设置只在 \(name) 中生效。")
    }

    static func switchedTo(_ name: String) -> Localized {
        Localized("This is branch \(name), at the same position.", "现在是分支 \(name)，位置不变。")
    }

    static func onBranchAlready(_ name: String) -> Localized {
        Localized("This is branch \(name) already.", "已在分支 \(name) 中。")
    }

    static func presentBranchStays(_ name: String) -> Localized {
        Localized("\(name) is the present branch; go to another one first", "\(name) 是当前分支，请先转到其他分支")
    }

    static func branchDeleted(_ name: String) -> Localized { Localized("Branch \(name) deleted", "分支 \(name) 已删除") }

    static func noSuchBranch(_ name: String, _ names: [String]) -> Localized {
        let list = names.joined(separator: ", ")
        return Localized("there is no branch \(name); there are \(list)", "没有分支 \(name)；现有 \(list)")
    }

    static func tooManyBranches(_ limit: Int) -> Localized {
        Localized(
            "there are \(limit) branches, and no more are kept; delete branch NAME makes room",
            "已有 \(limit) 个分支，不能再多；delete branch NAME 可删除一个")
    }
}
