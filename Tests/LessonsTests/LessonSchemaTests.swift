import CommandLanguage
import Foundation
import Testing

@testable import Lessons

/// The JSON Schema for editors, against the reader.
@Suite struct LessonSchemaTests {
    private static let file = LessonFiles.folder.appending(path: "lesson.schema.json")

    private func schema() throws -> SchemaValidator { try SchemaValidator(LessonSchema.text) }

    private func document(_ bytes: [UInt8]) throws -> YAMLValue {
        let collector = ProblemCollector(file: "", bytes: bytes)
        return try #require(StrictYAML.read(bytes, limits: Limits(), into: collector))
    }

    /// `BACKSTEP_RECORD_SCHEMA=1` writes it.
    @Test func theFileIsUpToDate() throws {
        if ProcessInfo.processInfo.environment["BACKSTEP_RECORD_SCHEMA"] != nil {
            try Data(LessonSchema.text.utf8).write(to: Self.file)
        }
        let written = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(written == LessonSchema.text, "BACKSTEP_RECORD_SCHEMA=1 swift test --filter LessonSchemaTests writes it anew")
    }

    @Test func everyLessonAndModelIsAccepted() throws {
        let schema = try schema()
        let models = LessonFiles.folder.appending(path: "models")
        let files = try [LessonFiles.folder, models].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { folder.appending(path: $0) }
        }
        #expect(files.count > 80)
        for file in files {
            let mistake = schema.mistake(in: try document(Array(Data(contentsOf: file))))
            #expect(mistake == nil, "\(file.lastPathComponent)")
        }
    }

    /// The bad files whose mistake is one of keys or of shape, which an editor can see; the others need the reader.
    private static let refused = [
        "list", "unknown-key", "unknown-key-of-later", "text-for-number", "infinity", "unknown-activation", "unknown-loss",
        "unknown-optimizer", "base-60", "empty-values", "many", "units-without-weights", "steps", "program-without-loss",
        "schedule-word", "clipping", "early-stopping-number", "shuffle",
        "validation-word", "optimizer-without-name", "loss-mapping", "regularisation",
    ]

    @Test(arguments: refused) func refuses(name: String) throws {
        let folder = try #require(Bundle.module.resourceURL).path + "/bad/"
        guard let data = FileManager.default.contents(atPath: folder + name + ".yaml") else {
            Issue.record("no file")
            return
        }
        #expect(try schema().mistake(in: document(Array(data))) != nil)
    }

    /// Each thing that the schema says, against the reader: a file that breaks it is refused by both.
    @Test(arguments: [
        ("epochs: 2", "epochs: 0"), ("epochs: 2", "epochs: two"), ("epochs: 2", "epoch: 2"), ("learning-rate: 0.1", "learning-rate: 0"),
        ("title: A line\n", ""), ("title: A line", "title: {}"), ("title: A line", "title: {de: Eine Linie}"), ("title: A line", "title: [A line]"),
        ("{w: 2.5}", "{w: a}"), ("{w: 2.5}", "[2.5]"), ("inputs: [3]", "inputs: 3"), ("do: step 1 quantity", "do: {step: 1}"),
        ("activation: identity", "activation: tan"), ("activation: identity", "activation: identity\n        dropout: 1"),
    ])
    func breaksWhatBothKnow(good: String, bad: String) throws {
        let text = """
            title: A line
            model:
              network:
                inputs: [x]
                layers:
                  - name: output
                    activation: identity
                    neurons:
                      y: {weights: {w: 2.5}, bias: {b: 1}}
                loss: half-squared-error
            data: {samples: [{inputs: [3], targets: [5]}]}
            training: {optimizer: {name: gradient-descent, learning-rate: 0.1}, epochs: 2}
            steps:
              - do: step 1 quantity
            """
        func verdicts(_ text: String) throws -> [Bool] {
            let bytes = Array(text.utf8)
            let read = Lesson.read(bytes: bytes, file: "line.yaml", checker: .standard, loader: .none)
            return [(try? read.get()) != nil, try schema().mistake(in: document(bytes)) == nil]
        }
        #expect(try verdicts(text) == [true, true])
        #expect(text.contains(good))
        #expect(try verdicts(text.replacing(good, with: bad)) == [false, false])
    }
}

