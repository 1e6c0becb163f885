import CommandLanguage

/// The JSON Schema of lesson and model files, for editors: made of the tables by which the reader reads.
///
/// It knows shapes and keys. What depends on several places at once, such as how many weights a neuron has, only the
/// reader can tell.
public enum LessonSchema {
    /// The schema as a file, in draft 7: the newest that the common YAML language server reads.
    public static var text: String {
        var tables = Tables()
        let root = tables.schema(of: LessonKey.self)
        // Each table may name others that have not been met before.
        var definitions: [(String, Node)] = []
        while let table = tables.next() { definitions.append((Tables.name(of: table), tables.schema(of: table))) }
        var members: [(String, Node)] = [
            ("$schema", .string("http://json-schema.org/draft-07/schema#")),
            ("title", .string("Backstep: model and lesson files")),
        ]
        if case .object(let own) = root { members += own }
        members.append(("definitions", .object(definitions.sorted { $0.0 < $1.0 })))
        return Node.object(members).text(indentation: "") + "\n"
    }

    /// A value of JSON, its members in their order.
    private enum Node {
        case string(String), bare(String), array([Node]), object([(String, Node)])

        func text(indentation: String) -> String {
            let inner = indentation + "  "
            func block(_ open: String, _ lines: [String], _ close: String) -> String {
                lines.isEmpty ? open + close : open + "\n" + lines.map { inner + $0 }.joined(separator: ",\n") + "\n" + indentation + close
            }
            return switch self {
            case .string(let text): Self.quoted(text)
            case .bare(let text): text
            case .array(let elements) where elements.allSatisfy(\.isScalar):
                "[" + elements.map { $0.text(indentation: "") }.joined(separator: ", ") + "]"
            case .array(let elements): block("[", elements.map { $0.text(indentation: inner) }, "]")
            case .object(let members): block("{", members.map { Self.quoted($0) + ": " + $1.text(indentation: inner) }, "}")
            }
        }

        private var isScalar: Bool {
            switch self {
            case .string, .bare: true
            case .array, .object: false
            }
        }

        private static func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
    }

    /// The tables that the schema names, each defined once.
    private struct Tables {
        private var met: Set<String> = []
        private var waiting: [any KeyTable.Type] = []

        /// `LayerKey` defines a `layer`.
        static func name(of table: any KeyTable.Type) -> String {
            let name = String(describing: table)
            return (name.hasSuffix("Key") ? String(name.dropLast(3)) : name).lowercased()
        }

        mutating func next() -> (any KeyTable.Type)? { waiting.popLast() }

        private mutating func reference(to table: any KeyTable.Type) -> Node {
            let name = Self.name(of: table)
            if met.insert(name).inserted { waiting.append(table) }
            return .object([("$ref", .string("#/definitions/\(name)"))])
        }

        mutating func schema<Key: KeyTable>(of table: Key.Type) -> Node {
            var properties: [(String, Node)] = []
            for key in table.allCases { properties.append((key.rawValue, schema(of: key.shape))) }
            var members: [(String, Node)] = [
                ("type", .string("object")), ("description", .string(table.subject.english)),
                ("properties", .object(properties)),
            ]
            let required = table.allCases.filter(\.isRequired)
            if !required.isEmpty { members.append(("required", .array(required.map { .string($0.rawValue) }))) }
            if table == LanguageKey.self { members.append(("minProperties", .bare("1"))) }
            return .object(members + [("additionalProperties", .bare("false"))])
        }

        private mutating func schema(of shape: Shape) -> Node {
            switch shape {
            case .text: anyOf([schema(of: .string), reference(to: LanguageKey.self)])
            // An editor takes a bare 7 or true for something else; the reader takes it for its letters.
            case .string: .object([("type", .array(["string", "number", "boolean"].map(Node.string)))])
            case .number(let domain): .object([("type", .string("number"))] + domain.limits.map { ($0, .bare($1)) })
            case .integer(let range):
                .object([
                    ("type", .string("integer")), ("minimum", .bare("\(range.lowerBound)")),
                    ("maximum", .bare("\(range.upperBound)")),
                ])
            case .truth: .object([("type", .string("boolean"))])
            case .choice(let words): .object([("enum", .array(words.map(Node.string)))])
            case .list(let element): .object([("type", .string("array")), ("items", schema(of: element))])
            case .record(let value): .object([("type", .string("object")), ("additionalProperties", schema(of: value))])
            case .table(let table): reference(to: table)
            case .either(let one, let other): anyOf([schema(of: one), schema(of: other)])
            }
        }

        private func anyOf(_ nodes: [Node]) -> Node { .object([("anyOf", .array(nodes))]) }
    }
}

extension NumberDomain {
    /// The domain in the words of JSON Schema.
    fileprivate var limits: [(String, String)] {
        switch self {
        case .any: []
        case .positive: [("exclusiveMinimum", "0")]
        case .notNegative: [("minimum", "0")]
        case .belowOne: [("minimum", "0"), ("exclusiveMaximum", "1")]
        case .share: [("exclusiveMinimum", "0"), ("exclusiveMaximum", "1")]
        }
    }
}
