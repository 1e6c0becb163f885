/// The places of a graph's nodes in a picture: columns from left to right, lines from top to bottom.
///
/// A node's column is the length of the longest path to it; what is made of nothing stands right before its
/// first user. An edge over several columns has a lane of its own in those between, so that it does not run
/// through other nodes. The order in a column comes of a few sweeps of the barycentre heuristic (K. Sugiyama,
/// S. Tagawa and M. Toda, *Methods for Visual Understanding of Hierarchical System Structures*, 1981).
struct GraphLayout: Sendable {
    /// What stands on one line of a column.
    enum Content: Hashable, Sendable {
        case node(Int)
        /// An edge, or several, on their way from this node.
        case lane(from: Int)

        /// The node, or the one that the edge comes from.
        var node: Int {
            switch self {
            case .node(let node), .lane(let node): node
            }
        }
    }

    struct Cell: Hashable, Sendable {
        let content: Content
        let column: Int
        /// Counted in halves of a line: two cells of a column are at least 2 apart.
        fileprivate(set) var height: Int
    }

    /// A piece of an edge between two neighbouring columns; of an edge that is too long for a lane, all of it.
    struct Segment: Hashable, Sendable {
        /// Places in `cells`.
        let start: Int
        let end: Int
        /// The node that uses the edge's value; nil on a lane that several share.
        let target: Int?
    }

    private(set) var cells: [Cell] = []
    /// The cells of each column, from the top.
    private(set) var columns: [[Int]] = []
    private(set) var segments: [Segment] = []
    /// The cell of each node.
    private(set) var cellOfNode: [Int] = []
    /// The segments at each cell, as places in `segments`.
    private var left: [[Int]] = []
    private var right: [[Int]] = []

    /// How many lines the highest column needs.
    var lineCount: Int { columns.map(\.count).max() ?? 0 }

    /// The longest edge that has a lane: more columns than fit on most screens.
    private static let longestLane = 12

    /// - Precondition: a node's sources are before it.
    init(sources: [[Int]]) {
        var users: [[Int]] = Array(repeating: [], count: sources.count)
        for (node, own) in sources.enumerated() {
            for source in own { users[source].append(node) }
        }
        placeNodes(Self.columns(sources, users))
        connect(users)
        order()
        align()
    }

    private static func columns(_ sources: [[Int]], _ users: [[Int]]) -> [Int] {
        var columns: [Int] = []
        for own in sources { columns.append((own.map { columns[$0] }.max() ?? -1) + 1) }
        for node in sources.indices where sources[node].isEmpty {
            if let first = users[node].map({ columns[$0] }).min() { columns[node] = first - 1 }
        }
        return columns
    }

    private mutating func placeNodes(_ columnOfNode: [Int]) {
        columns = Array(repeating: [], count: (columnOfNode.max() ?? -1) + 1)
        for (node, column) in columnOfNode.enumerated() {
            cellOfNode.append(append(Cell(content: .node(node), column: column, height: 0)))
        }
    }

    private mutating func append(_ cell: Cell) -> Int {
        cells.append(cell)
        columns[cell.column].append(cells.count - 1)
        return cells.count - 1
    }

    private mutating func connect(_ users: [[Int]]) {
        for (node, own) in users.enumerated() {
            let start = cellOfNode[node]
            let column = cells[start].column
            // The cells that the edge has passed so far: itself, then its lanes.
            var passed = [start]
            for user in own.sorted(by: { cells[cellOfNode[$0]].column < cells[cellOfNode[$1]].column }) {
                let end = cellOfNode[user]
                let span = cells[end].column - column
                guard span <= Self.longestLane else {
                    segments.append(Segment(start: start, end: end, target: user))
                    continue
                }
                while passed.count < span {
                    let lane = append(Cell(content: .lane(from: node), column: column + passed.count, height: 0))
                    segments.append(Segment(start: passed[passed.count - 1], end: lane, target: nil))
                    passed.append(lane)
                }
                segments.append(Segment(start: passed[span - 1], end: end, target: user))
            }
        }
        left = Array(repeating: [], count: cells.count)
        right = left
        for segment in segments where cells[segment.end].column == cells[segment.start].column + 1 {
            left[segment.end].append(segment.start)
            right[segment.start].append(segment.end)
        }
    }

    // MARK: Order

    private mutating func order() {
        var ranks = Array(repeating: 0, count: cells.count)
        func number(_ column: [Int]) {
            for (rank, cell) in column.enumerated() { ranks[cell] = rank }
        }
        func sorted(_ column: [Int], by neighbours: [[Int]]) -> [Int] {
            let means = column.enumerated().map { rank, cell -> (mean: Double, rank: Int, cell: Int) in
                let near = neighbours[cell]
                let sum = near.reduce(0) { $0 + ranks[$1] }
                return (near.isEmpty ? Double(rank) : Double(sum) / Double(near.count), rank, cell)
            }
            return means.sorted { ($0.mean, $0.rank) < ($1.mean, $1.rank) }.map(\.cell)
        }
        columns.forEach(number)
        for _ in 0..<4 {
            for column in columns.indices.dropFirst() {
                columns[column] = sorted(columns[column], by: left)
                number(columns[column])
            }
            for column in columns.indices.dropLast().reversed() {
                columns[column] = sorted(columns[column], by: right)
                number(columns[column])
            }
        }
    }

    // MARK: Heights

    /// Gives each cell a height near those of its neighbours, in the order of its column.
    private mutating func align() {
        let most = max(0, 2 * (lineCount - 1))
        for column in columns {
            let first = most / 2 - (column.count - 1)
            for (rank, cell) in column.enumerated() { cells[cell].height = first + 2 * rank }
        }
        for _ in 0..<3 {
            for column in columns { settle(column, within: most, by: left) }
            for column in columns.reversed() { settle(column, within: most, by: right) }
        }
        let both = zip(left, right).map { $0 + $1 }
        for column in columns { settle(column, within: most, by: both) }
    }

    /// The heights h that make Σ(h − wish)² least while neighbours stay 2 apart: an isotonic regression of
    /// wish − 2·rank, by pooling adjacent violators.
    private mutating func settle(_ column: [Int], within most: Int, by neighbours: [[Int]]) {
        var pools: [(sum: Double, count: Int)] = []
        for (rank, cell) in column.enumerated() {
            let near = neighbours[cell]
            let sum = near.reduce(0) { $0 + cells[$1].height }
            let wish = near.isEmpty ? Double(cells[cell].height) : Double(sum) / Double(near.count)
            pools.append((wish - Double(2 * rank), 1))
            while pools.count > 1 {
                let last = pools[pools.count - 1]
                let before = pools[pools.count - 2]
                guard before.sum * Double(last.count) > last.sum * Double(before.count) else { break }
                pools.removeLast(2)
                pools.append((before.sum + last.sum, before.count + last.count))
            }
        }
        var rank = 0
        for pool in pools {
            let height = Int((pool.sum / Double(pool.count)).rounded())
            for _ in 0..<pool.count {
                cells[column[rank]].height = min(max(0, height), most - 2 * (column.count - 1)) + 2 * rank
                rank += 1
            }
        }
    }
}
