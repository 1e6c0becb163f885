import CommandLanguage
import Foundation
import NeuralNetwork
import Testing

@testable import Lessons

func model(_ name: String) throws -> String {
    try #require(Bundle.module.resourceURL).path + "/models/" + name
}

@Test func theExampleLessonReads() throws {
    let lesson = try Lesson.read(path: model("two-two-one.yaml")).get()
    #expect(lesson.title == Localized("The 2-2-1 network", "2-2-1 网络"))
    #expect(lesson.warnings.isEmpty)
    let network = try #require(lesson.run.network)
    #expect(network.inputs == ["x1", "x2"])
    #expect(network.targets == ["t"])
    #expect(network.loss == .halfSquaredError)
    #expect(network.layers.map(\.name) == ["hidden", "output"])
    #expect(network.layers.map(\.activation) == [.sigmoid, .identity])
    #expect(network.layers.flatMap(\.neurons).map(\.name) == ["h1", "h2", "y"])
    #expect(network.parameters.map(\.name) == ["w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"])
    #expect(network.parameters.map(\.initialValue) == [0.2, 0.4, 0.1, -0.3, 0.5, -0.1, 0.7, -0.6, 0.2])
    #expect(network.layers.last?.neurons == [Neuron(name: "y", weights: [6, 7], bias: 8)])
    #expect(lesson.run.data == DataSet(rows: [(inputs: [0.5, 0.8], targets: [1])]))
    #expect(
        lesson.run.settings == TrainingSettings(learningRate: 0.1, batchSize: 1, epochs: 100, seed: 7, frozen: []))
    #expect(lesson.steps.count == 2)
    #expect(lesson.steps[0].say == Localized("The inputs meet the weights of h1.", "输入先与 h1 的权重相乘。"))
    #expect(lesson.steps[0].commands == [ScriptText(text: "step 1 quantity", line: 26, column: 9)])
    #expect(
        lesson.steps[0].expects
            == [Expectation(text: ScriptText(text: "z(h1) ≈ 0.52", line: 27, column: 13), within: nil)])
    let question = try #require(lesson.steps[1].ask)
    #expect(question.answer?.text == "delta(h1)")
    #expect(question.within == 1e-3)
    // `*` and `&` in a text are what they are.
    #expect(question.hint == Localized(same: "Look *here* & there?"))
}

@Test func aModelOfMatricesHasNamesByPlace() throws {
    let run = try Lesson.read(path: model("W1.yaml")).get().run
    let network = try #require(run.network)
    #expect(network.layers[0].neurons.map(\.name) == ["hidden1[1]", "hidden1[2]"])
    #expect(
        network.parameters.map(\.name) == [
            "w1[1,1]", "w1[1,2]", "w1[2,1]", "w1[2,2]", "b1[1]", "b1[2]", "w2[1,1]", "w2[1,2]", "b2[1]",
        ])
    #expect(network.parameters[2].initialValue == 0.5453546804082271)
    #expect(network.parameters.map(\.role).filter { $0 == .bias }.count == 3)
    #expect(run.settings?.batchSize == 1)
}

@Test func aModelTakesItsDataFromACSVFile() throws {
    let run = try Lesson.read(path: model("W2t.yaml")).get().run
    #expect(run.data.count == 100)
    #expect(Array(run.data.inputs(of: 0)) == [-0.8778070836383283, 0.8703130423164527])
    #expect(Array(run.data.targets(of: 0)) == [0.46676669571999985])
    #expect(run.settings?.batchSize == 100)
    #expect(run.architecture.targets == ["t"])
    #expect(run.architecture.parameters.count == 2 * 16 + 16 + 16 * 16 + 16 + 16 + 1)
}

/// The example with pieces replaced, read from memory.
func read(
    replacing pieces: [(String, String)] = [], csv: String? = nil, limits: Limits = Limits(),
    checker: LessonChecker = .none
) throws -> Result<Lesson, FileProblems> {
    var text = try String(contentsOfFile: model("two-two-one.yaml"), encoding: .utf8)
    for (old, new) in pieces {
        #expect(text.contains(old))
        text = text.replacingOccurrences(of: old, with: new)
    }
    let loader = FileLoader { _, _ in csv.map { .success(Array($0.utf8)) } ?? .failure(.notFound) }
    return Lesson.read(bytes: Array(text.utf8), file: "f", checker: checker, limits: limits, loader: loader)
}

private let samples = "  samples:\n    - {inputs: [0.5, 0.8], targets: [1.0]}\n"

@Test func sharedParametersAreOneParameter() throws {
    let run = try read(replacing: [("w21: -0.3", "w11: 0.2")]).get().run
    #expect(run.architecture.parameters.count == 8)
    #expect(try #require(run.network).layers[0].neurons.map(\.weights) == [[0, 1], [0, 3]])
}

@Test func targetsAreCalledAsTheirColumns() throws {
    let data = "  csv: d.csv\n  inputs: [a, b]\n  targets: [%@]\n"
    func targets(_ column: String) throws -> [String] {
        try read(
            replacing: [(samples, data.replacingOccurrences(of: "%@", with: column))],
            csv: "a,b,price,h1,not a name\n1,2,3,4,5\n"
        ).get().run.architecture.targets
    }
    #expect(try targets("price") == ["price"])
    #expect(try targets("h1") == ["t"], "the name of a neuron")
    #expect(try targets("not a name") == ["t"])
    #expect(try targets("a") == ["t"], "a reserved word")
}

