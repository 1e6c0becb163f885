import CommandLanguage
import Debugger
@testable import Lessons
import NeuralNetwork
import Screen
import Testing

@testable import Walkthrough

/// The picture of a program's graph on the usual screen, in every lesson.
struct GraphInLessonsTests {
    private static let size = Size(rows: 24, columns: 80)

    private func pictures(of name: String, atMost count: Int, _ isTrue: (Model, GraphPicture) throws -> Void) throws {
        var model = try Model.of(name, size: Self.size)
        guard !model.graphs.isEmpty else { return }
        func check(_ model: Model) throws {
            let area = try #require(Layout(model).network)
            let session = model.session
            let picture = GraphPicture(
                session: session, graph: model.graphs[session.objectiveOnShow], focus: GraphFocus(session),
                in: area.inset(rows: 1, columns: 2))
            try isTrue(model, picture)
        }
        try model.alongTheFirstBatch(atMost: count, check)
        // The loss, where the longest edges end.
        model.send(.command("goto start"))
        model.send(.command("goto L"))
        try check(model)
    }

    @Test("No line touches a node that it does not lead to", arguments: Places.lessonNames)
    func lines(name: String) throws {
        try pictures(of: name, atMost: 25) { model, picture in
            let frame = view(model)
            for column in picture.window.columns {
                for cell in picture.layout.columns[column] where picture.window.shows(cell) {
                    guard case .node = picture.layout.cells[cell].content, let spot = picture.spots[column] else { continue }
                    let row = picture.area.row + picture.window.row(of: cell)
                    let cells = frame.row(row).map(\.text)
                    let text = cells[spot.left..<picture.area.endColumn].joined()
                    // A space before the name, and behind the value.
                    #expect(spot.left == picture.area.column || cells[spot.left - 1] == " ", "\(text)")
                    #expect(!text.contains(/[0-9·?][─━]/), "\(text)")
                }
            }
        }
    }

    @Test("What the live value is made of is in sight where its column is", arguments: Places.lessonNames)
    func sources(name: String) throws {
        try pictures(of: name, atMost: 40) { model, picture in
            let layout = picture.layout
            let used = picture.focus.edges.flatMap { [$0.source, $0.user] }
                .compactMap { picture.plan.graph.places[$0].flatMap(picture.plan.number) }
                .filter { $0 != picture.centre && picture.window.columns.contains(layout.cells[layout.cellOfNode[$0]].column) }
            guard let first = used.first else { return }
            let distances = used.map {
                abs(layout.cells[layout.cellOfNode[$0]].height - layout.cells[layout.cellOfNode[picture.centre]].height)
            }
            let isPossible = distances.contains { $0 <= 2 * (picture.area.rows - 2) }
            let isInSight = used.contains { picture.window.shows(layout.cellOfNode[$0]) }
            #expect(isInSight || !isPossible, "\(picture.plan.graph.symbols[picture.plan.members[first]].name), \(model.position)")
        }
    }

    /// In a chain `named_a0`, `named_a1`, … there are further nodes on either side.
    @Test func namesOfEightLettersLeaveRoomForTwoColumns() throws {
        let lines = (0..<9).map { "named_a\($0 + 1) = tanh(named_a\($0))" }
        let program = try Programs.program(lines.joined(separator: "\n"), parameters: ["named_a0": 0.5])
        let run = TrainingRun(.program(program), data: DataSet(rows: [([], [])]), settings: nil)
        let lesson = Lesson(title: Localized(same: "chain"), about: nil, source: nil, run: run, steps: [], warnings: [])
        var model = try Model(lesson: lesson, language: .english, charset: .unicode, size: Self.size)
        model.send(.command("goto named_a5"))
        let text = model.text
        #expect(text.contains(" named_a5 0.") && (text.contains(" named_a4 0.") || text.contains(" named_a6 ·")), "\(text)")
    }

    @Test func aLongNameIsWholeWhereThereIsRoom() throws {
        var model = try Model.of("variational-autoencoder", size: Size(rows: 24, columns: 84))
        model.send(.command("goto reconstruction"))
        #expect(model.text.contains("reconstruction 0."), "\(model.text)")
    }
}
