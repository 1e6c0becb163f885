import Autograd
import Debugger
import NeuralNetwork
import TestNetworks
import Testing

@testable import Walkthrough

/// The picture of a graph is true to it: every edge leads to the right, no two things share a place, and what is
/// out of sight is counted.
struct GraphLayoutTests {
    /// Chains, trees, and graphs in which nearly everything hangs together.
    static let shapes = [(1, 9), (5, 3), (12, 4), (30, 5), (60, 40), (200, 6), (400, 300)].flatMap { count, reach in
        (0..<3).map { seed in (count, reach, UInt64(seed)) }
    }

    private func graph(_ shape: (Int, Int, UInt64), includesParameters: Bool = false) throws -> NamedGraph {
        var generator = SeededGenerator(seed: shape.2)
        let run = try Programs.random(shape.0, reach: shape.1, using: &generator)
        let computation = try #require(run.computations.first)
        return NamedGraph(of: computation, includesParameters: includesParameters)
    }

    @Test("Edges are the names in the formulas", arguments: shapes)
    func edges(shape: (Int, Int, UInt64)) throws {
        var generator = SeededGenerator(seed: shape.2)
        let run = try Programs.random(shape.0, reach: shape.1, using: &generator)
        guard case .program(let program) = run.architecture else { return }
        let computation = try #require(run.computations.first)
        let plain = NamedGraph(of: computation)
        let detailed = NamedGraph(of: computation, includesParameters: true)
        for (graph, keepsParameters) in [(plain, false), (detailed, true)] {
            var assigned = 0
            for (place, symbol) in graph.symbols.enumerated() {
                guard let assignment = program.assignments.first(where: { $0.name == symbol.name }) else {
                    #expect(graph.sources[place].isEmpty && !graph.users[place].isEmpty)
                    continue
                }
                assigned += 1
                let names = assignment.expression.names
                let parameters = Set(program.parameters.map(\.name))
                #expect(Set(graph.sources[place].map { graph.symbols[$0].name }) == (keepsParameters ? names : names.subtracting(parameters)))
                #expect(Set(graph.parameters[place].map { program.parameters[$0].name }) == names.intersection(parameters))
                for source in graph.sources[place] {
                    #expect(source < place && graph.users[source].contains(place))
                }
            }
            #expect(assigned == computation.sections.flatMap(\.units).count)
            #expect(graph.sources.joined().count == graph.users.joined().count)
        }
    }

    @Test("Columns, lines and lanes", arguments: shapes)
    func layout(shape: (Int, Int, UInt64)) throws {
        for includesParameters in [false, true] {
            let graph = try graph(shape, includesParameters: includesParameters)
            let layout = GraphLayout(sources: graph.sources)
            func column(_ node: Int) -> Int { layout.cells[layout.cellOfNode[node]].column }
            for node in 0..<graph.count {
                #expect(layout.cells[layout.cellOfNode[node]].content == .node(node))
                let longest = graph.sources[node].map { column($0) + 1 }.max()
                if let longest { #expect(column(node) >= longest) }
                if longest == nil, let first = graph.users[node].map(column).min() { #expect(column(node) == first - 1) }
            }
            // No two share a place, and no more lines are used than the highest column needs.
            for (number, cells) in layout.columns.enumerated() {
                #expect(cells.allSatisfy { layout.cells[$0].column == number })
                let heights = cells.map { layout.cells[$0].height }
                #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 2 })
                #expect(heights.allSatisfy { (0...max(0, 2 * (layout.lineCount - 1))).contains($0) })
            }
            #expect(layout.columns.allSatisfy { !$0.isEmpty })
            try edgesArrive(graph, layout)
        }
    }

    /// Every edge is a way of segments from its source to its user, over lanes of its source alone.
    private func edgesArrive(_ graph: NamedGraph, _ layout: GraphLayout) throws {
        var before: [Int: Int] = [:]
        for segment in layout.segments where segment.target == nil { before[segment.end] = segment.start }
        var arrived: [[Int]] = Array(repeating: [], count: graph.count)
        for segment in layout.segments {
            #expect(layout.cells[segment.start].column < layout.cells[segment.end].column)
            guard let target = segment.target else { continue }
            #expect(segment.end == layout.cellOfNode[target])
            var cell = segment.start
            while case .lane(let source) = layout.cells[cell].content {
                cell = try #require(before[cell])
                #expect(layout.cells[cell].content.node == source)
            }
            arrived[target].append(layout.cells[cell].content.node)
        }
        for node in 0..<graph.count { #expect(arrived[node].sorted() == graph.sources[node]) }
    }

    @Test("A window holds its centre and counts the rest", arguments: shapes)
    func window(shape: (Int, Int, UInt64)) throws {
        let graph = try graph(shape)
        let layout = GraphLayout(sources: graph.sources)
        for rows in [1, 2, 3, 7, 16, 50] {
            for columns in [1, 3, 8, 1000] {
                for centre in stride(from: 0, to: graph.count, by: max(1, graph.count / 20)) {
                    let window = GraphWindow(on: layout, around: centre, rows: rows) { $0.count <= columns }
                    #expect(window.shows(layout.cellOfNode[centre]))
                    #expect(window.columns.count == min(columns, layout.columns.count))
                    let shown = (0..<graph.count).filter { window.shows(layout.cellOfNode[$0]) }
                    #expect(shown.count + window.hidden == graph.count)
                    #expect(window.left == (0..<graph.count).count { layout.cells[layout.cellOfNode[$0]].column < window.columns.lowerBound })
                    let cells = layout.cells.indices.filter { window.shows($0) }
                    let places = Set(cells.map { [layout.cells[$0].column, window.row(of: $0)] })
                    #expect(places.count == cells.count)
                }
            }
        }
    }

    @Test func aChainIsALevelLine() throws {
        let layout = GraphLayout(sources: [[]] + (0..<50).map { [$0] })
        #expect(layout.columns.count == 51 && layout.lineCount == 1)
        #expect(Set(layout.cells.map(\.height)) == [0])
    }

    @Test func theSweepsUntangleCrossedPairs() {
        // Two sources a, b and two chains, written so that the order of the tape crosses.
        let layout = GraphLayout(sources: [[], [], [1], [0], [2], [3], [4, 5]])
        let height = { (node: Int) in layout.cells[layout.cellOfNode[node]].height }
        #expect((height(0) < height(1)) == (height(3) < height(2)))
        #expect((height(3) < height(2)) == (height(5) < height(4)))
    }

    @Test func aNeighbourhoodIsConnectedAndNoLargerThanAskedFor() throws {
        let graph = try graph((400, 300, 1))
        for centre in [0, 17, graph.count - 1] {
            let near = graph.neighbourhood(of: centre, limit: 25)
            #expect(near.count == 25 && near == near.sorted() && near.contains(centre) && Set(near).count == 25)
            for node in near where node != centre {
                #expect(!Set(graph.sources[node] + graph.users[node]).isDisjoint(with: near))
            }
        }
    }
}

extension Expression {
    /// The names in the expression.
    fileprivate var names: Set<String> {
        switch self {
        case .number: []
        case .name(let name, _): [name]
        case .call(_, let arguments, _): arguments.reduce(into: []) { $0.formUnion($1.names) }
        case .unary(_, let a): a.names
        case .binary(_, let a, let b): a.names.union(b.names)
        }
    }
}
