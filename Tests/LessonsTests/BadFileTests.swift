import CommandLanguage
import Foundation
import Testing

@testable import Lessons

/// What is expected of one bad file: its mistakes in their order, as `line:column` (for another file
/// than the lesson `name:line:column`) and words of the message.
struct BadFile: Sendable, CustomTestStringConvertible {
    let name: String
    let mistakes: [(place: String, words: [String])]
    let hasOthers: Bool
    /// Whether the file works all the same.
    let isWarning: Bool

    init(_ name: String, _ mistakes: (String, [String])...) {
        self.name = name
        self.mistakes = mistakes.map { (place: $0.0, words: $0.1) }
        hasOthers = false
        isWarning = false
    }

    /// A file that works, but not as its author may think.
    init(warning name: String, _ mistakes: (String, [String])...) {
        self.name = name
        self.mistakes = mistakes.map { (place: $0.0, words: $0.1) }
        hasOthers = false
        isWarning = true
    }

    /// A file so far from a lesson that it has other mistakes, too.
    init(_ name: String, among mistakes: (String, [String])...) {
        self.name = name
        self.mistakes = mistakes.map { (place: $0.0, words: $0.1) }
        hasOthers = true
        isWarning = false
    }

    var testDescription: String { name }
}

private let badFiles: [BadFile] = [
    BadFile("empty.yaml", ("1:1", ["empty", "title:"])),
    BadFile("list.yaml", ("1:1", ["a list", "a lesson file", "`model`"])),
    BadFile("tabs.yaml", ("3:1", ["tab", "spaces"])),
    BadFile("duplicate-key.yaml", ("16:5", ["`inputs`", "twice", "line 4"])),
    BadFile("unknown-key.yaml", ("7:9", ["unknown key `activaton` in a layer", "did you mean `activation`"])),
    BadFile(
        "unknown-key-of-later.yaml",
        ("24:3", ["unknown key `averaging`", "`optimizer`, `schedule`, `clipping`", "`early-stopping`, `frozen`"])),
    BadFile("weight-missing.yaml", ("10:25", ["`h2` has 2 sources", "1 weight;", "from `x2` is missing"])),
    BadFile("weight-too-many.yaml", ("9:46", ["`w13` is too many", "`h1`", "`x1`, `x2`"])),
    BadFile("text-for-number.yaml", ("14:40", ["`minus` is not a number", "0.5"])),
    BadFile("infinity.yaml", ("20:54", ["`.inf`", "finite"])),
    BadFile("too-large-number.yaml", ("9:41", ["`1e400`", "too large"])),
    BadFile("inputs-of-wrong-length.yaml", ("18:16", ["3 inputs", "has 2: `x1`, `x2`"])),
    BadFile("unknown-activation.yaml", ("7:21", ["`sigmod`", "did you mean `sigmoid`"])),
    BadFile("unknown-loss.yaml", ("15:11", ["`cross-entropy`", "known are `half-squared-error`"])),
    BadFile("unknown-optimizer.yaml", ("20:21", ["`lbfgs`", "known are `gradient-descent`, `momentum`"])),
    BadFile(
        "csv-missing-cell.yaml", ("missing-cell.csv:3:5", ["2 cells", "has 3", "`t` is missing"]),
        ("missing-cell.csv:4:5", ["`x2` is empty"])),
    BadFile(
        "csv-text-in-cell.yaml", ("text-in-cell.csv:2:5", ["column `x2`", "`0,8`", "write `0.8`"]),
        ("text-in-cell.csv:3:9", ["column `t`", "`n/a` is not a number"])),
    BadFile("csv-outside.yaml", ("17:8", ["leads out of the lesson's folder"])),
    BadFile("csv-absolute.yaml", ("17:8", ["`/etc/passwd` leads out"])),
    BadFile("csv-not-there.yaml", ("17:8", ["no file `no-such-file.csv`"])),
    BadFile(
        "csv-unknown-column.yaml", ("18:16", ["header of `missing-cell.csv`", "`x_2`", "did you mean `x2`"]),
        ("19:13", ["`y`", "known are `x1`, `x2`, `t`"])),
    BadFile("invalid-utf8.yaml", ("1:24", ["not UTF-8"])),
    BadFile("nested-lists.yaml", ("1:39", ["more than 32 deep"])),
    BadFile("nested-40.yaml", ("1:39", ["more than 32 deep"])),
    BadFile(
        "alias-bomb.yaml", among: ("1:4", ["`&`", "anchor"]), ("2:4", ["anchor"]), ("2:8", ["`*`", "alias"]),
        ("9:1", ["more mistakes"])),
    BadFile(
        "alias-as-key.yaml", among: ("1:4", ["`&`", "anchor"]), ("2:8", ["`*`", "alias"]), ("10:1", ["more mistakes"])),
    BadFile("small-alias-as-key.yaml", among: ("2:1", ["alias"]), ("3:6", ["anchor"]), ("4:7", ["alias"])),
    BadFile("base-60.yaml", ("22:11", ["`59:59", "a whole number from 1 to 1000000000"])),
    BadFile("list-as-key.yaml", among: ("1:3", ["a key is a name", "`key: value`"])),
    BadFile("flow-list-as-key.yaml", among: ("2:1", ["a key is a name"])),
    BadFile("escape-in-title.yaml", ("1:8", ["U+001B"]), ("22:11", ["`many`", "a whole number"])),
    BadFile(
        "many.yaml", ("9:31", ["`0_2`"]), ("15:5", ["`los`", "`loss`"]), ("21:15", ["5 samples", "hold 1"]),
        ("22:11", ["`1e2`", "write `100`"]), ("23:9", ["`-7`", "0 to 18446744073709551615"]),
        ("26:5", ["`dos`", "`do`"])),
    BadFile(
        "names.yaml", ("4:18", ["`t` is the target's name"]), ("10:11", ["`delta`", "meaning"]),
        ("14:25", ["`h1`", "a neuron", "line 9"]), ("14:53", ["`1b` is not a name"])),
    BadFile(
        "shared-differs.yaml", ("14:30", ["`w11` is 0.7 here but 0.2 in line 9"]),
        ("14:54", ["`w12`", "weight", "bias"])),
    BadFile("frozen.yaml", ("24:12", ["no such parameter", "`w1`", "`w11`"])),
    BadFile(
        "units-without-weights.yaml", ("6:24", ["no weights", "3 lists of 2 numbers"]),
        ("6:52", ["`initialization`", "did you mean `initialisation`"]), ("7:87", ["1 unit but 2 biases"])),
    BadFile(
        "initialisation.yaml",
        ("6:64", ["`constant` needs its numbers", "`{name: constant, value: 0.5}`"]),
        ("7:88", ["`high` is 1.0", "greater than `low`"]), ("8:99", ["`0` must be greater than 0"]),
        ("9:88", ["`low` does not belong to the initialisation `normal`", "`{name: normal, mean: 0, deviation: 0.1}`"]),
        ("10:82", ["`deviation` does not belong to the initialisation `he-normal`", "write `he-normal`"]),
        ("11:64", ["`xavier` is not known here"]), ("12:80", ["unknown key `lo`", "did you mean `low`"]),
        ("13:64", ["a list stands where", "`xavier-uniform`"]), ("14:38", ["no number of neurons", "`units: 3`"]),
        ("15:76", ["`weights` gives the weights", "keep one of the two"]),
        ("16:39", ["`initialisation` is for a layer without `neurons`"]), ("16:111", ["`weights` is missing"]),
        ("17:91", ["2 units but 3 biases"]), ("18:65", ["too large for a number"]),
        ("19:65", ["`uniform` needs its numbers"]), ("20:65", ["`name` is missing in an initialisation"])),
    BadFile("too-many-units.yaml", ("7:31", ["`second`", "at least 1003003000 nodes", "at most 1000000"])),
    BadFile(
        "matrix-shapes.yaml", ("10:11", ["3 units but 2 lists"]), ("10:20", ["unit 1", "3 weights but 2 sources"]),
        ("12:9", ["3 units but 1 bias;"]), ("13:16", ["another layer", "line 6"]), ("13:85", ["one bias"]),
        ("17:33", ["2 targets", "1 output;"])),
    BadFile(
        "steps.yaml", ("27:5", ["`within`", "`expect`"]), ("28:5", ["does nothing"]), ("29:10", ["a list", "a text"]),
        ("30:10", ["a question needs `answer`", "`choices`", "`reach`"]), ("31:11", ["unknown key `de`", "`en`, `zh`"]),
        ("32:16", ["a list stands where a text"]), ("33:10", ["alias"])),
    BadFile("unclosed-quote.yaml", ("25:15", ["quote", "never closed"])),
    BadFile("colon-in-text.yaml", ("28:25", ["second `: `", "quotes"])),
    BadFile("tags-and-anchors.yaml", ("22:11", ["anchor"]), ("23:9", ["tag"])),
    BadFile("without-training-or-data.yaml", ("1:1", ["`data` is missing in a lesson file", "`samples`"])),
    BadFile("second-document.yaml", ("24:1", ["second document"])),
    BadFile(
        "program.yaml", ("3:24", ["`sigmoid`", "meaning"]), ("5:25", ["`minus` is not a number"]),
        ("5:32", ["`x1`", "an input", "line 3"]), ("9:16", ["`later`", "line 13"]), ("11:24", ["`nope`"]),
        ("14:14", ["f takes 2 values, not 1"]), ("15:19", ["`>`", "does not compare"])),
    BadFile(
        "program-losses.yaml", ("7:27", ["`b` is updated by `LA` already"]), ("7:30", ["no such parameter", "`d`"]),
        ("9:3", ["neither `inputs` nor `targets`"])),
    BadFile(
        "program-unused.yaml", ("3:22", ["`L` does not depend on `b`", "delete"]), ("3:28", ["`c`"]),
        ("11:12", ["no such parameter"])),
    BadFile(
        "program-without-loss.yaml", ("3:3", ["`loss` is missing in a model"]),
        ("4:3", ["unknown key `programm`", "`program`"])),
    BadFile("program-loss-not-assigned.yaml", ("5:9", ["no line of the program assigns the loss `loss`", "`lost`"])),
    BadFile("program-folded.yaml", ("4:12", ["`program: |`"])),
    BadFile("program-one-line.yaml", ("5:21", ["no value `y`"]), ("9:7", ["`inputs` is missing in a sample"]),
        ("9:17", ["1 target here", "has none"])),
    BadFile("program-and-network.yaml", ("7:3", ["`parameters`", "keep one"]), ("8:3", ["`loss`"])),
    BadFile("model-empty.yaml", ("2:8", ["`network:`", "`program:`"])),
    BadFile("program-huge.yaml", ("6:14", ["more than 1000000 rounds"])),
    BadFile("empty-values.yaml", ("15:5", ["`loss` has no value"]), ("22:3", ["`epochs` has no value"])),
]

