/// The part of a laid out graph that a pane shows: some columns and some lines around one node, and how many
/// nodes are out of sight on each side.
struct GraphWindow {
    /// The columns on show.
    let columns: Range<Int>
    /// The rows between two lines.
    let stride: Int
    /// The height, in halves of a line, that the first row shows.
    private let top: Int
    private let rows: Int
    private let layout: GraphLayout
    /// The nodes out of sight: in columns to the left and to the right, and above and below in those on show.
    private(set) var left = 0
    private(set) var right = 0
    private(set) var above = 0
    private(set) var below = 0

    /// - Parameters:
    ///   - centre: the node that is always in sight.
    ///   - near: the nodes that should be in sight with it, as far as their columns are on show.
    ///   - rows: how many rows there are, at least 1.
    ///   - startsAtRight: on which side of the centre there should be room first.
    ///   - fits: whether there is room for these columns; asked for more and more of them.
    init(
        on layout: GraphLayout, around centre: Int, near: [Int] = [], rows: Int, startsAtRight: Bool = false,
        fits: (Range<Int>) -> Bool
    ) {
        self.layout = layout
        self.rows = rows
        let cell = layout.cells[layout.cellOfNode[centre]]
        var columns = cell.column..<cell.column + 1
        // One more on either side in turn, as long as there is room.
        var sides: Set<Int> = [-1, 1]
        var side = startsAtRight ? 1 : -1
        while !sides.isEmpty {
            if sides.contains(side) {
                let wider = side < 0 ? columns.lowerBound - 1..<columns.upperBound : columns.lowerBound..<columns.upperBound + 1
                let exists = wider.lowerBound >= 0 && wider.upperBound <= layout.columns.count
                if exists, fits(wider) { columns = wider } else { sides.remove(side) }
            }
            side = -side
        }
        self.columns = columns
        let heights = columns.flatMap { layout.columns[$0].map { layout.cells[$0].height } }
        let (least, most) = (heights.min() ?? 0, heights.max() ?? 0)
        let lines = (most - least) / 2 + 1
        stride = min(3, max(1, rows / lines))
        let extent = (most - least) * stride / 2 + 1
        if extent <= rows {
            top = least - (rows - extent) / 2 * 2 / stride
        } else {
            let last = most - 2 * (rows - 1)
            let middle = min(max(least, cell.height - rows), last)
            let wanted = near.map { layout.cells[layout.cellOfNode[$0]] }.filter { columns.contains($0.column) }.map(\.height)
            func shown(_ top: Int) -> Int { wanted.count { (top...top + 2 * rows - 1).contains($0) } }
            // As many of them as can be with the centre; else the centre in the middle.
            let possible = max(least, cell.height - 2 * (rows - 1))...max(least, min(cell.height, last))
            top = wanted.isEmpty ? middle : possible.max { (shown($0), -abs($0 - middle)) < (shown($1), -abs($1 - middle)) } ?? middle
        }
        for (column, own) in layout.columns.enumerated() {
            for place in own {
                guard case .node = layout.cells[place].content else { continue }
                if column < columns.lowerBound { left += 1 }
                if column >= columns.upperBound { right += 1 }
                guard columns.contains(column) else { continue }
                let row = row(of: place)
                if row < 0 { above += 1 }
                if row >= rows { below += 1 }
            }
        }
    }

    /// Whether every node is in sight.
    var isWhole: Bool { hidden == 0 }

    /// The row of a cell, from 0; it may be above or below those on show.
    func row(of cell: Int) -> Int {
        let half = (layout.cells[cell].height - top) * stride
        return half >= 0 ? half / 2 : -((1 - half) / 2)
    }

    /// How many nodes are out of sight.
    var hidden: Int { left + right + above + below }

    /// Whether a cell is in sight.
    func shows(_ cell: Int) -> Bool {
        columns.contains(layout.cells[cell].column) && (0..<rows).contains(row(of: cell))
    }
}
