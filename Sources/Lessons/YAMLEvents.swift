import CYaml

/// The events that make up a YAML text, one after the other, as the parser below Yams finds them.
///
/// Events, and not the tree that Yams makes of them: on the way there aliases are looked up and collections that are
/// keys are hashed, which a stranger's file can make endless, and of a key that is given twice only the first place
/// is told.
struct YAMLEvents: ~Copyable {
    struct Event {
        enum Kind {
            case streamStart, streamEnd, documentStart, documentEnd
            /// An alias, as it is written.
            case alias(String)
            case scalar(String, YAMLValue.Style)
            case sequenceStart, mappingStart
            /// The end of the innermost sequence or mapping.
            case end
        }

        var kind: Kind
        let mark: SourceMark
        var hasAnchor = false
        var hasTag = false
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// The parser reads from here as it goes on.
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) {
        self.text = .allocate(capacity: text.utf8.count)
        _ = self.text.initialize(from: text.utf8)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        // Without memory it stays empty, and the first event is a mistake.
        guard yaml_parser_initialize(parser) == 1 else { return }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, self.text.baseAddress, self.text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// The next event; after the stream's end none may be asked for.
    mutating func next() throws(YAMLMistake) -> Event {
        var found = yaml_event_t()
        guard parser.pointee.read_handler != nil, yaml_parser_parse(parser, &found) == 1 else {
            throw YAMLMistake(parser.pointee)
        }
        defer { yaml_event_delete(&found) }
        var event = Event(kind: .end, mark: SourceMark(found.start_mark))
        switch found.type {
        case YAML_SCALAR_EVENT:
            let scalar = found.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            event.kind = .scalar(text, YAMLValue.Style(scalar.style))
            (event.hasAnchor, event.hasTag) = (scalar.anchor != nil, scalar.tag != nil)
        case YAML_SEQUENCE_START_EVENT:
            let start = found.data.sequence_start
            event.kind = .sequenceStart
            (event.hasAnchor, event.hasTag) = (start.anchor != nil, start.tag != nil)
        case YAML_MAPPING_START_EVENT:
            let start = found.data.mapping_start
            event.kind = .mappingStart
            (event.hasAnchor, event.hasTag) = (start.anchor != nil, start.tag != nil)
        case YAML_ALIAS_EVENT:
            event.kind = .alias("*" + (found.data.alias.anchor.map { String(cString: $0) } ?? ""))
        case YAML_STREAM_START_EVENT: event.kind = .streamStart
        case YAML_STREAM_END_EVENT: event.kind = .streamEnd
        case YAML_DOCUMENT_START_EVENT: event.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: event.kind = .documentEnd
        default: break
        }
        return event
    }
}

/// Where and why the parser gave up, in its own words, which are not for users.
struct YAMLMistake: Error {
    let problem: String
    let mark: SourceMark
    /// Where the construct began in which the mistake is.
    let context: SourceMark?

    fileprivate init(_ parser: yaml_parser_t) {
        problem = parser.problem.map { String(cString: $0) } ?? ""
        mark = SourceMark(parser.problem_mark)
        context = parser.context == nil ? nil : SourceMark(parser.context_mark)
    }
}

extension SourceMark {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}

extension YAMLValue.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
