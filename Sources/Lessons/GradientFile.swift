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
    /// The parameters before any update.
    var parameters: [Tensor] = []
    /// The parameters after each update.
    var updated: [[Tensor]] = []
    /// Other quantities by the grammar's names: z(h1), a(h1), delta(h1).
    var values: [Tensor] = []
    /// Tensors that are not said to be gradients or parameters; several sets are those after one update after another.
    var bare: [[Tensor]] = []
    /// Half a unit of the last decimal that the file has; 0 where numbers are written in full.
    var resolution = 0.0
    /// Whether the numbers are of float32.
    var isSingle = false

    /// How large such a file may be.
    static let mostBytes = 16 << 20

    /// Reads the files at `paths` as one; what is wrong with them is said in one sentence.
    public static func read(paths: [String]) throws(GradientFileProblem) -> GradientFile {
        var whole = GradientFile()
        for path in paths {
            let bytes: [UInt8]
            switch FileLoader.contents(of: path, limit: mostBytes) {
            case .success(let read): bytes = read
            case .failure(let failure): throw GradientFileProblem(Phrase.cannotLoad(path, failure, limit: mostBytes))
            }
            try whole.join(read(bytes, file: path), file: path)
        }
        return whole
    }

    private mutating func join(_ other: GradientFile, file: String) throws(GradientFileProblem) {
        if bare.isEmpty {
            bare = other.bare
        } else if bare.count == 1, other.bare.count == 1 {
            bare[0] += other.bare[0]
        } else if !other.bare.isEmpty {
            throw GradientFileProblem(Phrase.rowsOfSeveralFiles(file))
        }
        losses += other.losses
        gradients += other.gradients
        parameters += other.parameters
        updated += other.updated
        values += other.values
        resolution = max(resolution, other.resolution)
        isSingle = isSingle || other.isSingle
    }

    private static let columnSuffixes = [".csv", ".tsv", ".txt", ".dat"]

    static func read(_ bytes: [UInt8], file: String) throws(GradientFileProblem) -> GradientFile {
        let isText = columnSuffixes.contains { file.lowercased().hasSuffix($0) }
        if bytes.starts(with: NumPyArchive.signature) { return try GradientFile(NumPyArchive.tensors(bytes, file: file), file) }
        if bytes.starts(with: NumPyArchive.arraySignature) {
            return try GradientFile([NumPyArchive.array(bytes[...], name: stem(of: file), file)], file)
        }
        // HDF5, as Keras saves models and weights.
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { throw GradientFileProblem(Phrase.otherFormat("HDF5", file)) }
        // A brace right behind the length of the header.
        if bytes.count > 9, bytes[8] == UInt8(ascii: "{"), bytes[7] == 0 {
            return try GradientFile(SafetensorsFile.tensors(bytes, file: file), file)
        }
        if [".yaml", ".yml"].contains(where: file.lowercased().hasSuffix) {
            throw GradientFileProblem(Phrase.otherFormat("YAML", file))
        }
        let first = bytes.first { ![0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) }
        let isJSON = first == nil || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || file.lowercased().hasSuffix(".json")
        if isText || !isJSON { return try GradientFile(columns: bytes, file: file) }
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

    /// `dW1` of `numbers/dW1.csv`.
    static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }

    init() {}

    private init(_ tensors: [BinaryTensor], _ file: String) throws(GradientFileProblem) {
        for tensor in tensors {
            if let bad = tensor.values.first(where: { !$0.isFinite }) {
                throw GradientFileProblem(Phrase.notFinite("\(bad)", tensor.name, file))
            }
        }
        sort([tensors.map { Tensor(path: [$0.name], shape: $0.shape, values: $0.values) }])
        isSingle = tensors.contains(where: \.isSingle)
    }

    /// Puts each tensor where its name says that it belongs: `loss`, `z(h1)`, `grad(w11)`, `new(w11)`.
    mutating func sort(_ sets: [[Tensor]]) {
        var bare: [[Tensor]] = []
        for set in sets {
            var rest: [Tensor] = []
            var new: [Tensor] = []
            for tensor in set {
                let name = tensor.path.last ?? ""
                if tensor.path.count == 1, ["loss", "losses", "L"].contains(name) {
                    losses += tensor.values
                } else if ["z(", "a(", "delta("].contains(where: name.hasPrefix), name.hasSuffix(")") {
                    values.append(tensor)
                } else if name.hasPrefix("grad("), name.hasSuffix(")") {
                    gradients.append(tensor)
                } else if name.hasPrefix("new("), name.hasSuffix(")") {
                    new.append(tensor)
                } else {
                    rest.append(tensor)
                }
            }
            if !new.isEmpty { updated.append(new) }
            if !rest.isEmpty { bare.append(rest) }
        }
        self.bare = bare
    }

    private init(_ json: JSONText, file: String) throws(GradientFileProblem) {
        guard case .object(let members) = json else { throw GradientFileProblem(Phrase.gradientsExpected(file)) }
        var written = Written()
        let keys: Set = ["loss", "losses", "gradients", "parameters", "updated", "values"]
        let isPlain = !members.contains { ["gradients", "parameters", "updated", "values"].contains($0.key) }
        var plain: [Tensor] = []
        for (key, value) in members {
            written.part = isPlain ? Written.part(of: key) : key
            switch key {
            case "loss", "losses": losses = try Self.tensors(value, [key], file, &written).flatMap(\.values)
            case "gradients": gradients = try Self.tensors(value, [], file, &written)
            case "parameters": parameters = try Self.tensors(value, [], file, &written)
            case "values": values = try Self.tensors(value, [], file, &written)
            case "updated":
                if case .array(let all) = value {
                    for one in all { updated.append(try Self.tensors(one, [], file, &written)) }
                } else {
                    updated = [try Self.tensors(value, [], file, &written)].filter { !$0.isEmpty }
                }
            default:
                guard isPlain else { throw GradientFileProblem(Phrase.unknownPart(key, file, known: keys.sorted())) }
                plain += try Self.tensors(value, [key], file, &written)
            }
        }
        if isPlain { sort([plain]) }
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
struct Written {
    private struct Digits {
        var significant = 0
        var decimals = 0
        var fitsSingle = true

        /// Fifteen digits and more are all that a double has, and what it lacks is rounding.
        var isFull: Bool { significant >= 15 }
        var isSingle: Bool { isFull && fitsSingle || (7...9).contains(significant) }
    }

    /// What the numbers are of that come next.
    var part = ""
    private var whole = Digits()
    private var parts: [String: Digits] = [:]

    /// The part of a file without parts that a name belongs to.
    static func part(of name: String) -> String { ["loss", "losses", "L"].contains(name) ? "loss" : "" }

    mutating func add(_ value: Double, _ digits: WrittenDigits) {
        func add(to all: inout Digits) {
            all.significant = max(all.significant, digits.significant)
            all.decimals = max(all.decimals, digits.decimals)
            all.fitsSingle = all.fitsSingle && Double(Float(value)) == value
        }
        add(to: &whole)
        add(to: &parts[part, default: Digits()])
    }

    var resolution: Double {
        if whole.isFull { return 0 }
        var unit = 0.5
        for _ in 0..<min(whole.decimals, 320) { unit /= 10 }
        return unit
    }

    /// Whether the program computed in float32: all of its numbers are rounded so then, also a loss that is a mean in
    /// float64 of such losses. Parameters and values that begin short say nothing by themselves.
    var isSingle: Bool { whole.isSingle || parts.contains { !["parameters", "values"].contains($0.key) && $0.value.isSingle } }
}
