import CommandLanguage
import Debugger
import GradientComparison
import NeuralNetwork

/// The right formulas of the first number that departs, with their numbers.
struct RightFormulas {
    private let session: Session
    /// More quantities than this are not gone through for a line of text.
    private static let mostQuantities = 200_000

    /// - Parameter session: at the start of the batch.
    init(_ session: Session) { self.session = session }

    /// The number's own formula and, for a gradient, before it that of the δ that it is made of.
    func lines(of diagnosis: Diagnosis, _ text: DiagnosisText) -> [String] {
        guard let first = diagnosis.departures.first else { return [] }
        let narration = ExplanationText(language: text.language, notation: text.notation)
        let delta = neuron(of: first.quantity).map { "delta(\($0))" }
        var (own, before): (Formula?, Formula?)
        var there = session
        there.zoom = .quantity
        let end = there.tree.start(ofBatch: min(there.batchInProgress + step(of: first.quantity) + 1, there.tree.batchCount))
        let begin = there.tree.start(ofBatch: min(there.batchInProgress + step(of: first.quantity), there.tree.batchCount - 1))
        guard end - begin <= Self.mostQuantities else { return [] }
        there.go(to: Position(begin))
        while there.position.index < end, !there.isAtEnd {
            there.go(to: there.tree.position(after: there.position, .quantity))
            guard let leaf = there.executedLeaf else { break }
            var name = there.tree.address(of: leaf).quantity.name
            if case .new(let parameter) = there.tree.address(of: leaf).quantity { name = "new(\(parameter))" }
            if name == first.name { own = there.explanation(ofLeaf: leaf, zoom: .quantity).formula }
            if name == delta { before = there.explanation(ofLeaf: leaf, zoom: .quantity).formula }
        }
        // Of a batch's last sample, where the number is the mean of all, it would explain nothing.
        guard let own, let value = own.value, abs(value - first.right) <= 1e-9 * abs(first.right) else { return [] }
        return [before, own].compactMap { $0 }.map(narration.line)
    }

    private func step(of quantity: GivenNumbers.Quantity) -> Int {
        switch quantity {
        case .updated(_, let step), .loss(let step): step
        default: 0
        }
    }

    /// The neuron whose weight or bias a gradient is of, where each batch has one sample.
    private func neuron(of quantity: GivenNumbers.Quantity) -> String? {
        guard case .gradient(let place) = quantity, session.tree.samples(inBatch: session.tree.moment(of: session.position.index).batch) == 1
        else { return nil }
        return session.run.network?.layers.flatMap(\.neurons).first { $0.weights.contains(place) || $0.bias == place }?.name
    }
}
