import CommandLanguage
import Foundation
import Yams

/// Reads YAML from a stranger: bytes to a tree of our own, or the mistakes that keep them from it.
///
/// In this order: the size; strict UTF-8; characters that YAML forbids; then the parser, on a text in
/// which no alias and no collection as a key can occur (`MaskedText`), because expanding the one and
/// hashing the other takes time without bound. Of the parser's result only texts, styles, anchors, tags
/// and marks are used: its conversions of scalars can trap.
struct StrictYAML {
    let collector: ProblemCollector
    let limits: Limits
    /// Reports nesting once, not once per branch.
    private var reportedDepth = false
    private var mask: MaskedText

    /// The document in `bytes`; nil when a mistake kept it from being read, which the collector then has.
    static func read(_ bytes: [UInt8], limits: Limits, into collector: ProblemCollector) -> YAMLValue? {
        guard let text = checkedText(bytes, limit: limits.fileBytes, into: collector) else { return nil }
        guard let mask = MaskedText(text) else {
            collector.report(Phrase.tooManyPrivateCharacters, at: .start)
            return nil
        }
        var reader = StrictYAML(collector: collector, limits: limits, mask: mask)
        return reader.parse()
    }

    private init(collector: ProblemCollector, limits: Limits, mask: MaskedText) {
        self.collector = collector
        self.limits = limits
        self.mask = mask
    }

    /// The bytes as text, when they are small enough, UTF-8, and hold no character that a text file may
    /// not hold.
    static func checkedText(_ bytes: [UInt8], limit: Int, into collector: ProblemCollector) -> String? {
        guard bytes.count <= limit else {
            collector.report(Phrase.fileTooLarge(limit: limit), at: .start)
            return nil
        }
        // Scalar by scalar only for the place of a mistake, and for a byte order mark.
        if let text = String(validating: bytes, as: UTF8.self), text.unicodeScalars.allSatisfy(isAllowed) {
            return text
        }
        var line = 1
        var column = 1
        var scalars = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var afterReturn = false
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .emptyInput:
                return collector.hasErrors ? nil : String(scalars)
            case .error:
                collector.report(Phrase.notUTF8, at: SourceMark(line: line, column: column))
                return nil
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if scalar == "\u{FEFF}", line == 1, column == 1, scalars.isEmpty {
                    continue  // A byte order mark says nothing in UTF-8.
                }
                if !isAllowed(scalar) {
                    collector.report(
                        Phrase.forbiddenCharacter(scalar), at: SourceMark(line: line, column: column))
                }
                scalars.append(scalar)
                if scalar == "\n" && afterReturn {
                    // The second half of a line end that was counted.
                } else if scalar == "\n" || scalar == "\r" {
                    line += 1
                    column = 1
                } else {
                    column += 1
                }
                afterReturn = scalar == "\r"
            }
        }
    }

    /// YAML's printable characters, without the line ends that editors do not count as such.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }

    private mutating func parse() -> YAMLValue? {
        while true {
            do {
                // Without the tables of conversions, of which none is used.
                let parser = try Parser(
                    yaml: mask.text, resolver: .basic, constructor: Constructor([:], [:], [:]), encoding: .utf8)
                guard let root = try parser.singleRoot() else {
                    collector.report(Phrase.emptyFile, at: .start)
                    return nil
                }
                // A node refers to its anchor weakly; the parser owns it.
                let document = withExtendedLifetime(parser) { convert(root, depth: 1) }
                // What lies too deep was not read; what it should have been is no second question.
                return reportedDepth ? nil : document
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let mark = SourceMark(line: context.mark.line, column: context.mark.column)
                let name = mask.restored(names.first ?? "")
                // The parser names the place of the first; with that one disguised it reads on, and the
                // walk over the tree meets the second.
                guard mask.disguiseKey(at: mark, named: name) else {
                    collector.report(Phrase.duplicateKey(name, first: nil), at: mark)
                    return nil
                }
            } catch let error as YamlError {
                SyntaxMistake(error, source: collector.source, depth: limits.depth).report(to: collector)
                return nil
            } catch {
                collector.report(Phrase.notYAML, at: .start)
                return nil
            }
        }
    }

    private mutating func convert(_ node: Node, depth: Int) -> YAMLValue {
        let mark = node.mark.map { SourceMark(line: $0.line, column: $0.column) } ?? .start
        var content = YAMLValue.Content.scalar("", .plain)
        if depth > limits.depth {
            if !reportedDepth { collector.report(Phrase.tooDeep(limits.depth), at: mark) }
            reportedDepth = true
            return YAMLValue(content: content, mark: mark)
        }
        if node.anchor != nil { collector.report(Phrase.anchor, at: mark) }
        switch node.tag.rawValue {
        case "", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map": break
        default: collector.report(Phrase.tag, at: mark)
        }
        switch node {
        case .scalar(let scalar):
            content = convert(scalar, at: mark)
        case .sequence(let sequence):
            content = .sequence(sequence.map { convert($0, depth: depth + 1) })
        case .mapping(let mapping):
            content = .mapping(pairs(of: mapping, depth: depth))
        case .alias:
            collector.report(Phrase.alias, at: mark)
        }
        return YAMLValue(content: content, mark: mark)
    }

    private func convert(_ scalar: Node.Scalar, at mark: SourceMark) -> YAMLValue.Content {
        let style: YAMLValue.Style =
            switch scalar.style {
            case .any, .plain: .plain
            case .singleQuoted: .singleQuoted
            case .doubleQuoted: .doubleQuoted
            case .literal: .literal
            case .folded: .folded
            }
        if style == .plain {
            if mask.beginsWithAlias(scalar.string) { collector.report(Phrase.alias, at: mark) }
            if mask.beginsWithExplicitKey(scalar.string) { collector.report(Phrase.explicitKey, at: mark) }
        }
        let text = mask.restored(scalar.string)
        if let hidden = text.unicodeScalars.first(where: { $0.isHidden }) {
            collector.report(Phrase.hiddenCharacter(hidden), at: mark, severity: .finding)
        }
        return .scalar(text, style)
    }

    private mutating func pairs(of mapping: Node.Mapping, depth: Int) -> [YAMLValue.Pair] {
        var pairs: [YAMLValue.Pair] = []
        var places: [String: SourceMark] = [:]
        for (keyNode, valueNode) in mapping {
            let key = convert(keyNode, depth: depth + 1)
            let value = convert(valueNode, depth: depth + 1)
            guard case .scalar(let name, _) = key.content else {
                collector.report(Phrase.keyIsNoText, at: key.mark)
                continue
            }
            if let first = places[name] {
                collector.report(Phrase.duplicateKey(name, first: first), at: key.mark)
                continue
            }
            places[name] = key.mark
            pairs.append(YAMLValue.Pair(key: name, keyMark: key.mark, value: value))
        }
        return pairs
    }
}

extension Unicode.Scalar {
    /// Whether the character does something to a terminal or to the order of a line, or cannot be seen.
    fileprivate var isHidden: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
