import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import Screen

/// The page that holds gradients against numeric ones: a row for each, of which one is selected.
public struct ComparisonPage: Sendable, Equatable {
    /// What of the comparison is on show.
    enum Face: Equatable {
        case table
        /// The error of each method against h, for the selected entry.
        case plot([ErrorCurve])
        /// The difference of the selected entry, as far as it has been stepped.
        case steps(DifferenceSteps, shown: Int)
    }

    /// The batch that is compared, in words.
    let batch: Localized
    var request: ComparisonRequest
    var comparison: GradientComparison
    /// Where backward first goes wrong, if the gradients disagree.
    let departure: Departure?
    /// What the broken program gets wrong outside of its gradients.
    let wrongNumber: WrongNumber?
    /// The row that keys move: at first the entry that departs most.
    var selected: Int
    var face = Face.table

    init(batch: Localized, _ report: ComparisonReport) {
        self.batch = batch
        request = report.request
        comparison = report.comparison
        departure = report.departure
        wrongNumber = report.wrongNumber
        selected = report.comparison.worst.flatMap { report.comparison.entries.firstIndex(of: $0) } ?? 0
    }

    var entry: GradientComparison.Entry? {
        comparison.entries.indices.contains(selected) ? comparison.entries[selected] : nil
    }

    /// The h of the plot: from 1 to 1e-16, four to a decade.
    static let perturbations = (0...64).map { Elementary.power(10, -Double($0) / 4) }
}

extension Model {
    /// The page that holds the gradients against numeric ones.
    func comparisonPage(_ request: ComparisonRequest) -> Overlay {
        guard let comparison = comparison(request) else { return Overlay(title: Phrase.comparisonTitle, lines: []) }
        let notation: Notation = charset == .unicode ? .mathematical : .plain
        let departure = comparison.verdict == .disagrees && session.curtain == nil
            ? (try? session.comparisonPointOnShow()).flatMap { try? request.departure(at: $0) } : nil
        let wrong = session.curtain == nil ? (try? session.comparisonPointOnShow()).flatMap { request.wrongNumber(at: $0) } : nil
        let report = ComparisonReport(request: request, comparison: comparison, departure: departure ?? nil, wrongNumber: wrong)
        let texts = Language.allCases.map { language in
            let text = ComparisonText(language: language, notation: notation)
            return text.lines(comparison, in: session) + report.reasons(in: text)
        }
        let moment = session.tree.moment(of: session.executedLeaf ?? 0)
        let batch = Phrase.comparedBatch(epoch: moment.epoch + 1, batch: moment.batch + 1)
        return Overlay(
            title: Phrase.comparisonTitle, lines: [batch] + zip(texts[0], texts[1]).map { Localized($0, $1) },
            comparison: ComparisonPage(batch: batch, report))
    }

    /// The batch and the parameters are the session's own, so that they fit.
    private func comparison(_ request: ComparisonRequest) -> GradientComparison? {
        (try? session.comparisonPointOnShow()).flatMap { try? request.comparison(at: $0) }
    }

    /// What a key does on the page; nil when it closes it.
    func turn(_ page: ComparisonPage, _ key: Key) -> ComparisonPage? {
        var page = page
        let last = max(0, page.comparison.entries.count - 1)
        switch key {
        case .escape where page.face != .table: page.face = .table
        case .right where page.isStepping, .character(" ") where page.isStepping: page.step(by: 1)
        case .left where page.isStepping: page.step(by: -1)
        case .right, .left, .character("m"): turnMethod(of: &page, by: key == .left ? -1 : 1)
        case .up: select(page.selected - 1, on: &page)
        case .down: select(page.selected + 1, on: &page)
        case .pageUp: select(max(0, page.selected - overlayHeight / 2), on: &page)
        case .pageDown: select(min(last, page.selected + overlayHeight / 2), on: &page)
        // Losses beside the one in question would give it away, and so would the size of an error.
        case .character("p") where session.curtain != nil, .character("s") where session.curtain != nil: break
        case .character("p"): page.face = page.isPlotted ? .table : plot(page)
        case .character("s"): page.face = page.isStepping ? .table : steps(page)
        default: return nil
        }
        return page
    }

    private func select(_ index: Int, on page: inout ComparisonPage) {
        guard page.comparison.entries.indices.contains(index), index != page.selected else { return }
        page.selected = index
        refresh(&page)
    }

    private func turnMethod(of page: inout ComparisonPage, by count: Int) {
        let all = NumericMethod.allCases
        let place = all.firstIndex(of: page.request.method) ?? 0
        page.request.method = all[(place + count + all.count) % all.count]
        guard let comparison = comparison(page.request) else { return }
        page.comparison = comparison
        refresh(&page)
    }

    /// Makes plot or steps anew, for another entry or method.
    private func refresh(_ page: inout ComparisonPage) {
        if page.isPlotted { page.face = plot(page) }
        if page.isStepping { page.face = steps(page) }
    }

    private func plot(_ page: ComparisonPage) -> ComparisonPage.Face {
        guard let entry = page.entry, let point = try? session.comparisonPointOnShow() else { return .table }
        return .plot(ErrorCurve.all(of: entry.subject, at: point, perturbations: ComparisonPage.perturbations))
    }

    /// The steps of a method that takes differences; for another, those of central ones.
    private func steps(_ page: ComparisonPage) -> ComparisonPage.Face {
        guard let entry = page.entry, let point = try? session.comparisonPointOnShow() else { return .table }
        let method = page.request.method.isDifference ? page.request.method : .central
        let h = page.request.method.isDifference ? entry.perturbation : page.request.perturbation ?? 1e-4
        guard let steps = DifferenceSteps(of: entry.subject, at: point, method: method, perturbation: h) else { return .table }
        return .steps(steps, shown: 0)
    }
}

extension ComparisonPage {
    var isPlotted: Bool { if case .plot = face { true } else { false } }
    var isStepping: Bool { if case .steps = face { true } else { false } }

    fileprivate mutating func step(by count: Int) {
        guard case .steps(let steps, let shown) = face else { return }
        // Each evaluation is moved to, then made; the quotient comes last.
        face = .steps(steps, shown: min(max(0, shown + count), 2 * steps.evaluations.count + 1))
    }
}
