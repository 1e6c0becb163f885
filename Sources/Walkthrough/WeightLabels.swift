import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

extension NetworkPicture {
    /// The line of a weight from the layer before.
    struct Edge {
        let start: Spot
        let end: Spot
        /// As a place in the network's list.
        let parameter: Int

        var isLevel: Bool { start.row == end.row }

        /// The columns between the neurons that the line runs through.
        var columns: Range<Int> { start.end..<max(start.end, end.column - 1) }

        /// The row in which the line runs after a share of its way.
        func row(at share: Double) -> Int {
            Int((Double(start.row) + Double(end.row - start.row) * share).rounded())
        }
    }

    struct Label {
        let text: SafeText
        let row: Int
        let column: Int
        let parameter: Int
    }

    /// The weights' values on their lines: with names and four decimals where there is room, with two, or none at all,
    /// because one that is missing would be taken for one that is not there.
    func labels(into column: Int, _ spots: [[Spot?]], _ painter: inout Painter) {
        let layer = network.layers[column - 1]
        var edges: [Edge] = []
        for (target, neuron) in layer.neurons.enumerated() {
            for (source, parameter) in neuron.weights.enumerated() {
                guard let start = spots[column - 1][source], let end = spots[column][target] else { return }
                edges.append(Edge(start: start, end: end, parameter: parameter))
            }
        }
        let room = edges.first.map { $0.end.column - $0.start.end } ?? 0
        // A level line has fewer places to choose from.
        edges = edges.filter(\.isLevel) + edges.filter { !$0.isLevel }
        for (least, isNamed, decimals) in [(22, true, 4), (15, false, 4), (labelGap, false, 2)] where room >= least {
            let texts = edges.map { text(of: $0.parameter, isNamed: isNamed, decimals: decimals, painter) }
            guard let labels = Self.placed(texts, on: edges) else { continue }
            for label in labels {
                let isLit = focus.parameters.contains(label.parameter)
                painter.write(label.text, label.row, label.column, isLit ? .live.bold : .normal, in: area)
            }
            return
        }
    }

    private func text(of parameter: Int, isNamed: Bool, decimals: Int, _ painter: Painter) -> SafeText {
        let name = session.computation.parameterNames[parameter]
        let new = session.reading(.new(name))
        let value = new?.isReached == true ? new : session.reading(.old(name))
        let number = painter.number(value, decimals: decimals)
        return isNamed ? painter.safe(name + " ") + number : number
    }

    /// A place for each text on its line, where no other line runs through its middle; nil if one has none.
    static func placed(_ texts: [SafeText], on edges: [Edge]) -> [Label]? {
        var taken: Set<Point> = []
        var labels: [Label] = []
        for (text, edge) in zip(texts, edges) {
            let columns = edge.columns
            // Level lines carry their label in the middle, slanted ones near their source.
            let shares = edge.isLevel ? [0.5, 0.35, 0.65, 0.22, 0.78] : [0.22, 0.35, 0.5, 0.65, 0.78]
            let label = shares.lazy.compactMap { share -> Label? in
                let row = edge.row(at: share)
                let middle = columns.lowerBound + Int(Double(columns.count - 1) * share)
                let left = min(max(columns.lowerBound + 1, middle - text.width / 2), columns.upperBound - 2 - text.width)
                guard left > columns.lowerBound, (left..<left + text.width).contains(middle) else { return nil }
                guard !edges.contains(where: { $0.parameter != edge.parameter && $0.row(at: share) == row }) else { return nil }
                return Label(text: text, row: row, column: left, parameter: edge.parameter)
            }.first { taken.isDisjoint(with: cells(of: $0)) }
            guard let label else { return nil }
            taken.formUnion(cells(of: label))
            labels.append(label)
        }
        return labels
    }

    /// A label's cells, and those that keep it from the next.
    private static func cells(of label: Label) -> [Point] {
        (label.column - 1...label.column + label.text.width).map { Point(row: label.row, column: $0) }
    }
}
