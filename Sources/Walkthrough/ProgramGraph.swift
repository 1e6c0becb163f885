import NeuralNetwork
import Screen

/// The graph of one of a program's losses, laid out once for all pictures of it.
struct ProgramGraph: Sendable {
    /// A layout of all or some nodes of a graph.
    struct Plan: Sendable {
        let graph: NamedGraph
        /// The nodes that have a place, as places in the graph, in its order; the layout counts them.
        let members: [Int]
        let layout: GraphLayout
        /// How many columns of the screen each column's names take; nil where only edges pass.
        let nameWidths: [Int?]

        init(_ graph: NamedGraph, members: [Int], charset: Charset) {
            self.graph = graph
            self.members = members
            let numbers = Dictionary(zip(members, members.indices).map { ($0, $1) }, uniquingKeysWith: min)
            let layout = GraphLayout(sources: members.map { graph.sources[$0].compactMap { numbers[$0] } })
            self.layout = layout
            nameWidths = layout.columns.map { cells in
                let widths = cells.compactMap { cell -> Int? in
                    guard case .node(let number) = layout.cells[cell].content else { return nil }
                    return charset.spell(SafeText(graph.symbols[members[number]].name)).width
                }
                return widths.max()
            }
        }

        /// The layout's number of a node of the graph, if it has a place.
        func number(of place: Int) -> Int? {
            var low = 0
            var high = members.count
            while low < high {
                let middle = (low + high) / 2
                if members[middle] < place { low = middle + 1 } else { high = middle }
            }
            return low < members.count && members[low] == place ? low : nil
        }
    }

    /// Inputs, targets and assignments.
    let graph: NamedGraph
    /// With the parameters as nodes too, where there are few.
    let detailed: Plan?
    /// Nil where the graph is too large to be laid out as a whole.
    private let whole: Plan?
    private let charset: Charset

    /// More nodes than these are laid out around the live one only, a few hundred at a time.
    static let most = 2000
    static let neighbourhood = 300
    /// More nodes than these do not fit on a screen with their parameters beside them.
    private static let mostDetailed = 80

    init(of computation: Computation, charset: Charset) {
        self.charset = charset
        graph = NamedGraph(of: computation)
        whole = graph.count <= Self.most ? Plan(graph, members: Array(0..<graph.count), charset: charset) : nil
        guard graph.count <= Self.mostDetailed else {
            detailed = nil
            return
        }
        let all = NamedGraph(of: computation, includesParameters: true)
        detailed = all.count <= Self.mostDetailed ? Plan(all, members: Array(0..<all.count), charset: charset) : nil
    }

    /// The layout to show around a node of the graph: of everything, or of what is near.
    func plan(around centre: Int) -> Plan {
        whole ?? Plan(graph, members: graph.neighbourhood(of: centre, limit: Self.neighbourhood), charset: charset)
    }
}
