import ArgumentParser
import CommandLanguage
import Lessons

/// What `backstep lessons --reset` forgets.
enum ForgottenLessons: ExpressibleByArgument, CustomStringConvertible {
    case all
    case lesson(String)

    init?(argument: String) { self = .lesson(argument) }

    /// As help names what is forgotten when no lesson is.
    var description: String {
        switch self {
        case .all: say(Phrase.allOfThem)
        case .lesson(let name): name
        }
    }

    /// Forgets it, and says what that was.
    func forget() throws -> Int32 {
        guard let file = ProgressFile.usual else { throw Failure(Phrase.notForgotten(.noHome)) }
        let found = file.read()
        if case .lesson(let name) = self, found.progress.entries[name] == nil {
            // A name that is no lesson's is a mistake, which is not to look like success.
            let names = try LessonFolder.find().lessons
            guard names.contains(name) else {
                throw Failure(Phrase.unknownLesson(name, nearest: nearestName(to: name, in: names)))
            }
        }
        var forgotten = 0
        // To find nothing, no folder has to be made.
        if !found.progress.isEmpty || found.remark != nil {
            forgotten = try forget(in: file)
            if let remark = found.remark { Output.complain(remark) }
        }
        try Output.collect { output in
            switch self {
            case _ where forgotten == 0: output.line(Phrase.nothingToForget(file.path))
            case .all: output.line(Phrase.forgotten(forgotten, file.path))
            case .lesson(let name): output.line(Phrase.forgotten(name, file.path))
            }
        }
        return 0
    }

    /// - Returns: how many lessons there were to forget.
    private func forget(in file: ProgressFile) throws(Failure) -> Int {
        var forgotten = 0
        do throws(ProgressFile.Trouble) {
            _ = try file.change { progress in
                forgotten = progress.entries.count
                switch self {
                case .all: progress = CourseProgress()
                case .lesson(let name): progress.forget(name)
                }
                forgotten -= progress.entries.count
                return forgotten > 0
            }
        } catch {
            throw Failure(Phrase.notForgotten(error))
        }
        return forgotten
    }
}

extension Phrase {
    static let allOfThem = Localized("all", "全部")
    static let resetHelp = Localized(
        "Forget what you have done, in all lessons or in the one named.", "忘掉全部课程或所给一课的学习进度。")

    static func nothingToForget(_ path: String) -> Localized {
        Localized("There was nothing to forget in \(path).", "\(path) 中没有可忘掉的学习进度。")
    }

    static func forgotten(_ count: Int, _ path: String) -> Localized {
        Localized(
            "Forgotten: what you had done in \(counted(count, "lesson")) (\(path)).", "已忘掉 \(count) 课的学习进度（\(path)）。")
    }

    static func forgotten(_ name: String, _ path: String) -> Localized {
        Localized("Forgotten: what you had done in \(name) (\(path)).", "已忘掉 \(name) 的学习进度（\(path)）。")
    }

    static func notForgotten(_ trouble: ProgressFile.Trouble) -> Localized {
        if case .newer(let path) = trouble {
            return Localized(
                "\(path) was saved by a newer Backstep and has been left as it is; delete it to forget everything.",
                "\(path) 由更新版本的 Backstep 保存，未作改动；要全部忘掉，请删除该文件。")
        }
        let reason = reason(trouble)
        return Localized("Nothing has been forgotten: \(reason.english)", "没有忘掉任何内容：\(reason.chinese)")
    }
}
