import CommandLanguage
import Debugger
import Glibc
import Screen
import Walkthrough

/// The progress bar, on standard error and only when that is a terminal.
struct Progress {
    private static let widest = 30

    private let epochs: Int
    private let batchesPerEpoch: Int
    private let isTraining: Bool
    private let isShown = isatty(STDERR_FILENO) != 0
    private let began = Stopwatch.now
    private var last = Stopwatch.now
    private var isDirty = false

    init(epochs: Int, batchesPerEpoch: Int, isTraining: Bool) {
        self.epochs = epochs
        self.batchesPerEpoch = batchesPerEpoch
        self.isTraining = isTraining
    }

    /// - Parameters:
    ///   - batches: how many have been executed.
    ///   - loss: of the last of them.
    mutating func show(batches: Int, loss: @autoclosure () -> Double) {
        guard isShown else { return }
        let now = Stopwatch.now
        // Ten times a second is smooth; more would cost time.
        guard now - last > 0.1 else { return }
        last = now
        isDirty = true
        let all = epochs * batchesPerEpoch
        let rate = Double(batches) / max(1e-9, now - began)
        let language = Surroundings.language
        let text = SafeText(
            Phrase.progress(batches / batchesPerEpoch + 1, epochs, NumberText.written(loss(), digits: 5))[language]
                + Phrase.speed(rate, isTraining: isTraining)[language]
                + Phrase.left(Double(all - batches) / rate)[language])
        Output.progress(Self.line(Double(batches) / Double(all), text))
    }

    /// A bar that is filled so far, with a text.
    static func line(_ fraction: Double, _ text: SafeText) -> SafeText {
        // A line that is too long for the terminal, with the ^C that it may echo, could not be written over.
        let columns = columns - 3
        let width = min(widest, columns - text.width - 1)
        let glyphs = Surroundings.charset.glyphs
        let filled = Int(fraction * Double(max(0, width)))
        let bar = SafeText.repeating(glyphs.barFull, count: filled) + .repeating(glyphs.barEmpty, count: max(0, width - filled))
        return (width >= 5 ? bar + " " + text : text).truncated(to: columns, ellipsis: glyphs.ellipsis)
    }

    func clear() {
        if isDirty { Output.progress("") }
    }

    private static var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }
}
