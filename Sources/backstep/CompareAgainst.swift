import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import Screen

// `backstep compare FILE --against NUMBERS`: somebody else's numbers against this program's.
extension Compare {
    /// What was asked for in words.
    struct AgainstOptions {
        let paths: [String]
        let map: [String]
        let kind: String?
        let after: Int?
    }

    static func diagnose(
        _ options: AgainstOptions, in session: Session, _ request: ComparisonRequest, _ format: Format
    ) throws -> Int32 {
        let point: ComparisonPoint
        do throws(ComparisonError) {
            point = try session.comparisonPoint()
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
        // What the optimiser keeps is what it had as the batch began.
        var start = session
        start.go(to: Position(session.tree.start(ofBatch: min(session.batchInProgress, session.tree.batchCount - 1))))
        let simulation = Simulation(from: point, states: start.optimizerStates)
        let given: GivenNumbers
        do throws(GradientFileProblem) {
            let read = try GradientFile.read(paths: options.paths).observation(
                for: simulation, try reading(options, session), file: options.paths.joined(separator: ", "))
            read.notes.forEach { Output.complain($0) }
            given = read.observation
        } catch {
            throw Failure(error.message)
        }
        if given.isAboutUpdates, session.isAtEnd { throw Failure(Phrase.noUpdateFollows) }
        let diagnosis = try diagnosis(of: given, from: simulation)
        try Output.collect { output in
            switch format {
            case .json:
                output.json(JSON.object(try comparison(given, at: point, request) + members(diagnosis)).text)
            case .text:
                let text = DiagnosisText(
                    language: Surroundings.language, notation: Surroundings.charset == .ascii ? .plain : .mathematical)
                let rules = diagnosis.agrees ? [] : RightFormulas(start).lines(of: diagnosis, text)
                text.lines(diagnosis, of: given.entries.count, rules: rules).forEach { output.line(SafeText($0)) }
            }
        }
        return diagnosis.agrees ? 0 : 1
    }

    private static func reading(_ options: AgainstOptions, _ session: Session) throws(GradientFileProblem) -> GradientReading {
        var reading = GradientReading()
        for text in options.map {
            if let layout = WeightLayout(rawValue: text) {
                reading.layout = layout
            } else {
                reading.maps.append(try NameMapping(text, for: session.run))
            }
        }
        switch (options.kind, options.after) {
        case ("gradients", _): reading.kind = .gradients
        case ("parameters", _): reading.kind = .parameters(after: 0)
        case ("updated", _), (nil, .some): reading.kind = .parameters(after: options.after ?? 1)
        default: break
        }
        return reading
    }

    private static func diagnosis(of given: GivenNumbers, from simulation: Simulation) throws(Failure) -> Diagnosis {
        let bar = CountingBar()
        Interruption.watchOnce()
        let diagnosis = Diagnosis(of: given, from: simulation, mostPairs: mostPairs(of: given, simulation)) { stage, done, all in
            bar.show(done, of: all) { Phrase.trying(stage, done, of: all) }
            return !Interruption.hasCome
        }
        bar.clear()
        if diagnosis.wasStopped { throw Failure(Phrase.comparisonInterrupted, status: 130) }
        return diagnosis
    }

    /// Pairs are many; on a large model or batch only as many as are tried in seconds.
    private static func mostPairs(of given: GivenNumbers, _ simulation: Simulation) -> Int {
        let point = simulation.point
        let nodes = point.run.computations.reduce(0) { $0 + $1.tape.count } * point.batch.count
        // What a node takes and what a pair takes beside it, in the same unit of some ten nanoseconds.
        return min(200_000, 200_000_000 / (nodes + 1000))
    }

    /// The given gradients against numeric ones, as far as the file has all of them.
    private static func comparison(
        _ given: GivenNumbers, at point: ComparisonPoint, _ request: ComparisonRequest
    ) throws(Failure) -> [(key: String, value: JSON)] {
        guard let gradients = given.gradients(count: point.parameters.count) else { return [] }
        do throws(ComparisonError) {
            let bar = CountingBar()
            defer { bar.clear() }
            let comparison = try GradientComparison.compare(
                point, method: request.method, perturbation: request.perturbation, analytic: gradients, progress: bar.showComparison)
            // The verdict is on all numbers, and not to the last digit of those that were rounded.
            return members(comparison, request).filter { $0.key != "verdict" }
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
    }

    private static func members(_ diagnosis: Diagnosis) -> [(key: String, value: JSON)] {
        var members: [(key: String, value: JSON)] = [
            ("departures", .array(diagnosis.departures.map { departure in
                .object([
                    ("name", .string(departure.name)), ("given", .number(departure.given)), ("right", .number(departure.right)),
                ])
            })),
            ("verdict", .string((diagnosis.agrees ? Verdict.agrees : .disagrees).rawValue)),
            ("diagnosis", .array(diagnosis.findings.map(json))),
        ]
        if !diagnosis.variants.isEmpty { members.append(("variants", .array(diagnosis.variants.map(\.json)))) }
        if let pairs = diagnosis.pairs {
            members.append(("pairs", .object([("tried", .integer(pairs.tried)), ("all", .integer(pairs.all))])))
        }
        return members
    }

    /// One mistake with its place; where two are made together, the second under `with`.
    private static func json(_ finding: Diagnosis.Finding) -> JSON {
        var all = finding.mutations.first?.members ?? []
        all.append(("fit", .number(finding.fit)))
        if finding.mutations.count > 1 { all.append(("with", finding.mutations[1].json)) }
        if let variant = finding.variant { all.append(("variant", variant.json)) }
        return .object(all)
    }
}

extension VariantUse {
    fileprivate var json: JSON {
        .object(
            [("variant", .string(variant.rawValue)), ("libraries", .array(variant.libraries.map(JSON.string)))]
                + (epsilon.map { [("epsilon", .number($0))] } ?? []))
    }
}

extension Mutation {
    fileprivate var members: [(key: String, value: JSON)] {
        [("mistake", .string(mistake.rawValue)), ("where", .string(place.name))]
    }

    var json: JSON { .object(members) }
}
