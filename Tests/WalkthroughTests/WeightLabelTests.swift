import Screen
import Testing

@testable import Walkthrough

/// The weights in the picture stand where they are read as the weights of their own lines.
struct WeightLabelTests {
    private typealias Spot = NetworkPicture.Spot
    private typealias Edge = NetworkPicture.Edge

    /// The lines between two columns of neurons, as evenly spread over the rows as the picture has them.
    private func edges(_ sources: Int, _ targets: Int, rows: Int, room: Int) -> [Edge] {
        func spots(_ count: Int, column: Int) -> [Spot] {
            (0..<count).map { Spot(row: Int(((Double($0) + 0.5) * Double(rows) / Double(count) - 0.5).rounded()), column: column, width: 10) }
        }
        let (starts, ends) = (spots(sources, column: 0), spots(targets, column: 10 + room))
        return starts.flatMap { start in ends.map { (start, $0) } }.enumerated().map {
            Edge(start: $1.0, end: $1.1, parameter: $0)
        }
    }

    @Test("A weight stands on its own line, and on no level one of another", arguments: 1...4, 1...4)
    func labelsLieOnTheirLines(sources: Int, targets: Int) throws {
        var placed = 0
        for rows in 5...13 {
            for room in 9...40 {
                for width in [4, 5, 7, 11] {
                    let edges = edges(sources, targets, rows: rows, room: room)
                    let text = SafeText(String(repeating: "w", count: width))
                    guard let labels = NetworkPicture.placed(edges.map { _ in text }, on: edges) else { continue }
                    placed += 1
                    #expect(labels.map(\.parameter).sorted() == edges.map(\.parameter))
                    for label in labels { check(label, of: edges) }
                    for (place, label) in labels.enumerated() {
                        for other in labels.dropFirst(place + 1) where other.row == label.row {
                            #expect(abs(other.column - label.column) > width)
                        }
                    }
                }
            }
        }
        #expect(placed > 0 || sources * targets > 6)
    }

    private func check(_ label: NetworkPicture.Label, of edges: [Edge]) {
        let cells = label.column..<label.column + label.text.width
        for edge in edges {
            let (from, to) = (Double(edge.columns.lowerBound), Double(edge.columns.upperBound - 1))
            // The line's height in the middle of each cell.
            let heights = cells.map { column in
                Double(edge.start.row) + Double(edge.end.row - edge.start.row) * (Double(column) - from) / (to - from)
            }
            if edge.parameter == label.parameter {
                #expect(heights.contains { abs($0 - Double(label.row)) < 1 })
                #expect(cells.lowerBound > edge.columns.lowerBound && cells.upperBound < edge.columns.upperBound)
            } else if edge.isLevel {
                #expect(edge.start.row != label.row)
            }
        }
    }

    /// Two weights into one neuron have room for both; of two that would stand on each other, neither is shown.
    @Test func allOrNone() {
        let text: SafeText = "0.50"
        func labels(_ edges: [Edge]) -> Int? { NetworkPicture.placed(edges.map { _ in text }, on: edges)?.count }
        #expect(labels(edges(2, 1, rows: 7, room: 12)) == 2)
        #expect(labels(edges(2, 2, rows: 7, room: 16)) == 4)
        let one = Edge(start: Spot(row: 0, column: 0, width: 10), end: Spot(row: 0, column: 25, width: 10), parameter: 0)
        let same = Edge(start: one.start, end: one.end, parameter: 1)
        #expect(labels([one]) == 1 && labels([one, same]) == nil)
    }
}
