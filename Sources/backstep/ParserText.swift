import CommandLanguage

/// The argument parser's own words, which it has in English only.
enum ParserText {
    /// Help or an error in the language that is spoken; what has no translation stays.
    static func localized(_ text: String, _ language: Language) -> String {
        guard language == .chinese else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = String(line)
            for (english, chinese) in wholeLines where line == english { return chinese }
            for (english, chinese) in beginnings where line.hasPrefix(english) {
                return chinese + problem(String(line.dropFirst(english.count)))
            }
            var translated = line
            for (english, chinese) in inside { translated = translated.replacing(english, with: chinese) }
            return translated
        }.joined(separator: "\n")
    }

    private static func problem(_ text: String) -> String {
        var translated = text
        for (english, chinese) in problems { translated = translated.replacing(english, with: chinese) }
        return translated
    }

    private static let wholeLines = [
        ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "子命令："),
    ]

    private static let beginnings = [
        ("OVERVIEW: ", "概述："), ("USAGE: ", "用法："), ("Usage: ", "用法："), ("Error: ", "错误："), ("Help:  ", "说明："),
    ]

    private static let inside = [
        ("Show help information.", "显示帮助。"), ("Show the version.", "显示版本。"), ("(default)", "(默认)"),
        ("(default: ", "(默认："), ("(default as flag: ", "(不写名字时："), ("(values: ", "(可选："), ("; default: ", "；默认："),
        ("for detailed help.", "查看详细帮助。"), ("  See '", "  见 '"), ("for more information.", "查看更多说明。"),
    ]

    private static let problems = [
        ("Missing expected argument", "缺少参数"), ("Missing value for", "缺少值："), ("Unknown option", "没有选项"),
        ("Did you mean", "是否想写"), ("Unexpected argument", "多余的参数"), ("The value", "值"),
        ("is invalid for", "不适用于"), ("Please provide one of", "请从中选择："), (" or ", " 或 "), (" and ", "、"),
        ("unexpected arguments:", "个多余的参数："),
    ]
}
