import CommandLanguage

/// What somebody's program wrote down: tensors of numbers under their names.
public struct GradientFile: Sendable {
    /// Numbers in rows, and their shape; a scalar has none.
    struct Tensor: Sendable {
        /// What a program calls it, from the outermost name.
        let path: [String]
        let shape: [Int]
        let values: [Double]

        /// `hidden › w`
        var name: String { path.joined(separator: " › ") }
    }

    var losses: [Double] = []
    var gradients: [Tensor] = []
    /// The parameters after each update.
    var updated: [[Tensor]] = []
    /// Other quantities by the grammar's names: z(h1), a(h1), delta(h1).
    var values: [Tensor] = []
    /// Half a unit of the last decimal that the file has; 0 where numbers are written in full.
    var resolution = 0.0
    /// Whether the numbers are of float32.
    var isSingle = false

    /// How large such a file may be.
    static let mostBytes = 16 << 20

    /// Reads the file at `path`; what is wrong with it is said in one sentence.
    public static func read(path: String) throws(GradientFileProblem) -> GradientFile {
        switch FileLoader.contents(of: path, limit: mostBytes) {
        case .success(let bytes): return try read(bytes, file: path)
        case .failure(let failure): throw GradientFileProblem(Phrase.cannotLoad(path, failure, limit: mostBytes))
        }
    }

    static func read(_ bytes: [UInt8], file: String) throws(GradientFileProblem) -> GradientFile {
        if bytes.starts(with: NumPyArchive.signature) { return try GradientFile(NumPyArchive.tensors(bytes, file: file), file) }
        // A brace right behind the length of the header.
        if bytes.count > 9, bytes[8] == UInt8(ascii: "{"), bytes[7] == 0 {
            return try GradientFile(SafetensorsFile.tensors(bytes, file: file), file)
        }
        let json: JSONText
        do throws(JSONMistake) {
            json = try JSONParser.parse(bytes)
        } catch {
            let lines = bytes[..<min(error.offset, bytes.count)].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            throw GradientFileProblem(
                Phrase.notJSON(file, line: lines.count, column: (lines.last?.count ?? 0) + 1, error.kind))
        }
        return try GradientFile(json, file: file)
    }

    /// All tensors of a binary file are gradients, but for one that is called `loss`.
    private init(_ tensors: [BinaryTensor], _ file: String) throws(GradientFileProblem) {
        for tensor in tensors {
            if let bad = tensor.values.first(where: { !$0.isFinite }) {
                throw GradientFileProblem(Phrase.notFinite("\(bad)", tensor.name, file))
            }
            if tensor.name == "loss" {
                losses = tensor.values
            } else {
                gradients.append(Tensor(path: [tensor.name], shape: tensor.shape, values: tensor.values))
            }
        }
        isSingle = tensors.contains(where: \.isSingle)
    }

    private init(_ json: JSONText, file: String) throws(GradientFileProblem) {
        guard case .object(let members) = json else { throw GradientFileProblem(Phrase.gradientsExpected(file)) }
        var written = Written()
        let keys: Set = ["loss", "losses", "gradients", "updated", "values"]
        let isPlain = !members.contains { ["gradients", "updated", "values"].contains($0.key) }
        for (key, value) in members {
            switch key {
            case "loss", "losses": losses = try Self.tensors(value, [key], file, &written).flatMap(\.values)
            case "gradients": gradients = try Self.tensors(value, [], file, &written)
            case "values": values = try Self.tensors(value, [], file, &written)
            case "updated":
                if case .array(let all) = value {
                    for one in all { updated.append(try Self.tensors(one, [], file, &written)) }
                } else {
                    updated = [try Self.tensors(value, [], file, &written)].filter { !$0.isEmpty }
                }
            default:
                guard isPlain else { throw GradientFileProblem(Phrase.unknownPart(key, file, known: keys.sorted())) }
                gradients += try Self.tensors(value, [key], file, &written)
            }
        }
        resolution = written.resolution
        isSingle = written.isSingle
    }

    /// The tensors of a value: nested objects are names inside names, nested arrays rows.
    private static func tensors(
        _ json: JSONText, _ path: [String], _ file: String, _ written: inout Written
    ) throws(GradientFileProblem) -> [Tensor] {
        // What a template leaves to be filled in.
        if case .literal("null") = json { return [] }
        if case .object(let members) = json {
            var all: [Tensor] = []
            for (key, value) in members { all += try tensors(value, path + [key], file, &written) }
            return all
        }
        var values: [Double] = []
        let shape = try shape(json, path, file, &values, &written)
        return [Tensor(path: path, shape: shape, values: values)]
    }

    private static func shape(
        _ json: JSONText, _ path: [String], _ file: String, _ values: inout [Double], _ written: inout Written
    ) throws(GradientFileProblem) -> [Int] {
        let name = path.joined(separator: " › ")
        switch json {
        case .number(let value, let digits):
            guard value.isFinite else { throw GradientFileProblem(Phrase.notFinite("\(value)", name, file)) }
            values.append(value)
            written.add(value, digits)
            return []
        case .literal(let word): throw GradientFileProblem(Phrase.notFinite(word, name, file))
        case .string(let text): throw GradientFileProblem(Phrase.textForNumber(text, name, file))
        case .object: throw GradientFileProblem(Phrase.textForNumber("{…}", name, file))
        case .array(let elements):
            var inner: [Int]?
            for element in elements {
                let shape = try shape(element, path, file, &values, &written)
                guard inner ?? shape == shape else { throw GradientFileProblem(Phrase.raggedRows(name, file)) }
                inner = shape
            }
            return [elements.count] + (inner ?? [])
        }
    }
}

/// What is wrong with a file of gradients.
public struct GradientFileProblem: Error, Equatable, Sendable {
    public let message: Localized
    init(_ message: Localized) { self.message = message }
}

/// How exactly a file's numbers were written, all together: a program leaves out a number's zeros at the end, so one
/// number by itself does not tell.
private struct Written {
    private var significant = 0
    private var decimals = 0
    private var fitsSingle = true

    mutating func add(_ value: Double, _ digits: WrittenDigits) {
        significant = max(significant, digits.significant)
        decimals = max(decimals, digits.decimals)
        fitsSingle = fitsSingle && Double(Float(value)) == value
    }

    /// Fifteen digits and more are all that a double has, and what it lacks is rounding.
    private var isFull: Bool { significant >= 15 }
    var resolution: Double {
        if isFull { return 0 }
        var unit = 0.5
        for _ in 0..<min(decimals, 320) { unit /= 10 }
        return unit
    }
    var isSingle: Bool { isFull && fitsSingle || (7...9).contains(significant) }
}