@Test func aModelNeedsNoTrainingAndABiasMayBeAbsent() throws {
    let text = try String(contentsOfFile: model("two-two-one.yaml"), encoding: .utf8)
    let head = try #require(text.range(of: "training:")).lowerBound
    let bytes = Array(text[..<head].replacingOccurrences(of: ", bias: {b3: 0.2}", with: "").utf8)
    let lesson = try Lesson.read(bytes: bytes, file: "f", loader: .none).get()
    #expect(lesson.run.settings == nil)
    #expect(lesson.steps.isEmpty)
    #expect(try #require(lesson.run.network).layers[1].neurons[0].bias == nil)
}

@Test func aTextInOneLanguageServesBothWithAWarning() throws {
    let lesson = try read(replacing: [("{en: The 2-2-1 network, zh: 2-2-1 网络}", "{zh: 网络}")]).get()
    #expect(lesson.title == Localized(same: "网络"))
    #expect(lesson.warnings.map(\.message.english) == ["this text has no `en`; its readers get the other language"])
}

@Test func theLanguagesOfTextsAreThoseOfTheProgram() {
    #expect(LanguageKey.names == Language.allCases.map(\.rawValue))
}

@Test func limitsHold() throws {
    var limits = Limits()
    limits.nodes = 20
    let problems = try #require(throws: FileProblems.self) { try read(limits: limits).get() }.problems
    #expect(problems.map(\.mark) == [SourceMark(line: 3, column: 3)])
    #expect(problems[0].message.english.contains("at most 20"))
    limits = Limits()
    limits.csvBytes = 11
    let csv = try read(
        replacing: [(samples, "  csv: d.csv\n  inputs: [a, b]\n  targets: [c]\n")], csv: "a,b,c\n1,2,3\n", limits: limits)
    #expect(try #require(throws: FileProblems.self) { try csv.get() }.problems[0].message.english.contains("11 bytes"))
}

@Test func moreStepsThanCanBeNumberedAreAMistake() throws {
    let yaml = Array("optimizer: {name: gradient-descent, learning-rate: 1}\nepochs: 1000000000\n".utf8)
    func problems(samples: Int) throws -> [Problem] {
        let collector = ProblemCollector(file: "f", bytes: yaml)
        let value = try #require(StrictYAML.read(yaml, limits: Limits(), into: collector))
        let model = ModelOutline(NetworkReader(collector: collector))
        _ = TrainingReader(collector: collector, limits: Limits(), model: model, sampleCount: samples).read(value)
        return collector.problems
    }
    #expect(try problems(samples: 1000).isEmpty)
    #expect(try problems(samples: 1 << 40).map(\.mark.description) == ["2:9"])
    #expect(try problems(samples: .max).map(\.mark.description) == ["2:9"])
}

@Test func theCheckerIsAskedAboutEveryTextOfTheSteps() throws {
    let checker = LessonChecker(
        command: { text, run in LessonChecker.Mistake(Localized(same: "C \(text) \(run != nil)"), offset: 5) },
        expression: { text, _ in LessonChecker.Mistake(Localized(same: "E \(text)"), offset: 8) })
    let problems = try #require(throws: FileProblems.self) { try read(checker: checker).get() }.problems
    #expect(problems.map(\.message.english) == ["C step 1 quantity true", "E z(h1) ≈ 0.52", "E delta(h1)"])
    #expect(problems.map(\.mark.description) == ["26:14", "27:21", "28:55"])
}

@Test func textsOfBlocksAndQuotesKnowTheirPlaces() throws {
    let steps = """
        steps:
          - do:
              - 'step 1'
              - "back"
            expect: |
              z(h1) > 0
              and L > 0
        """
    let text = try String(contentsOfFile: model("two-two-one.yaml"), encoding: .utf8)
    let head = try #require(text.range(of: "steps:")).lowerBound
    let step = try Lesson.read(bytes: Array((text[..<head] + steps).utf8), file: "f", loader: .none).get().steps[0]
    #expect(step.commands.map { $0.mark(atOffset: 0).description } == ["26:10", "27:10"])
    #expect(step.expects[0].text.mark(atOffset: 14).description == "30:11")
}

@Test func theMarkStandsUnderTheSpotAlsoAfterWideCharacters() throws {
    let problems = try #require(throws: FileProblems.self) {
        try read(replacing: [("{en: The 2-2-1 network, zh: 2-2-1 网络}", "{zh: 网络\u{1B}, english: N}")]).get()
    }.problems
    let forbidden = try #require(problems.first)
    let text = forbidden.text(in: .english) { $0.replacingOccurrences(of: "\u{1B}", with: "<ESC>") }
    #expect(
        text == """
            f:1:15: the character U+001B may not stand in a text file; delete it
                title: {zh: 网络<ESC>, english: N}
                                ^
            """)
}

@Test func aLongLineIsShownAroundTheSpot() throws {
    let row = "[\(Array(repeating: "0.125", count: 400).joined(separator: ", ")), oops]"
    let problems = try #require(throws: FileProblems.self) {
        try read(replacing: [("[0.5, 0.8]", row)]).get()
    }.problems
    let problem = try #require(problems.first { $0.message.english.contains("oops") })
    #expect(problem.excerpt.count == 101)
    #expect(Array(problem.excerpt)[problem.excerptColumn - 1] == "o")
}
