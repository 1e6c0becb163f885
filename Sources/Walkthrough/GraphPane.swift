import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

extension Painter {
    /// A program's graph as a picture: named values from left to right, and what each is made of.
    ///
    /// Nodes show their values while the run goes forward and ∂L/∂ where it has come back; what the last step
    /// used is lit. Where not all fits, the part around the live node is shown and the rest is counted.
    mutating func graph(_ model: Model, in area: Rectangle) {
        let session = model.session
        let focus = GraphFocus(session)
        let arrow = focus.pass.map { " " + Phrase.name(of: $0)[language] } ?? ""
        let several = session.run.computations.count > 1
        let name = several ? Phrase.graph(of: session.tree.sampleTable(of: session.objectiveOnShow).lossName) : Phrase.graph
        let inside = pane(area, safe(name[language] + arrow))
        guard model.graphs.indices.contains(session.objectiveOnShow), inside.rows > 0 else { return }
        let picture = GraphPicture(
            session: session, graph: model.graphs[session.objectiveOnShow], focus: focus, in: inside)
        picture.draw(on: &self)
    }
}

/// The picture of one program in one rectangle.
struct GraphPicture {
    let session: Session
    let focus: GraphFocus
    let area: Rectangle
    let plan: ProgramGraph.Plan
    let window: GraphWindow
    let decimals: Int
    /// The live node as the layout counts.
    let centre: Int
    /// The leftmost column, and the width, of each layout column on show.
    private(set) var spots: [Int: (left: Int, width: Int)] = [:]

    var layout: GraphLayout { plan.layout }
    /// The columns between two columns of nodes: a line, its arrow head, and a space.
    private static let leastGap = 4
    private static let widestGap = 14
    /// Where edges come from and go to that are out of sight.
    private static let leftMargin = 3
    /// Enough for the head of an edge.
    private static let leastLeftMargin = 2
    private static let rightMargin = 2

    init(session: Session, graph: ProgramGraph, focus: GraphFocus, in area: Rectangle) {
        self.session = session
        self.focus = focus
        self.area = area
        /// The live node in a graph: itself, or what uses it.
        func place(in graph: NamedGraph) -> Int {
            focus.node.flatMap { graph.places[$0] } ?? graph.places[focus.home] ?? 0
        }
        func window(_ plan: ProgramGraph.Plan, _ centre: Int, decimals: Int, rows: Int) -> GraphWindow {
            let used = focus.edges.flatMap { [$0.source, $0.user] }.compactMap { plan.graph.places[$0].flatMap(plan.number) }
            // What the last step used: users going backward, else sources.
            return GraphWindow(
                on: plan.layout, around: centre, near: used, rows: rows, startsAtRight: focus.pass == .backward
            ) { columns in
                Self.width(of: columns, plan, decimals) <= area.columns
            }
        }
        // The parameters as nodes of their own if that leaves everything in sight, and four decimals rather
        // than two if that costs no column.
        if let detailed = graph.detailed, let number = detailed.number(of: place(in: detailed.graph)) {
            for decimals in [4, 2] {
                let window = window(detailed, number, decimals: decimals, rows: area.rows)
                guard window.isWhole else { continue }
                (plan, self.window, self.decimals, centre) = (detailed, window, decimals, number)
                spread()
                return
            }
        }
        let plan = graph.plan(around: place(in: graph.graph))
        let number = plan.number(of: place(in: graph.graph)) ?? 0
        let isWhole = plan.members.count == graph.graph.count
        // The last row is for the counts of what is out of sight.
        let few = max(1, area.rows - 1)
        var decimals = 4
        var best = window(plan, number, decimals: 4, rows: area.rows)
        if !best.isWhole || !isWhole {
            best = window(plan, number, decimals: 4, rows: few)
            let narrow = window(plan, number, decimals: 2, rows: few)
            if narrow.columns.count > best.columns.count { (best, decimals) = (narrow, 2) }
        }
        (self.plan, self.window, self.decimals, centre) = (plan, best, decimals, number)
        spread()
    }

    // MARK: Widths

    /// ∂, a sign, a digit before the point and the others behind it.
    static func valueWidth(_ decimals: Int) -> Int { decimals + 4 }

    /// Longer names are cut where another column could take their room.
    private static let longestName = 12

    private static func width(_ column: Int, _ plan: ProgramGraph.Plan, _ decimals: Int) -> Int {
        plan.nameWidths[column].map { min($0, longestName) + 1 + valueWidth(decimals) } ?? 1
    }

    private static func width(of columns: Range<Int>, _ plan: ProgramGraph.Plan, _ decimals: Int) -> Int {
        let widths = columns.reduce(leastGap * (columns.count - 1)) { $0 + width($1, plan, decimals) }
        return widths + (columns.lowerBound > 0 ? leastLeftMargin : 0)
            + (columns.upperBound < plan.layout.columns.count ? rightMargin : 0)
    }

    /// Gives each column its place; what room is left goes to long names, and then between the columns.
    private mutating func spread() {
        let columns = window.columns
        var spare = max(0, area.columns - Self.width(of: columns, plan, decimals))
        var widths: [Int: Int] = [:]
        for column in columns {
            let missing = min(spare, max(0, (plan.nameWidths[column] ?? 0) - Self.longestName))
            widths[column] = Self.width(column, plan, decimals) + missing
            spare -= missing
        }
        var margin = 0
        if columns.lowerBound > 0 {
            margin = min(Self.leftMargin, Self.leastLeftMargin + spare)
            spare -= margin - Self.leastLeftMargin
        }
        let between = max(1, columns.count - 1)
        let extra = min(spare / between, Self.widestGap - Self.leastGap)
        var left = area.column + margin + (spare - extra * (columns.count - 1)) / 2
        for column in columns {
            let width = widths[column] ?? 0
            spots[column] = (left, width)
            left += width + Self.leastGap + extra
        }
    }

    // MARK: What is out of sight

    /// How many nodes there are, in sight or not.
    var count: Int { plan.graph.count }

    /// How many nodes are in sight.
    var shownCount: Int { plan.members.indices.count { window.shows(layout.cellOfNode[$0]) } }

    /// How many nodes are out of sight on each side. Of what has no place in this layout, the tape tells
    /// whether it comes before or after.
    var hidden: (left: Int, above: Int, below: Int, right: Int) {
        let before = plan.members[centre] - centre
        let after = plan.graph.count - plan.members.count - before
        return (window.left + before, window.above, window.below, window.right + after)
    }
}

extension Phrase {
    static let graph = Localized("graph", "计算图")

    static func graph(of loss: String) -> Localized { Localized("graph of \(loss)", "\(loss) 的计算图") }
}
