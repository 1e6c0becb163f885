import CommandLanguage
import Foundation
import GradientComparison
import NeuralNetwork
import TestNetworks
import Testing

@testable import Lessons

/// What the README's recipes write: files of PyTorch 2.13.0, Keras 3.15.1, JAX 0.10.2, NumPy 2.4.6 and pandas 3.1.1, made by
/// `golden/recipes/make.py`.
struct RecipeTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "golden/recipes")

    private static func simulation(_ settings: TrainingSettings? = nil) throws -> Simulation {
        let usual = Networks.twoTwoOne(.sigmoid, epochs: 20)
        let run = settings.map { TrainingRun(usual.architecture, data: usual.data, settings: $0) } ?? usual
        return Simulation(
            from: try ComparisonPoint(run, parameters: run.architecture.parameters.map(\.initialValue), batch: [0], batchNumber: 0))
    }

    private static func read(_ files: [String], _ reading: GradientReading = .init()) throws -> (observation: GivenNumbers, notes: [Localized]) {
        let paths = files.map { folder.appending(path: $0).path }
        return try GradientFile.read(paths: paths).observation(for: simulation(), reading, file: "f")
    }

    private static let matrices = ["db1", "dW2", "db2"].map { "numpy-2.4/\($0).csv" }
    private static let right: [(files: [String], kind: GradientReading.Kind?, count: Int, says: String?)] = [
        (["pytorch-2.13.json"], nil, 10, nil),
        (["pytorch-2.13-gradients.safetensors"], nil, 9, nil),
        (["pytorch-2.13-updated.safetensors"], nil, 9, "after one update"),
        (["pytorch-2.13-after-10.safetensors"], .parameters(after: 10), 9, nil),
        (["keras-3.15.npz"], nil, 9, nil),
        (["keras-3.15-updated.npz"], nil, 9, "after one update"),
        (["jax-0.10.json"], nil, 10, "--map sources-first"),
        (["jax-0.10-other-names.json"], nil, 9, "--map \"hidden.weights=encoder.w\""),
        (["numpy-2.4.npz"], nil, 9, nil),
        (["numpy-2.4/dW1.csv"] + matrices, nil, 9, nil),
        (["numpy-2.4/dW1.txt"] + matrices, nil, 9, nil),
        (["numpy-2.4/dW1.npy"] + matrices, nil, 9, nil),
        (["pandas-3.1-series.csv"], nil, 9, nil),
        (["pandas-3.1-columns.csv"], nil, 9, nil),
        (["pandas-3.1-index.csv"], nil, 9, nil),
        (["python-3.11-elements.csv"], nil, 9, nil),
    ]

    @Test("A file that a recipe wrote agrees", arguments: right.indices)
    func agrees(row: Int) throws {
        let (files, kind, count, says) = Self.right[row]
        let (given, notes) = try Self.read(files, GradientReading(kind: kind))
        #expect(given.entries.count == count, "\(files)")
        #expect(Diagnosis(of: given, from: try Self.simulation(), mostPairs: 0).agrees, "\(files)")
        #expect(notes.isEmpty == (says == nil), "\(files): \(notes.map(\.english))")
        if let says { #expect(notes.contains { $0.english.contains(says) }, "\(notes.map(\.english))") }
    }

    private static let wrong: [(file: String, layout: WeightLayout?, mistake: Mistake)] = [
        ("pytorch-2.13-not-zeroed.json", nil, .gradientsNotZeroed), ("keras-3.15-factor-two.npz", nil, .factorTwo),
        ("jax-0.10-sign.json", .sourcesFirst, .signFlipped), ("numpy-2.4-without-slope.npz", .targetsFirst, .activationDerivativeMissing),
    ]

    @Test("A mistake that was put into a recipe is named", arguments: wrong.indices)
    func isNamed(row: Int) throws {
        let (file, layout, mistake) = Self.wrong[row]
        let given = try Self.read([file], GradientReading(layout: layout)).observation
        let diagnosis = Diagnosis(of: given, from: try Self.simulation(), mostPairs: 0)
        #expect(diagnosis.findings.contains { $0.mutations.map(\.mistake) == [mistake] && $0.fit > 0.999 }, "\(diagnosis.findings)")
        // Which index comes first cannot be told from numbers that are wrong either way.
        guard layout != nil else { return }
        let error = try #require(throws: GradientFileProblem.self) { try Self.read([file]) }
        #expect(error.message.english.contains("--map targets-first or --map sources-first"), "\(error.message)")
        #expect(error.message.chinese.contains("--map targets-first 或 --map sources-first"))
    }

    // MARK: Updates by the libraries' own optimisers

    private static func training(
        _ optimizer: Optimizer, rate: Double = 0.1, schedule: Schedule = .constant, clipping: Clipping? = nil
    ) -> TrainingSettings {
        TrainingSettings(optimizer: optimizer, learningRate: rate, schedule: schedule, clipping: clipping, epochs: 3)
    }

    private static let momentum = training(.momentum(gamma: 0.9, nesterov: false))
    private static let nesterov = training(.momentum(gamma: 0.9, nesterov: true))
    private static let falling = training(.momentum(gamma: 0.9, nesterov: false), rate: 0.125, schedule: .exponential(gamma: 0.5))
    private static let adam = training(.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8))
    private static let adamW = training(.adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01))
    private static let rmsProp = training(.rmsProp(rho: 0.9, epsilon: 1e-8))
    private static let adaGrad = training(.adaGrad(epsilon: 1e-8))
    private static let clipped = training(.gradientDescent, clipping: .norm(0.5))
    private static let kerasEpsilon = VariantUse.usualEpsilon

    /// Each library's rule and what it is beside this program's: the same, or a variant.
    private static let libraries: [String: (TrainingSettings, VariantUse?)] = [
        "keras sgd": (training(.gradientDescent), nil), "keras momentum": (momentum, nil), "keras nesterov": (nesterov, nil),
        "keras momentum exponential": (falling, VariantUse(.rateInVelocity)),
        "keras adam": (adam, VariantUse(.adamEpsilonHat, epsilon: kerasEpsilon)), "keras adam 1e-8": (adam, VariantUse(.adamEpsilonHat)),
        "keras adamw": (adamW, VariantUse(.adamEpsilonHat, epsilon: kerasEpsilon)),
        "keras rmsprop": (rmsProp, VariantUse(.epsilonInsideRoot, epsilon: kerasEpsilon)),
        "keras rmsprop 1e-8": (rmsProp, VariantUse(.epsilonInsideRoot)),
        "keras adagrad": (adaGrad, VariantUse(.squaresFromOneTenth, epsilon: kerasEpsilon)),
        "keras adagrad 0": (adaGrad, VariantUse(.epsilonInsideRoot)), "keras clip": (clipped, nil),
        "optax sgd": (training(.gradientDescent), nil), "optax momentum": (momentum, nil), "optax nesterov": (nesterov, nil),
        "optax momentum exponential": (falling, nil), "optax adam": (adam, nil), "optax adamw": (adamW, nil),
        "optax rmsprop": (rmsProp, VariantUse(.epsilonInsideRoot)),
        "optax adagrad": (adaGrad, VariantUse(.squaresFromOneTenth, epsilon: kerasEpsilon)), "optax clip": (clipped, nil),
        "pytorch sgd": (training(.gradientDescent), nil), "pytorch momentum": (momentum, nil), "pytorch nesterov": (nesterov, nil),
        "pytorch momentum exponential": (falling, nil), "pytorch adam": (adam, nil), "pytorch adamw": (adamW, nil),
        "pytorch rmsprop": (rmsProp, nil), "pytorch adagrad": (adaGrad, nil),
        "pytorch clip": (clipped, VariantUse(.clippedNormPlusEpsilon)),
    ]

    @Test func everyLibrarysUpdatesAreRightOrAVariant() throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "updates.json"))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: [Any]])
        #expect(Set(all.keys) == Set(Self.libraries.keys))
        #expect(Set(Self.libraries.values.compactMap { $0.1?.variant }) == Set(Variant.allCases))
        for (name, (settings, variant)) in Self.libraries {
            let updated = try JSONSerialization.data(withJSONObject: ["updated": try #require(all[name])])
            let simulation = try Self.simulation(settings)
            let given = try GradientFile.read(Array(updated), file: name).observation(for: simulation, file: name).observation
            #expect(given.entries.count == 27)
            let diagnosis = Diagnosis(of: given, from: simulation, mostPairs: 0)
            #expect(diagnosis.departures.isEmpty == (variant == nil), "\(name)")
            #expect(diagnosis.variants == [variant].compactMap { $0 }, "\(name): \(diagnosis.variants)")
            #expect(diagnosis.agrees && diagnosis.findings.isEmpty, "\(name)")
        }
    }

    /// A mistake in the gradients shows through a library's own rule.
    @Test func aMistakeBesideAVariant() throws {
        let simulation = try Self.simulation(Self.adam)
        let use = VariantUse(.adamEpsilonHat, epsilon: Self.kerasEpsilon)
        let wrong = try #require(simulation.numbers([Mutation(.activationDerivativeMissing, at: .layer("hidden"))], variant: use, updates: 2))
        let names = simulation.point.run.architecture.parameters.map(\.name)
        var entries = names.indices.map { GivenNumbers.Entry(.gradient($0), name: "grad(\(names[$0]))", value: wrong.gradients[$0]) }
        for step in 0..<2 {
            entries += names.indices.map { .init(.updated($0, step: step), name: "new(\(names[$0]))", value: wrong.updated[step][$0]) }
        }
        let diagnosis = Diagnosis(of: GivenNumbers(entries), from: simulation, mostPairs: 0)
        #expect(!diagnosis.agrees)
        #expect(diagnosis.findings.contains { $0.mutations == [Mutation(.activationDerivativeMissing, at: .layer("hidden"))] && $0.variant == use })
    }
}
