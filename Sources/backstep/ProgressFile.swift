import CommandLanguage
import Foundation
import Lessons

/// The file with what a learner has done in the course.
struct ProgressFile {
    private static let name = "progress.json"
    private static let damagedName = "progress.damaged.json"

    private let folder: StateFolder

    /// nil where there is no place for it.
    static var usual: ProgressFile? { StateFolder.usual.map { ProgressFile(folder: $0) } }

    var path: String { folder.path(of: Self.name) }
    private var damagedPath: String { folder.path(of: Self.damagedName) }

    /// Whether the learner has stopped in the middle of the lesson in a file.
    ///
    /// It is asked before the first frame, so a file that does not name the lesson is not understood first.
    static func isUnderWay(lessonIn path: String) -> Bool {
        guard path.hasSuffix(".yaml"), let name = path.split(separator: "/").last?.dropLast(5), let folder = StateFolder.usual,
            let bytes = try? folder.read(Self.name, limit: CourseProgress.largestFile),
            bytes.range(of: Data("\"\(name)\"".utf8)) != nil
        else { return false }
        switch CourseProgress.read(bytes) {
        case .good(let progress), .newer(let progress): return progress.entries[String(name)]?.isUnderWay ?? false
        case .damaged: return false
        }
    }

    typealias Trouble = StateFolder.Trouble

    /// What the file holds, and what there is to say of it; a damaged one is set aside.
    func read() -> (progress: CourseProgress, remark: Localized?) {
        do throws(Trouble) {
            switch try reading() {
            case .good(let progress): return (progress, nil)
            case .newer(let progress): return (progress, Phrase.newerProgress(path))
            case .damaged: return (CourseProgress(), try folder.alone { () throws(Trouble) in try setAside() })
            }
        } catch {
            return (CourseProgress(), Phrase.unreadProgress(path, error))
        }
    }

    /// Changes what the file holds at this moment, which another program may have written.
    ///
    /// - Parameters:
    ///   - known: what to go on from where the file is damaged.
    ///   - body: says whether there is anything to write.
    /// - Returns: what the file holds now.
    func change(known: CourseProgress = CourseProgress(), _ body: (inout CourseProgress) -> Bool) throws(Trouble) -> CourseProgress {
        try folder.alone { () throws(Trouble) in
            var progress: CourseProgress
            switch try reading() {
            case .good(let found): progress = found
            case .newer: throw .newer(path: path)
            case .damaged:
                _ = try setAside()
                progress = known
            }
            guard body(&progress) else { return progress }
            guard let text = try? progress.text() else {
                throw .system(path: path, reason: String(cString: strerror(EINVAL)))
            }
            try folder.replace(Self.name, with: text)
            return progress
        }
    }

    private func reading() throws(Trouble) -> CourseProgress.Reading {
        guard let bytes = try folder.read(Self.name, limit: CourseProgress.largestFile) else { return .good(CourseProgress()) }
        return CourseProgress.read(bytes)
    }

    /// Gives a damaged file another name, so that it can be looked at and a good one take its place.
    ///
    /// - Returns: what to say; nil where another program has been here first.
    private func setAside() throws(Trouble) -> Localized? {
        guard try reading() == .damaged else { return nil }
        try folder.rename(Self.name, to: Self.damagedName)
        return Phrase.damagedProgress(damagedPath)
    }
}

extension Phrase {
    static func newerProgress(_ path: String) -> Localized {
        Localized(
            "Your progress was saved by a newer Backstep (\(path)): it is left as it is, and nothing is saved now.",
            "学习进度由更新版本的 Backstep 保存（\(path)）：不作改动，这次也不保存。")
    }

    static func damagedProgress(_ path: String) -> Localized {
        Localized(
            "The file with your progress was damaged; it is kept as \(path), and a new one is begun.",
            "保存学习进度的文件已损坏，已改名为 \(path) 留存，并重新开始记录。")
    }

    static func unreadProgress(_ path: String, _ trouble: ProgressFile.Trouble) -> Localized {
        let reason = reason(trouble)
        return Localized(
            "Your progress (\(path)) cannot be read: \(reason.english)", "无法读取学习进度（\(path)）：\(reason.chinese)")
    }

    static func unsavedProgress(_ trouble: ProgressFile.Trouble) -> Localized {
        if case .newer(let path) = trouble { return newerProgress(path) }
        let reason = reason(trouble)
        return Localized("Your progress is not saved: \(reason.english)", "学习进度没有保存：\(reason.chinese)")
    }

    static func reason(_ trouble: ProgressFile.Trouble) -> Localized {
        switch trouble {
        case .noHome:
            Localized(
                "neither XDG_STATE_HOME nor HOME is the absolute path of a folder", "XDG_STATE_HOME 和 HOME 都不是文件夹的绝对路径")
        case .system(let path, let reason): Localized("\(path): \(reason)", "\(path)：\(reason)")
        case .busy(let path): Localized("another program holds \(path)", "\(path) 被另一程序占用")
        case .newer(let path):
            Localized("\(path) was saved by a newer Backstep", "\(path) 由更新版本的 Backstep 保存")
        }
    }
}
