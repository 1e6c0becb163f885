import CommandLanguage
import Foundation
import Lessons
import Screen
import Testing

@testable import Walkthrough

/// Each lesson's first, middle and last step on the usual and on the smallest screen, in both languages, against the
/// files of `screens/lessons`.
///
/// With `BACKSTEP_RECORD_SCREENS` set, the files are written anew instead; read what changed before keeping it.
struct LessonScreenTests {
    private static let folder = Places.screens.appending(path: "lessons")
    private static let usual = Size(rows: 24, columns: 80)
    private static let smallest = Size(rows: 12, columns: 40)

    private static let names: [String] = {
        let files = try? FileManager.default.contentsOfDirectory(atPath: Places.root.appending(path: "lessons").path)
        return (files ?? []).filter { $0.hasSuffix(".yaml") && $0 != CourseFile.fileName }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// The model at a step as the screens have it: in a language, on a screen of a size.
    private func shown(_ model: Model, _ language: Language, _ size: Size) -> Model {
        var model = update(model, .resize(size)).model
        model.language = language
        return model
    }

    private func screens(of name: String) throws -> [[String]] {
        var model = try Model.of(name, size: Self.usual)
        let count = model.player.lesson.steps.count
        var screens: [[String]] = []
        for step in 0..<count {
            model = update(model, toEndOf: "lesson \(step + 1)").model
            #expect(model.player.stepIndex == step && model.failures.isEmpty)
            let isKept = [0, count / 2, count - 1].contains(step)
            for language in Language.allCases {
                for size in [Self.usual, Self.smallest] {
                    let shown = shown(model, language, size)
                    readsToItsEnd(shown, "\(name), step \(step + 1), \(language)")
                    check(view(shown), of: shown, "\(name), step \(step + 1), \(language), \(size)")
                    guard isKept else { continue }
                    let heading = "=== step \(step + 1) of \(count) \(language.rawValue) \(size.columns)×\(size.rows)"
                    screens.append([heading] + view(shown).lines)
                }
            }
        }
        return screens
    }

    /// The title is whole, the card counts lines only where nothing else takes its rows, and so for the lesson's blank ones.
    private func check(_ frame: Frame, of model: Model, _ place: String) {
        let layout = Layout(model)
        let lines = frame.lines
        let card = lines[layout.card.row..<layout.card.endRow].joined(separator: "\n")
        if model.size == Self.usual {
            let title = SafeText(model.player.lesson.title[model.language]).string
            #expect(lines[0].contains(title), "\(place)")
            let isCut = card.contains("more lines; -") || card.contains("行；按 -")
            #expect(!isCut || !card.contains(Phrase.next[model.language]), "\(place)")
            checkNext(in: lines[layout.card.row..<layout.card.endRow], of: model, place)
            checkNeurons(frame, of: model, place)
            for columns in [80, 90, 100, 120] {
                checkGraphNames(of: self.shown(model, model.language, Size(rows: 24, columns: columns)), "\(place), \(columns)")
            }
        } else if let lesson = layout.lesson {
            // The last one is the notice's.
            let text = lines[lesson.row..<lesson.endRow - 1]
            #expect(text.allSatisfy { !$0.isEmpty }, "\(place)")
        }
    }

    /// What comes next is named, in symbols or words: only where backward begins it is told in words alone.
    private func checkNext(in card: ArraySlice<String>, of model: Model, _ place: String) {
        guard let next = model.session.nextExplanation, next.rule != .seed, let subject = next.formula.subject else { return }
        guard card.contains(where: { $0.contains(Phrase.next[model.language]) }) else { return }
        #expect(card.joined().contains(subject.text(.mathematical)), "\(place)")
    }

    /// Between a neuron's number and the lines is a space, and none of its digits touches its letter. After the validation
    /// there is no number: the network has run through other samples.
    private func checkNeurons(_ frame: Frame, of model: Model, _ place: String) {
        guard let network = model.session.run.network, let area = Layout(model).network else { return }
        let isValidation = Focus(model.session).pass == .validate
        let names = Set(network.inputs + network.layers.flatMap { $0.neurons.map(\.name) })
        for row in area.row + 1..<area.endRow - 1 {
            let words = frame.row(row).dropFirst(area.column + 2).prefix(area.columns - 4).map(\.text).joined()
                .split(separator: " ").map(String.init)
            for (name, value) in zip(words, words.dropFirst()) where names.contains(name) {
                #expect(!isValidation || value == "·", "\(place): \(name) \(value)")
                #expect(value.allSatisfy { "δz✕−-0123456789.e·?≈…".contains($0) }, "\(place): \(name) \(value)")
                #expect(!(value.first?.isLetter ?? false) || value.dropFirst().first?.isNumber != true, "\(place): \(name) \(value)")
            }
        }
    }

    /// A name in the graph is cut only where no column of the pane is left.
    private func checkGraphNames(of model: Model, _ place: String) {
        let objective = model.session.objectiveOnShow
        guard model.graphs.indices.contains(objective), let area = Layout(model).network?.inset(rows: 1, columns: 2) else { return }
        let picture = GraphPicture(session: model.session, graph: model.graphs[objective], focus: GraphFocus(model.session), in: area)
        let columns = picture.window.columns
        let isCut = columns.contains { column in
            guard let name = picture.plan.nameWidths[column], let spot = picture.spots[column] else { return false }
            return spot.width < name + 1 + GraphPicture.valueWidth(picture.decimals)
        }
        let gaps = 4 * (columns.count - 1) + (columns.lowerBound > 0 ? 2 : 0)
            + (columns.upperBound < picture.layout.columns.count ? 2 : 0)
        #expect(!isCut || picture.spots.values.reduce(gaps) { $0 + $1.width } == area.columns, "\(place)")
    }

    /// What the pane has no room for, comes with the next ⏎: each line of the text is on the screen at some time.
    private func readsToItsEnd(_ model: Model, _ place: String) {
        var model = model
        let room = model.lessonRoom
        #expect(room.shown > 0, "\(place)")
        var read = Set<Int>()
        for _ in 0...room.all {
            let lines = model.shownLessonLines
            read.formUnion(model.lessonTop..<model.lessonTop + lines.count)
            let frame = view(model).text
            for line in lines { #expect(frame.contains(line), "\(place): \(line)") }
            guard model.hasMoreLessonText else { break }
            let hidden = room.all - model.lessonTop - lines.count
            #expect(frame.contains(Phrase.moreText(hidden)[model.language]), "\(place)")
            model = update(model, .key(.enter)).model
        }
        #expect(read == Set(0..<room.all), "\(place)")
    }

    @Test("Each lesson's screens are what they were", arguments: names)
    func lessons(name: String) throws {
        let screens = try screens(of: name)
        let file = Self.folder.appending(path: name + ".txt")
        if ProcessInfo.processInfo.environment["BACKSTEP_RECORD_SCREENS"] != nil {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data((screens.flatMap { $0 }.joined(separator: "\n") + "\n").utf8).write(to: file)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
        let actual = screens.flatMap { $0 }
        #expect(expected.count == actual.count)
        var heading = ""
        for (row, (expected, actual)) in zip(expected, actual).enumerated() {
            if actual.hasPrefix("=== ") { heading = actual }
            guard expected != actual else { continue }
            Issue.record("\(heading), line \(row + 1): expected |\(expected)|\n  actual |\(actual)|")
        }
    }

    /// A screen of a lesson that is no longer there is forgotten with it.
    @Test func noFileIsWithoutItsLesson() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == Self.names.map { $0 + ".txt" })
    }
}
