import ArgumentParser
import Autograd
import CommandLanguage
import Debugger
import NeuralNetwork
import Screen

/// `backstep trace`: every step of a run, one line each.
struct Trace: BackstepCommand {
    static let configuration = CommandConfiguration(
        abstract: say(Phrase.traceAbstract), discussion: say(Phrase.traceDiscussion))

    @Argument(help: help(Phrase.fileHelp)) var file: String
    @Option(help: help(Phrase.zoomHelp)) var zoom = Zoom.quantity.name
    @Option(help: help(Phrase.fromHelp)) var from: String?
    @Option(help: help(Phrase.toHelp)) var to: String?
    @Option(help: help(Phrase.traceEpochsHelp)) var epochs: Int?
    @OptionGroup var mutation: MutationOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var common: CommonOptions

    func execute() throws -> Int32 {
        let level = try Opening.zoom(zoom, option: "--zoom")
        if let epochs, epochs < 1 { throw Failure(Phrase.atLeastOne("--epochs")) }
        var session = try Opening.file(file).session()
        session.zoom = level
        try mutation.carryOut(on: &session).forEach { Output.complain($0) }
        if let from { session.go(to: try Opening.position(from, option: "--from", in: session)) }
        var end = session.tree.end
        if let to {
            end = min(end, try Opening.position(to, option: "--to", in: session))
            try expect(end, notBefore: session.position, option: "--to")
        }
        if let epochs {
            let (last, overflows) = session.tree.leavesPerEpoch.multipliedReportingOverflow(by: epochs)
            if !overflows { end = min(end, Position(last)) }
            try expect(end, notBefore: session.position, option: "--epochs")
        }
        try Output.collect { output in
            var lines = TraceLines()
            while session.position < end, !session.isAtEnd {
                session.go(to: min(session.tree.position(after: session.position, level), end))
                switch format.format {
                case .json: output.json(TraceLines.json(session).text)
                case .text: lines.text(session).forEach { output.line($0) }
                }
            }
        }
        return 0
    }

    private func expect(_ end: Position, notBefore start: Position, option: String) throws(Failure) {
        if end < start { throw Failure(Phrase.endsBeforeStart(option, end.index, start: start.index)) }
    }
}

/// One executed unit as a line: at zooms coarser than `quantity` the last quantity of the unit stands for it.
struct TraceLines {
    private let narration = ExplanationText(
        language: Surroundings.language, notation: Surroundings.charset == .ascii ? .plain : .mathematical)
    private var heading: [String] = []

    /// What was executed last.
    private struct Result {
        let leaf: Int
        let explanation: Explanation
        let address: Address
        /// Whether a whole quantity is meant, or an operation within one.
        let isQuantity: Bool

        init?(_ session: Session) {
            guard let leaf = session.executedLeaf else { return nil }
            self.leaf = leaf
            address = session.tree.address(of: leaf)
            isQuantity = session.zoom != .operation
                && session.tree.unit(.quantity, holding: leaf).upperBound == session.position.index
            explanation = session.explanation(ofLeaf: leaf, zoom: isQuantity ? .quantity : .operation)
        }
    }

    static func json(_ session: Session) -> JSON {
        guard let result = Result(session) else { return .object([]) }
        let formula = result.explanation.formula
        let symbol = result.address.quantity
        var name = (formula.subject ?? formula.expression).text(.plain)
        if result.isQuantity {
            // An update gives its parameter a new value under the old name.
            if case .new(let parameter) = symbol { name = parameter } else { name = symbol.name }
        }
        var members: [(key: String, value: JSON)] = [
            ("position", .integer(session.position.index)),
            ("address", .array(result.address.components(to: session.zoom).map(JSON.string))),
            ("name", .string(name)),
            ("value", .number(session.value(ofLeaf: result.leaf) ?? .nan)),
            ("formula", .string(formula.expression.text(.mathematical))),
            ("substituted", .string(formula.substituted.text(.mathematical))),
        ]
        if result.isQuantity, case .new(let parameter) = symbol,
            let place = session.computation.parameterNames.firstIndex(of: parameter)
        {
            members.append(("before", .number(session.oldValue(of: place))))
        }
        return .object(members)
    }

    /// The formula with its numbers, under a heading wherever another sample or pass begins.
    mutating func text(_ session: Session) -> [SafeText] {
        guard let result = Result(session) else { return [] }
        var lines: [SafeText] = []
        let components = narration.breadcrumb(of: session)
        var outer = session
        outer.zoom = max(session.zoom, .pass)
        let depth = session.zoom < .sample ? narration.breadcrumb(of: outer).count : 1
        let heading = Array(components.prefix(depth))
        if heading != self.heading, depth > 1 { lines.append(SafeText(heading.joined(separator: " › "))) }
        self.heading = heading
        let index = SafeText("\(session.position.index)").padded(to: 8, .right)
        let place = components.dropFirst(depth).joined(separator: " › ")
        lines.append(index + "  " + SafeText(place).padded(to: 18) + "  " + SafeText(narration.line(result.explanation.formula)))
        return lines
    }
}
