/// A piece of a YAML document: a scalar's text as it was written, a sequence, or a mapping in its order.
///
/// Nothing is resolved: whether `7` is a number or a text is for the reader of that place to say.
struct YAMLValue: Sendable {
    enum Style: Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    struct Pair: Sendable {
        let key: String
        let keyMark: SourceMark
        let value: YAMLValue
    }

    enum Content: Sendable {
        case scalar(String, Style)
        case sequence([YAMLValue])
        case mapping([Pair])
    }

    let content: Content
    let mark: SourceMark

    /// Whether nothing stands here: `key:` and then a line end.
    var isNothing: Bool {
        if case .scalar("", .plain) = content { return true }
        return false
    }

    /// The text of a scalar.
    var text: String? {
        if case .scalar(let text, _) = content { return text }
        return nil
    }
}
