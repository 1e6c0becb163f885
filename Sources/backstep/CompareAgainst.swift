import CommandLanguage
import Debugger
import GradientComparison
import Lessons
import Screen

// `backstep compare FILE --against NUMBERS`: somebody else's numbers against this program's.
extension Compare {
    static func diagnose(
        _ path: String, layout: WeightLayout?, in session: Session, _ format: Format
    ) throws -> Int32 {
        let point: ComparisonPoint
        do throws(ComparisonError) {
            point = try session.comparisonPoint()
        } catch {
            throw Failure(Phrase.cannotCompare)
        }
        let simulation = Simulation(from: point)
        let observation: GivenNumbers
        do throws(GradientFileProblem) {
            let read = try GradientFile.read(path: path).observation(for: simulation, layout: layout, file: path)
            read.notes.forEach { Output.complain($0) }
            observation = read.observation
        } catch {
            throw Failure(error.message)
        }
        if session.position != session.tree.start, observation.isAboutUpdates { throw Failure(Phrase.updatesFromTheStart) }
        let diagnosis = Diagnosis(of: observation, from: simulation)
        try Output.collect { output in
            switch format {
            case .json: output.json(json(diagnosis, observation).text)
            case .text:
                let text = DiagnosisText(
                    language: Surroundings.language, notation: Surroundings.charset == .ascii ? .plain : .mathematical)
                text.lines(diagnosis, of: observation.entries.count).forEach { output.line(SafeText($0)) }
            }
        }
        return diagnosis.agrees ? 0 : 1
    }

    private static func json(_ diagnosis: Diagnosis, _ observation: GivenNumbers) -> JSON {
        .object([
            ("departures", .array(diagnosis.departures.map { departure in
                .object([
                    ("name", .string(departure.name)), ("given", .number(departure.given)), ("right", .number(departure.right)),
                ])
            })),
            ("verdict", .string((diagnosis.agrees ? Verdict.agrees : .disagrees).rawValue)),
            ("diagnosis", .array(diagnosis.findings.map(json))),
        ])
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
