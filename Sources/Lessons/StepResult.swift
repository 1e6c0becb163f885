import Autograd
import CommandLanguage
import Debugger

/// What a command of a lesson's step gave to read: all of it, and what the step's open question leaves in view.
///
/// Behind the curtain are the same quantities as in the panes, and every line with a number that would be taken for the
/// answer: unlike the learner's own `print`, a lesson's calculates what its author knows.
public struct StepResult: Sendable {
    public enum Told: Sendable, Equatable {
        case text([Localized])
        case comparison(ComparisonReport)
    }

    public let whole: Told
    public private(set) var inView: Told
    private let command: Command
    /// The session before the command; nil where no question waits for a number, and once the curtain is drawn.
    private var place: Session?

    init(_ told: Told, of command: Command, at place: Session?) {
        (whole, inView, self.command, self.place) = (told, told, command, place)
    }

    /// Whether the open question hides any of it.
    public var isHidden: Bool { inView != whole }

    /// Hides what the curtain hides.
    mutating func draw(_ curtain: Curtain?) {
        defer { place = nil }
        guard let curtain, var place else { return }
        // Which mistake has been made says what it gives.
        if case .mutate = command {
            inView = .text([])
            return
        }
        place.curtain = curtain
        switch whole {
        case .text: inView = .text(lines(of: place, behind: curtain))
        case .comparison(var report):
            let entries = report.comparison.entries
            report.isHidden = place.hidesLoss || entries.contains(where: place.hides) || report.disagrees
            inView = .comparison(report)
        }
    }

    /// What the command gives where the curtain is drawn.
    private func lines(of place: Session, behind curtain: Curtain) -> [Localized] {
        var place = place
        do throws(CommandError) {
            guard case .text(let lines) = try place.execute(command) else { return [Phrase.hiddenResult(of: "")] }
            return lines.map { Localized(curtain.inView($0, .english), curtain.inView($0, .chinese)) }
        } catch {
            return [error.isHidden ? error.message : Phrase.hiddenResult(of: "")]
        }
    }
}

extension Curtain {
    /// A line, of which only what the result is of stays where a number in it would be taken for the answer.
    fileprivate func inView(_ line: Localized, _ language: Language) -> String {
        guard covers(line[language]) else { return line[language] }
        let formula = line[language].ranges(of: " = ").last.map { String(line[language][..<$0.upperBound]) } ?? ""
        return Phrase.hiddenResult(of: covers(formula) ? "" : formula)[language]
    }

    private func covers(_ text: String) -> Bool {
        (TextNumber.all(in: text).map(\.value) + LessonPlayer.numbers(in: text)).contains(where: covers)
    }
}
