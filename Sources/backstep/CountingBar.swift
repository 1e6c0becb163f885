import CommandLanguage
import Glibc
import Screen

/// The progress bar of what is counted, on standard error and only when that is a terminal; the second moment of a wait
/// shows it.
final class CountingBar {
    private let isShown = isatty(STDERR_FILENO) != 0
    private var last = Stopwatch.now
    private var isDirty = false

    func show(_ done: Int, of all: Int, text: () -> Localized) {
        guard isShown else { return }
        let now = Stopwatch.now
        guard now - last > 0.1 else { return }
        last = now
        isDirty = true
        Output.progress(Progress.line(Double(done) / Double(max(1, all)), SafeText(text()[Surroundings.language])))
    }

    /// Shows a comparison's progress, and ends the program where Ctrl-C asks for it: nothing has been printed yet.
    func showComparison(_ done: Int, of all: Int) {
        show(done, of: all) { Phrase.comparing(done, of: all) }
        guard Interruption.hasCome else { return }
        clear()
        Output.complain(Phrase.comparisonInterrupted)
        exit(130)
    }

    func clear() {
        if isDirty { Output.progress("") }
        isDirty = false
    }
}
