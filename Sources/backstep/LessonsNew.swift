import ArgumentParser
import CommandLanguage
import Glibc
import Lessons
import Screen

/// `backstep lessons new`: writes a lesson that plays already, for its author to change.
struct LessonsNew: BackstepCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: say(Phrase.lessonsNewAbstract), discussion: say(Phrase.lessonsNewDiscussion))

    @Argument(help: help(Phrase.newFileHelp)) var name: String
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        let path = name.hasSuffix(".yaml") ? name : name + ".yaml"
        guard path.split(separator: "/", omittingEmptySubsequences: false).last != ".yaml" else {
            throw Failure(Phrase.newFileNeedsName)
        }
        switch TextFile.write(LessonTemplate.text(for: SafeText(path).string), to: path) {
        case nil: break
        case EEXIST?: throw Failure(Phrase.newFileExists(path))
        case let error?: throw Failure(Phrase.cannotSave(path, strerror(error)))
        }
        try Output.collect { output in output.line(Phrase.newFileWritten(path)) }
        return 0
    }
}

extension Phrase {
    static let lessonsNewAbstract = Localized("Begin a lesson of your own.", "开始写自己的课程。")
    static let lessonsNewDiscussion = Localized(
        """
        Writes NAME.yaml, here or at the path given: a short lesson that plays already, in both languages, to be \
        changed line by line. A file that is there already is left as it is. The guide for authors is lessons/README.md.

          backstep lessons new my-lesson
        """,
        """
        在当前目录（或所给路径）写出 NAME.yaml：一份能直接播放的双语短课程，供逐行修改。已存在的文件不会改动。编写指南见 lessons/README.md。

          backstep lessons new my-lesson
        """)
    static let newFileHelp = Localized("The lesson's name, or a path.", "课程名或路径。")
    static let newFileNeedsName = Localized("the lesson needs a name: backstep lessons new my-lesson", "课程需要名字：backstep lessons new my-lesson")

    static func newFileExists(_ path: String) -> Localized {
        Localized(
            "\(path) exists already and has been left as it is; give another name", "\(path) 已存在，未作改动；请换一个名字")
    }

    static func newFileWritten(_ path: String) -> Localized {
        let word = shellWord(path)
        return Localized(
            """
            \(path) is written, and plays already. Next:
              backstep walk \(word)             look at it as a learner
              (change it in an editor: the guide is lessons/README.md)
              backstep lessons check \(word)    see what is left to mend
            """,
            """
            已写出 \(path)，现在就能播放。接下来：
              backstep walk \(word)             像学习者一样看一遍
              （用编辑器修改；编写指南见 lessons/README.md）
              backstep lessons check \(word)    看还有什么要改
            """)
    }

    /// The path as one word of a shell's line: in quotes where it holds more than letters, digits and `/._-`.
    private static func shellWord(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
        return isPlain ? path : "'\(path.replacing("'", with: #"'\''"#))'"
    }
}
