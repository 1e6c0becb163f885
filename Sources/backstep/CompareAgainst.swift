import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import Screen

// `backstep compare FILE --against NUMBERS`: somebody else's numbers against this program's.
extension Compare {
    static func diagnose(
        _ path: String, layout: WeightLayout?, in session: Session, _ request: ComparisonRequest, _ format: Format
    ) throws -> Int32 {
        let point: ComparisonPoint
        do throws(ComparisonError) {
            point = try session.comparisonPoint()
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
        let simulation = Simulation(from: point)
        let given: GivenNumbers
        do throws(GradientFileProblem) {
            let read = try GradientFile.read(path: path).observation(for: simulation, layout: layout, file: path)
            read.notes.forEach { Output.complain($0) }
            given = read.observation
        } catch {
            throw Failure(error.message)
        }
        if session.position != session.tree.start, given.isAboutUpdates { throw Failure(Phrase.updatesFromTheStart) }
        // Pairs are many; on a large model or batch only as many as are tried in seconds.
        let nodes = point.run.computations.reduce(0) { $0 + $1.tape.count } * point.batch.count
        let diagnosis = Diagnosis(of: given, from: simulation, mostPairs: min(4000, 4_000_000 / max(1, nodes)))
        try Output.collect { output in
            switch format {
            case .json:
                output.json(JSON.object(try comparison(given, at: point, request) + members(diagnosis)).text)
            case .text:
                let text = DiagnosisText(
                    language: Surroundings.language, notation: Surroundings.charset == .ascii ? .plain : .mathematical)
                text.lines(diagnosis, of: given.entries.count).forEach { output.line(SafeText($0)) }
            }
        }
        return diagnosis.agrees ? 0 : 1
    }

    /// The given gradients against numeric ones, as far as the file has all of them.
    private static func comparison(
        _ given: GivenNumbers, at point: ComparisonPoint, _ request: ComparisonRequest
    ) throws(Failure) -> [(key: String, value: JSON)] {
        guard let gradients = given.gradients(count: point.parameters.count) else { return [] }
        do throws(ComparisonError) {
            let comparison = try GradientComparison.compare(
                point, method: request.method, perturbation: request.perturbation, analytic: gradients)
            // The verdict is on all numbers, and not to the last digit of those that were rounded.
            return members(comparison, request).filter { $0.key != "verdict" }
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
    }

    private static func members(_ diagnosis: Diagnosis) -> [(key: String, value: JSON)] {
        [
            ("departures", .array(diagnosis.departures.map { departure in
                .object([
                    ("name", .string(departure.name)), ("given", .number(departure.given)), ("right", .number(departure.right)),
                ])
            })),
            ("verdict", .string((diagnosis.agrees ? Verdict.agrees : .disagrees).rawValue)),
            ("diagnosis", .array(diagnosis.findings.map(json))),
        ]
    }

    /// One mistake with its place; where two are made together, the second under `with`.
    private static func json(_ finding: Diagnosis.Finding) -> JSON {
        var all = finding.mutations.first?.members ?? []
        all.append(("fit", .number(finding.fit)))
        if finding.mutations.count > 1 { all.append(("with", finding.mutations[1].json)) }
        return .object(all)
    }
}

extension Mutation {
    fileprivate var members: [(key: String, value: JSON)] {
        [("mistake", .string(mistake.rawValue)), ("where", .string(place.name))]
    }

    var json: JSON { .object(members) }
}