private func folder() throws -> String { try #require(Bundle.module.resourceURL).path + "/bad/" }

@Test(arguments: badFiles + badTrainingFiles) func badFile(_ bad: BadFile) throws {
    let folder = try folder()
    let problems: [Problem]
    switch Lesson.read(path: folder + bad.name) {
    case .failure(let failure): problems = failure.problems
    case .success(let lesson): problems = lesson.warnings
    }
    #expect(problems.contains { $0.severity == .error } == !bad.isWarning)
    func place(of problem: Problem) -> String {
        let place = "\(problem.line):\(problem.column)"
        return problem.file == folder + bad.name ? place : problem.file.dropFirst(folder.count) + ":" + place
    }
    if !bad.hasOthers { #expect(problems.map(place) == bad.mistakes.map(\.place)) }
    for (index, mistake) in bad.mistakes.enumerated() {
        let fits = problems.enumerated().contains { number, problem in
            (bad.hasOthers || number == index) && place(of: problem) == mistake.place
                && mistake.words.allSatisfy(problem.message.english.contains)
        }
        #expect(fits, "\(mistake): \(problems.map(\.message.english))")
    }
    for problem in problems {
        #expect(problem.message.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }
}

@Test func everyBadFileIsInTheTable() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder()).filter { $0.hasSuffix(".yaml") }
    #expect(Set(files) == Set((badFiles + badTrainingFiles).map(\.name)))
}

@Test func aFileOfTwoMebibytesIsRefusedWithoutBeingRead() throws {
    let path = NSTemporaryDirectory() + "backstep-large-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(repeating: UInt8(ascii: "#"), count: 2 << 20).write(to: URL(fileURLWithPath: path))
    let problems = try #require(throws: FileProblems.self) { try Lesson.read(path: path).get() }.problems
    #expect(problems.map(\.mark) == [SourceMark(line: 1, column: 1)])
    #expect(problems.first?.message.english.contains("at most 1 MiB") == true)
}

@Test(arguments: ["", "/", "/dev/zero", "no/such/file.yaml", "a\0b"])
func whatIsNoFileIsAMistake(path: String) throws {
    let problems = try #require(throws: FileProblems.self) { try Lesson.read(path: path).get() }.problems
    #expect(problems.count == 1)
}

@Test func aLinkDoesNotLeadOutOfTheFolder() throws {
    let manager = FileManager.default
    let root = NSTemporaryDirectory() + "backstep-links-\(UUID().uuidString)"
    defer { try? manager.removeItem(atPath: root) }
    try manager.createDirectory(atPath: root + "/lesson/data", withIntermediateDirectories: true)
    let lesson = try folder() + "csv-missing-cell.yaml"
    try manager.copyItem(atPath: lesson, toPath: root + "/lesson/lesson.yaml")
    try Data("x1,x2,t\n1,2,3\n".utf8).write(to: URL(fileURLWithPath: root + "/outside.csv"))
    let link = root + "/lesson/missing-cell.csv"
    try manager.createSymbolicLink(atPath: link, withDestinationPath: "../outside.csv")
    let problems = try #require(throws: FileProblems.self) {
        try Lesson.read(path: root + "/lesson/lesson.yaml").get()
    }.problems
    #expect(problems.first?.message.english.contains("leads out") == true)
    // A link that stays inside is as good as the file.
    try manager.removeItem(atPath: link)
    try manager.moveItem(atPath: root + "/outside.csv", toPath: root + "/lesson/data/inside.csv")
    try manager.createSymbolicLink(atPath: link, withDestinationPath: "data/inside.csv")
    #expect(try Lesson.read(path: root + "/lesson/lesson.yaml").get().run.data.inputs == [1, 2])
}