/// The part of JSON Schema that the lesson schema uses.
struct SchemaValidator {
    private let root: [String: Any]

    init(_ text: String) throws {
        root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Why a document is refused; nil if it is not.
    func mistake(in document: YAMLValue) -> String? { mistake(document, root) }

    private static let known: Set = [
        "$schema", "definitions", "$ref", "title", "description", "type", "properties", "required", "additionalProperties",
        "minProperties", "items", "anyOf", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    ]

    private func mistake(_ value: YAMLValue, _ schema: [String: Any]) -> String? {
        if let foreign = schema.keys.first(where: { !Self.known.contains($0) }) { return "unknown keyword \(foreign)" }
        if let reference = schema["$ref"] as? String {
            guard let definitions = root["definitions"] as? [String: Any],
                let target = definitions[String(reference.dropFirst("#/definitions/".count))] as? [String: Any]
            else { return "no definition \(reference)" }
            return mistake(value, target)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let mistakes = choices.map { mistake(value, $0) }
            return mistakes.contains(nil) ? nil : "\(value.mark): none of the alternatives"
        }
        if let words = schema["enum"] as? [String], !words.contains(value.text ?? "") { return "\(value.mark): not in \(words)" }
        let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, types.allSatisfy({ !value.isOfType($0) }) { return "\(value.mark): not of type \(types)" }
        switch value.content {
        case .scalar(let text, _): return schema["type"] as? [String] == nil ? mistake(text, at: value.mark, limits: schema) : nil
        case .sequence(let values):
            guard let items = schema["items"] as? [String: Any] else { return nil }
            return values.lazy.compactMap { mistake($0, items) }.first
        case .mapping(let pairs): return mistake(pairs, at: value.mark, schema)
        }
    }

    private func mistake(_ pairs: [YAMLValue.Pair], at mark: SourceMark, _ schema: [String: Any]) -> String? {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        for key in schema["required"] as? [String] ?? [] where !pairs.contains(where: { $0.key == key }) {
            return "\(mark): \(key) is missing"
        }
        if pairs.count < schema["minProperties"] as? Int ?? 0 { return "\(mark): too few properties" }
        for pair in pairs {
            if let property = properties[pair.key] {
                if let mistake = mistake(pair.value, property) { return mistake }
            } else if let further = schema["additionalProperties"] as? [String: Any] {
                if let mistake = mistake(pair.value, further) { return mistake }
            } else if schema["additionalProperties"] as? Bool == false {
                return "\(pair.keyMark): unknown key \(pair.key)"
            }
        }
        return nil
    }

    private func mistake(_ text: String, at mark: SourceMark, limits schema: [String: Any]) -> String? {
        guard let number = Double(text) else { return nil }
        func limit(_ name: String) -> Double? { (schema[name] as? NSNumber)?.doubleValue }
        let isWithin =
            number >= limit("minimum") ?? -.infinity && number <= limit("maximum") ?? .infinity
            && number > limit("exclusiveMinimum") ?? -.infinity && number < limit("exclusiveMaximum") ?? .infinity
        return isWithin ? nil : "\(mark): \(text) is out of range"
    }
}

extension YAMLValue {
    /// Whether the value is of one of JSON's types, by the rules of YAML 1.2.
    fileprivate func isOfType(_ type: String) -> Bool {
        switch (content, type) {
        case (.mapping, "object"), (.sequence, "array"): return true
        case (.scalar(let text, .plain), _):
            let isNumber = text.wholeMatch(of: #/[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/#) != nil
            switch type {
            case "number": return isNumber
            case "integer": return isNumber && Double(text).map { $0 == $0.rounded() } == true
            case "boolean": return ["true", "false"].contains(text)
            case "string": return !isNumber && !["true", "false", "null", "~", ""].contains(text)
            default: return false
            }
        case (.scalar, "string"): return true
        default: return false
        }
    }
}
