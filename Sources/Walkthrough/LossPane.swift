import CommandLanguage
import Debugger
import Screen

extension Painter {
    /// The loss of every batch so far and, beside it, of the branch that was left last.
    mutating func lossCurve(_ model: Model, in area: Rectangle) {
        let session = model.session
        guard let last = session.losses.last, session.run.settings != nil else {
            let inside = pane(area, safe(Phrase.lossTitle))
            let lines = wrap(
                safe(session.run.settings != nil ? Phrase.noBatchYet : Phrase.noTraining), width: max(8, inside.columns))
            for (row, text) in lines.enumerated() { line(text, row, in: inside, .dim) }
            return
        }
        let curves = LossCurves(session)
        func written(_ loss: Double, _ digits: Int) -> SafeText { safe(NumberText.written(loss, digits: digits)) }
        func title(_ digits: Int) -> SafeText {
            let own = safe(Phrase.lossTitle) + safe(" ") + written(last.loss, digits)
            guard let branch = session.branches.left, let other = session.losses(of: branch).last else { return own }
            return own + safe(" ") + glyphs.ring + safe(" \(branch) ") + written(other.loss, digits)
        }
        // Where both losses and a branch's name are too long for the border, fewer digits will do.
        let titles = [5, 3, 2].map(title)
        let inside = pane(area, titles.first { $0.width <= area.columns - 6 } ?? titles[2])
        let columns = max(0, inside.columns - 9)
        let room = Rectangle(row: inside.row, column: inside.column + 9, rows: inside.rows, columns: columns)
        // The present curve lies over the other one, which has a sign of its own beside its colour.
        let ends = curves.other.isEmpty ? 0 : curves.otherColumns(of: columns)
        let other = Plot(
            curves.other, rows: inside.rows, columns: ends, range: curves.range, mark: glyphs.ring, glyphs: glyphs)
        frame.draw(other, in: room, style: .dim)
        let plot = Plot(curves.present, rows: inside.rows, columns: columns, range: curves.range, glyphs: glyphs)
        frame.draw(plot, in: room)
        if let range = plot.range {
            line(safe(NumberText.written(range.upperBound, digits: 3)), 0, in: inside, .dim)
            if inside.rows > 1 { line(safe(NumberText.written(range.lowerBound, digits: 3)), inside.rows - 1, in: inside, .dim) }
        }
    }
}

/// The losses of the present run and of the branch that was left last, at the same batches.
struct LossCurves {
    let present: [Double]
    /// As far as that branch has got.
    let other: [Double]
    /// All finite values of both; nil for one curve, which fills the height by itself.
    let range: ClosedRange<Double>?

    init(_ session: Session) {
        let own = session.losses
        guard let branch = session.branches.left else {
            (present, other, range) = (own.map(\.loss), [], nil)
            return
        }
        let others = session.losses(of: branch)
        // Each thins out its batches by itself, keeping every n-th with n a power of two.
        let strides = [own, others].map { $0.count > 1 ? $0[1].batch - $0[0].batch : 1 }
        let stride = max(1, strides.max() ?? 1)
        func common(_ losses: [(batch: Int, loss: Double)]) -> [Double] {
            losses.filter { $0.batch.isMultiple(of: stride) || $0.batch == own.last?.batch }.map(\.loss)
        }
        (present, other) = (common(own), common(others))
        let finite = (present + other).filter(\.isFinite)
        if let lowest = finite.min(), let highest = finite.max() { range = lowest...highest } else { range = nil }
    }

    /// The share of the picture's columns that the other curve takes, so that equal batches lie above each other.
    func otherColumns(of columns: Int) -> Int {
        guard present.count > 1, columns > 0 else { return columns }
        return min(columns, 1 + Int((Double(other.count - 1) / Double(present.count - 1) * Double(columns - 1)).rounded()))
    }
}
