import CommandLanguage
import Foundation
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import Lessons

/// What is wrong with a file of numbers is said with its place and with what would fit, in every format.
struct GradientFormatTests {
    private static func problem(
        _ bytes: [UInt8], file: String, maps: [String] = [], kind: GradientReading.Kind? = nil
    ) throws -> Localized? {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        do throws(GradientFileProblem) {
            var reading = GradientReading(kind: kind)
            for map in maps { reading.maps.append(try NameMapping(map, for: run)) }
            _ = try GradientFile.read(bytes, file: file).observation(for: simulation, reading, file: file)
            return nil
        } catch {
            return error.message
        }
    }

    /// The same mistakes in a file of each format.
    private enum Format: String, CaseIterable {
        case json, npz, safetensors, csv

        func bytes(_ tensors: [(name: String, shape: [Int], values: [Double])]) -> [UInt8] {
            switch self {
            case .json: Array("{\(tensors.map { "\"\($0.name)\": \(rows($0.shape, $0.values[...]))" }.joined(separator: ",\n "))}".utf8)
            case .csv:
                Array(
                    tensors.flatMap { tensor in
                        tensor.values.enumerated().map { "\"\(tensor.name)\(index($0, tensor.shape))\",\($1)\r\n" }
                    }.joined().utf8)
            case .npz: GradientFormatTests.npz(tensors)
            case .safetensors: GradientFormatTests.safetensors(tensors)
            }
        }

        private func rows(_ shape: [Int], _ values: ArraySlice<Double>) -> String {
            guard let count = shape.first, count > 0 else { return values.first.map { $0.isNaN ? "NaN" : "\($0)" } ?? "0" }
            let size = values.count / count
            let inner = (0..<count).map { rows(Array(shape.dropFirst()), values[values.startIndex + $0 * size..<values.startIndex + ($0 + 1) * size]) }
            return "[\(inner.joined(separator: ", "))]"
        }

        private func index(_ place: Int, _ shape: [Int]) -> String {
            var (rest, index) = (place, [Int]())
            for size in shape.reversed() {
                index.insert(rest % size, at: 0)
                rest /= size
            }
            return shape.isEmpty ? "" : "[\(index.map(String.init).joined(separator: ","))]"
        }
    }

    private static func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    private static func bytes(_ values: [Double]) -> [UInt8] {
        values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) } }
    }

    private static func npz(_ tensors: [(name: String, shape: [Int], values: [Double])]) -> [UInt8] {
        tensors.flatMap { name, shape, values -> [UInt8] in
            let tuple = shape.map { "\($0)," }.joined(separator: " ")
            let header = Array("{'descr': '<f8', 'fortran_order': False, 'shape': (\(tuple)), }\n".utf8)
            let data = [0x93] + Array("NUMPY".utf8) + [1, 0] + bytes(header.count, 2) + header + bytes(values)
            let file = Array("\(name).npy".utf8)
            return [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0] + bytes(0, 4) + bytes(data.count, 4) + bytes(data.count, 4)
                + bytes(file.count, 2) + bytes(0, 2) + file + data
        }
    }

    private static func safetensors(_ tensors: [(name: String, shape: [Int], values: [Double])]) -> [UInt8] {
        var (entries, data) = ([String](), [UInt8]())
        for (name, shape, values) in tensors {
            let end = data.count + 8 * values.count
            entries.append("\"\(name)\":{\"dtype\":\"F64\",\"shape\":\(shape),\"data_offsets\":[\(data.count),\(end)]}")
            data += bytes(values)
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        return bytes(header.count, 8) + header + data
    }

    private static let right: [(name: String, shape: [Int], values: [Double])] = [
        ("0.weight", [2, 2], [-0.0559, -0.0895, 0.051, 0.0816]), ("0.bias", [2], [-0.1119, 0.1019]),
        ("2.weight", [1, 2], [-0.4286, -0.3673]), ("2.bias", [1], [-0.6835]),
    ]

    @Test(arguments: Format.allCases.map(\.rawValue)) func mistakesInEachFormat(name: String) throws {
        let format = try #require(Format(rawValue: name))
        let file = "f.\(name)"
        #expect(try Self.problem(format.bytes(Self.right), file: file) == nil)
        var table: [(String, [(name: String, shape: [Int], values: [Double])], String)] = [
            ("a name is missing", Array(Self.right.dropFirst()), "4 numbers are missing: w11, w12, w21, w22"),
            ("one too many", Self.right + [("4.weight", [1, 1], [1])], "of 3 layers (0, 2, 4), the model has 2 (hidden, output)"),
            ("another network's", Self.right.map { ($0.name, $0.shape.map { 2 * $0 }, Array(repeating: 0.25, count: $0.values.count << $0.shape.count)) }, "expected [2 × 2]"),
        ]
        var other = Self.right
        other[0] = ("0.weight", [2, 3], [1, 2, 3, 4, 5, 6])
        table.append(("a wrong shape", other, "has the shape [2 × 3], which does not fit: expected [2 × 2]"))
        other[0] = ("0.weight", [2, 2], [1, 2, .nan, 4])
        table.append(("not a number", other, "where a finite number is expected"))
        for (what, tensors, says) in table {
            let found = try Self.problem(format.bytes(tensors), file: file)
            #expect(found?.english.contains(says) == true, "\(what): \(found?.english ?? "read")")
            #expect(found?.english.contains(file) == true && found?.chinese.contains(file) == true)
        }
        let whole = format.bytes(Self.right)
        for count in whole.indices {
            // Cut anywhere it is refused, but for the blanks at the end and the rows of a table.
            guard let found = try Self.problem(Array(whole[..<count]), file: file) else {
                #expect(name == "csv" && whole.count - count <= 8, "\(count)")
                continue
            }
            #expect(found.english.contains(file), "\(found)")
        }
    }

    private static let tables: [(text: String, says: String)] = [
        ("name,value\nw11,abc\n", "f.csv:2:5:"), ("name,value\nw11,\n", "f.csv:2:5:"), ("name,value\nw11,nan\n", "f.csv:2:5: w11 holds nan, where a finite"),
        ("w11,w12\n0.1\n", "f.csv:2:1:"), ("w11,w12\n0.1,0.2,0.3\n", "f.csv:2:9:"), ("w11,1\nw11,2\n", "f.csv:2:1: the name w11 occurs twice"),
        ("w11,w11\n0.1,0.2\n", "f.csv:1:5: the name w11 occurs twice"), ("w11,w12,b1\n", "f.csv:1:1: expected rows of a name and its number"),
        ("\"w11,0.1\n", "f.csv:1:1:"), ("w\"11,0.1\n", "f.csv:1:2:"), ("", "f.csv:1:1: expected rows"), ("# only a remark\n", "f.csv:1:1: expected rows"),
        ("name,value\nw11,0.1\nw13,0.1\n", "did you mean w"), ("1,2\n3,4\n", "of 1 layers (f), the model has 2"),
        ("\"W1[0,0]\",1\n\"W1[1,1]\",2\n", "W1 has 2 numbers where its indices make it [2 × 2]"),
        ("\"W1[0,0]\",1\n\"W1[0]\",2\n", "rows of W1"), ("\"W1[999999,999999]\",1\n", "indices make it"), ("\"W1[9223372036854775807]\",1\n", "of 1 layers (W1[9223372036854775807])"),
        ("a,b\n1,0x10\n", "f.csv:2:3:"), ("name,value\nw11,1e999\n", "f.csv:2:5:"),
    ]

    @Test("A mistake in a table is shown with its line and column", arguments: tables.indices)
    func tableMistakes(row: Int) throws {
        let (text, says) = Self.tables[row]
        let found = try Self.problem(Array(text.utf8), file: "f.csv")
        #expect(found?.english.contains(says) == true, "\(found?.english ?? "read")")
    }

    @Test func otherFormatsAreNamed() throws {
        #expect(try Self.problem([0x89, 0x48, 0x44, 0x46, 0, 0], file: "f.h5")?.english.contains("HDF5") == true)
        #expect(try Self.problem(Array("w11: 1\n".utf8), file: "f.YAML")?.english.contains("written in YAML") == true)
        let name = Array("archive/data.pkl".utf8)
        let pickle = [0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 0] + Self.bytes(0, 16) + Self.bytes(name.count, 2) + Self.bytes(0, 2) + name
        #expect(try Self.problem(pickle, file: "f.pt")?.english.contains("pickle") == true)
        #expect(try Self.problem([0xFF, 0xFE, 0x00], file: "f.bin")?.english.contains("safetensors") == true)
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = FileManager.default.createFile(atPath: folder.path, contents: nil)
        let handle = try FileHandle(forWritingTo: folder)
        try handle.truncate(atOffset: 100 << 20)
        try handle.close()
        let error = try #require(throws: GradientFileProblem.self) { try GradientFile.read(paths: [folder.path]) }
        #expect(error.message.english.contains("16 MiB"), "\(error.message)")
    }

    // MARK: --map

    /// Names that say nothing: two biases in one number each cannot be told apart.
    private static let strange = """
        {"loss": 0.23355500681937788, "gradients": {"alpha": [[-0.05593507981643575, -0.08949612770629721], [0.05097183076409316, 0.08155492922254906]],
         "beta": [-0.1118701596328715, 0.10194366152818632], "gamma": [[-0.4286269447308423, -0.36730883053455854]], "delta": -0.6834544707870128}}
        """

    private static let maps: [(maps: [String], says: String?)] = [
        (["hidden.weights=alpha", "hidden.biases=beta", "output.weights=gamma", "b3=delta"], nil),
        (["w11=alpha[0,0]", "w12 = alpha[0, 1]", "w21=alpha[1,0]", "w22=alpha[1,1]", "b1=beta[0]", "b2=beta[1]", "output.weight=gamma", "output.bias=delta"], nil),
        (["w99=alpha[0,0]"], "the model has no w99"), (["hiden.weights=alpha"], "did you mean hidden.weights?"),
        (["hidden.weights=alhpa"], "f has no such name; it has alpha, beta, gamma, delta"), (["w11=alpha"], "as alpha[0,0]"),
        (["w11=alpha[2,0]"], "shape [2 × 2]"), (["w11=alpha[0]"], "shape [2 × 2]"), (["sideways"], "expected targets-first, sources-first, or"), (["=alpha"], "expected targets-first"),
        (["hidden.weights=gamma"], "which does not fit: expected [2 × 2]"), (["hidden.weights=alpha", "w11=beta[0]"], "gives w11 a second time"),
        ([], "the model has 2 (hidden, output)"),
    ]

    @Test("--map says what a name is", arguments: maps.indices)
    func mapped(row: Int) throws {
        let (maps, says) = Self.maps[row]
        let found = try Self.problem(Array(Self.strange.utf8), file: "f", maps: maps)
        if let says { #expect(found?.english.contains(says) == true, "\(maps): \(found?.english ?? "read")") } else { #expect(found == nil, "\(found?.english ?? "")") }
    }

    // MARK: What bare numbers are

    @Test func bareNumbersThatMayBeBothAreAskedAbout() throws {
        // y = w·1 with the target 0: ∂L/∂w = w.
        let network = Network(
            inputs: ["x"], layers: [Layer(name: "out", activation: .identity, neurons: [Neuron(name: "y", weights: [0], bias: nil)])],
            parameters: [Parameter(name: "w", role: .weight, initialValue: 1)], loss: .halfSquaredError, targets: ["t"])
        let model = TrainingRun(
            network: network, data: DataSet(rows: [([1], [0])]), settings: TrainingSettings(learningRate: 0.1, epochs: 3))
        let simulation = Simulation(from: try ComparisonPoint(model, parameters: [1], batch: [0], batchNumber: 0))
        let error = try #require(throws: GradientFileProblem.self) {
            try GradientFile.read(Array("{\"w\": 0.95}".utf8), file: "f").observation(for: simulation, file: "f")
        }
        #expect(error.message.english.contains("--as gradients") && error.message.english.contains("--as updated"))
        for (kind, name) in [(GradientReading.Kind.gradients, "grad(w)"), (.parameters(after: 0), "old(w)"), (.parameters(after: 2), "new(w)")] {
            let given = try GradientFile.read(Array("{\"w\": 0.95}".utf8), file: "f").observation(for: simulation, GradientReading(kind: kind), file: "f")
            #expect(given.observation.entries.map(\.name) == [name])
        }
    }

    /// Rows of a table are one update after another.
    @Test func rowsAreUpdates() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        let right = try #require(simulation.numbers(updates: 3))
        let names = run.architecture.parameters.map(\.name) + ["loss"]
        let rows = zip(right.updated, right.losses).map { ($0 + [$1]).map { "\($0)" }.joined(separator: ",") }
        let text = ([names.joined(separator: ",")] + rows).joined(separator: "\n")
        let given = try GradientFile.read(Array(text.utf8), file: "f.csv").observation(for: simulation, file: "f").observation
        #expect(given.entries.count == 30 && Diagnosis(of: given, from: simulation).agrees)
    }

    @Test func otherParametersAtTheStartAreSaidFirst() throws {
        let run = Networks.twoTwoOne(.sigmoid)
        let simulation = Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
        let text = "{\"parameters\": {\"0.weight\": [[0.2, 0.4], [-0.3, 0.6]], \"0.bias\": [0.1, -0.1], \"2.weight\": [[0.7, -0.6]], \"2.bias\": [0.2]}, \"loss\": 1}"
        let given = try GradientFile.read(Array(text.utf8), file: "f").observation(for: simulation, file: "f").observation
        let diagnosis = Diagnosis(of: given, from: simulation)
        #expect(diagnosis.startsElsewhere && diagnosis.findings.isEmpty && !diagnosis.agrees)
        #expect(diagnosis.departures.map(\.name) == ["old(w22)", "L"])
    }
}
