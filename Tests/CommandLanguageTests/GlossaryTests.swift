import Autograd
import NeuralNetwork
import Testing

@testable import CommandLanguage

struct GlossaryTests {
    private func isExplained(_ word: String) -> Bool {
        guard let lines = try? Glossary.lines(about: word) else { return false }
        return lines.count >= 2
    }

    @Test(arguments: ExpressionVocabulary.standardFunctions.keys.sorted())
    func everyQuantityOfTheGrammar(name: String) {
        let isElementary = ElementaryFunction.allCases.contains { $0.rawValue == name }
        if isElementary, Activation(rawValue: name) == nil { return }
        #expect(isExplained(name), "\(name)")
    }

    @Test(arguments: [
        Symbol.loss, .lossSum, .learningRate, .baseRate, .updateNumber, .sampleCount, .gradientNorm, .clippingScale, .penalty,
        .validationLoss,
    ] + Symbol.Setting.allCases.filter { $0 != .pi }.map(Symbol.setting))
    func everyNameOfTheGrammar(symbol: Symbol) {
        #expect(isExplained(symbol.name), "\(symbol.name)")
        let mathematical = symbol.expression.text(.mathematical)
        #expect(isExplained(mathematical), "\(mathematical)")
    }

    @Test(arguments: Activation.allCases.map(\.rawValue) + Loss.allCases.map(\.rawValue))
    func everyActivationAndLoss(name: String) { #expect(isExplained(name), "\(name)") }

    @Test(arguments: [
        Optimizer.gradientDescent, .momentum(gamma: 0.9, nesterov: false), .momentum(gamma: 0.9, nesterov: true),
        .adaGrad(epsilon: 0), .rmsProp(rho: 0.9, epsilon: 0), .adam(beta1: 0.9, beta2: 0.9, epsilon: 0),
        .adamW(beta1: 0.9, beta2: 0.9, epsilon: 0, weightDecay: 0),
    ])
    func everyOptimizer(optimizer: Optimizer) {
        // A new case does not compile until it is listed here, and so above.
        switch optimizer {
        case .gradientDescent, .momentum, .adaGrad, .rmsProp, .adam, .adamW: break
        }
        #expect(isExplained(Phrase.name(of: optimizer).english) && isExplained(Phrase.name(of: optimizer).chinese))
    }

    @Test(arguments: [
        "dropout", "batch-normalisation", "xavier-uniform", "xavier-normal", "he-uniform", "he-normal", "convolution", "pooling",
        "lstm", "gru", "attention", "autoencoder", "vae", "gan",
    ])
    func everyKindOfLayer(name: String) { #expect(isExplained(name), "\(name)") }

    @Test func noSpellingMeansTwoThings() {
        var owners: [String: [String]] = [:]
        for entry in Glossary.entries {
            for spelling in Set(entry.spellings) { owners[spelling, default: []].append(entry.term.english) }
        }
        #expect(owners.filter { $0.value.count > 1 }.isEmpty)
    }

    @Test(arguments: Glossary.entries.map(\.term.english))
    func anEntryIsWhole(term: String) throws {
        let entry = try #require(Glossary.entry(for: term))
        #expect(entry.term.english == term)
        for spelling in entry.spellings { #expect(Glossary.entry(for: spelling)?.term.english == term, "\(spelling)") }
        // Two or three sentences; a formula is no sentence.
        let english = entry.text.english.split(separator: ". ").count
        let chinese = entry.text.chinese.count { $0 == "。" || $0 == "；" }
        #expect((1...4).contains(english) && (1...5).contains(chinese))
        #expect(entry.text.english.allSatisfy { !($0.unicodeScalars.first.map { (0x4E00...0x9FFF).contains($0.value) } ?? false) })
        #expect(entry.text.chinese.contains { $0.unicodeScalars.first.map { (0x4E00...0x9FFF).contains($0.value) } ?? false })
    }

    @Test(arguments: [
        ("Gradients", "gradient"), ("delta(h1)", "delta"), ("δ", "delta"), ("LEARNING-RATE", "learning rate"),
        ("损失", "loss"), ("L", "loss"), ("relu", "ReLU"), ("zero_grad", "gradient sum"), ("批", "batch"), ("batches", "batch"),
    ])
    func spellings(word: String, term: String) { #expect(Glossary.entry(for: word)?.term.english == term) }

    /// The words that a lesson introduces with "called".
    @Test(arguments: [
        "weight", "pre-activation", "activation", "error", "numeric gradient", "epoch", "stochastic gradient descent", "dead",
        "adaptive", "least squares", "mean squared error", "transposed", "probability", "logits", "norm", "variance",
        "validation samples", "patience", "overfitting", "saturated", "all-reduce", "kernel", "reparameterisation", "generator",
        "discriminator", "noise",
    ])
    func everyWordThatALessonIntroduces(word: String) { #expect(isExplained(word), "\(word)") }

    @Test(arguments: [("gradeint", "gradient"), ("lerning rate", "learning rate"), ("dropuot", "dropout")])
    func anUnknownWordNamesTheNearest(word: String, nearest: String) throws {
        let error = #expect(throws: CommandError.self) { try Glossary.lines(about: word, at: 8..<8 + word.count) }
        #expect(error?.message.english.contains("did you mean \(nearest)?") == true, "\(error?.message.english ?? "")")
        #expect(error?.range == 8..<8 + word.count)
    }

    @Test func theCommandTakesSeveralWords() throws {
        #expect(try Command.parse("explain  learning rate ") == .explain("learning rate", source: 9..<22))
        #expect(try Command.parse("explain") == .explain(nil, source: 0..<0))
        #expect(Command.completions(of: "explain learn", names: []) == ["explain learning-rate"])
    }

    @Test func aloneItListsEveryWord() throws {
        let text = try Glossary.lines(about: nil).map(\.english).joined(separator: "\n")
        for entry in Glossary.entries { #expect(text.contains(entry.term.english)) }
    }
}
