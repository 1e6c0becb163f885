import CommandLanguage

/// Texts about the file as a whole and about YAML.
extension Phrase {
    /// A word or a piece of the file inside a sentence; long ones are cut.
    static func quoted(_ text: String) -> String {
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
        return "`\(line.count > 40 ? line.prefix(39) + "…" : line)`"
    }

    /// `1 weight`, `2 weights`.
    static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// `2097152` as `2 MiB`.
    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
    }

    static let warning = Localized("warning: ", "警告：")
    static let finding = Localized("to mend: ", "待改：")

    static func moreProblems(_ count: Int) -> Localized {
        Localized("… and \(count) more mistakes; mend these first", "……还有 \(count) 处错误；请先改正以上各处")
    }

    static func fileTooLarge(limit: Int) -> Localized {
        Localized(
            "the file is too large: at most \(size(limit)) is read; put long data into a CSV file",
            "文件太大：最多读取 \(size(limit))；较长的数据请放进 CSV 文件")
    }

    static let notUTF8 = Localized(
        "this byte is not UTF-8 text; save the file in the encoding UTF-8",
        "此处的字节不是 UTF-8 文本；请以 UTF-8 编码保存文件")

    static func forbiddenCharacter(_ scalar: Unicode.Scalar) -> Localized {
        Localized(
            "the character \(codePoint(scalar)) may not stand in a text file; delete it",
            "文本文件中不能有字符 \(codePoint(scalar))；请删除")
    }

    static func hiddenCharacter(_ scalar: Unicode.Scalar) -> Localized {
        Localized(
            "this text holds the invisible character \(codePoint(scalar)), which is not sent to the terminal; delete it",
            "这段文字含有不可见字符 \(codePoint(scalar))，它不会被送到终端；请删除")
    }

    static let emptyFile = Localized(
        "the file is empty; a model begins with `title:`, `model:` and `data:`",
        "文件是空的；模型文件以 `title:`、`model:` 和 `data:` 开头")

    static let notYAML = Localized(
        "this is not YAML; write `key: value`, or put a text with special characters into quotes",
        "这不是合法的 YAML；请写成 `key: value`，或把含特殊字符的文字放进引号")

    static let alias = Localized(
        "a `*` here begins a YAML alias, and aliases are not read; write the value out, or put a text into quotes",
        "此处的 `*` 是 YAML 别名的开头，而别名不会被读取；请直接写出值，若是文字请加引号")

    static let anchor = Localized(
        "a `&` here begins a YAML anchor, and anchors are not read; leave it out, or put a text into quotes",
        "此处的 `&` 是 YAML 锚点的开头，而锚点不会被读取；请去掉它，若是文字请加引号")

    static let tag = Localized(
        "a `!` here begins a YAML tag, and tags are not read; leave it out, or put a text into quotes",
        "此处的 `!` 是 YAML 标签的开头，而标签不会被读取；请去掉它，若是文字请加引号")

    static let keyIsNoText = Localized(
        "a key is a name, not a list or a mapping; write `key: value`",
        "键必须是一个名称，不能是列表或映射；请写成 `key: value`")

    static func duplicateKey(_ key: String, first: SourceMark) -> Localized {
        return Localized(
            "the key \(quoted(key)) is given twice (first in line \(first.line)); keep one of them",
            "键 \(quoted(key)) 给出了两次（第一次在第 \(first.line) 行）；请只保留一个")
    }

    static func tooDeep(_ limit: Int) -> Localized {
        Localized(
            "lists and mappings stand more than \(limit) deep in each other; a lesson needs fewer than 10",
            "列表和映射的嵌套超过 \(limit) 层；课程文件用不到 10 层")
    }

    static let tabIndents = Localized(
        "a tab cannot indent in YAML; use spaces", "YAML 不能用制表符缩进；请改用空格")

    static let unclosedQuote = Localized(
        "this quote is never closed; add the closing quote", "这个引号没有结束；请补上后引号")

    static func unclosedList(from mark: SourceMark) -> Localized {
        Localized(
            "the list that begins at \(mark) needs a `,` or its `]` here",
            "从 \(mark) 开始的列表在此处缺少 `,` 或 `]`")
    }

    static func unclosedMapping(from mark: SourceMark) -> Localized {
        Localized(
            "the mapping that begins at \(mark) needs a `,` or its `}` here",
            "从 \(mark) 开始的映射在此处缺少 `,` 或 `}`")
    }

    static let colonMissing = Localized(
        "a colon is missing; write `key: value`, with a blank after the colon",
        "缺少冒号；请写成 `key: value`，冒号后要有空格")

    static let colonInText = Localized(
        "a second `: ` in the same line; put a text with a colon into quotes, and begin a new key in a new line",
        "同一行出现第二个 `: `；含冒号的文字请加引号，新的键请另起一行")

    static func cannotBegin(_ scalar: Unicode.Scalar?) -> Localized {
        let character = scalar.map { $0 == "\t" ? "a tab" : quoted(String($0)) } ?? "this character"
        let chinese = scalar.map { $0 == "\t" ? "制表符" : quoted(String($0)) } ?? "这个字符"
        return Localized(
            "a value cannot begin with \(character); put a text into quotes",
            "值不能以\(chinese)开头；若是文字请加引号")
    }

    static let wrongIndentation = Localized(
        "this line is not indented like those that it belongs with; begin it in the same column",
        "这一行的缩进与同组的行不一致；请从同一列开始")

    static let wrongEscape = Localized(
        "an unknown escape in double quotes; write `\\\\` for a backslash, or use single quotes",
        "双引号中有未知的转义；反斜杠请写成 `\\\\`，或改用单引号")

    static let secondDocument = Localized(
        "a second document begins here; a file holds one", "此处开始了第二个文档；一个文件只能有一个")

    public static func cannotLoad(_ path: String, _ failure: FileLoader.Failure, limit: Int) -> Localized {
        let file = quoted(path)
        switch failure {
        case .notFound:
            return Localized("there is no file \(file)", "没有文件 \(file)")
        case .outside:
            return Localized(
                "\(file) leads out of the lesson's folder; put the file beside the lesson and give its relative path",
                "\(file) 超出了课程所在的文件夹；请把文件放在课程旁边，并写相对路径")
        case .notAFile:
            return Localized("\(file) is not a file that can be read", "\(file) 不是可以读取的普通文件")
        case .tooLarge:
            return Localized(
                "\(file) is too large: at most \(size(limit)) is read", "\(file) 太大：最多读取 \(size(limit))")
        case .unreadable:
            return Localized(
                "\(file) cannot be read; check its permissions", "无法读取 \(file)；请检查其访问权限")
        }
    }
}
