import ArgumentParser
import CommandLanguage
import Glibc
import Lessons
import NcursesTerminal
import Screen
import Walkthrough

/// What `--record` takes.
struct RecordingOptions: ParsableArguments {
    @Option(help: help(Phrase.recordHelp)) var record: String?
    @Option(help: help(Phrase.castVersionHelp)) var castVersion = Cast.Version.two.rawValue
    @Flag(help: help(Phrase.overwriteHelp)) var overwrite = false

    /// The recording that is asked for, its file open; nil without one.
    func open() throws(Failure) -> Recording? {
        guard let version = Cast.Version(rawValue: castVersion) else { throw Failure(Phrase.noSuchCastVersion(castVersion)) }
        guard let record else { return nil }
        return try Recording(path: record, version: version, overwrites: overwrite)
    }
}

/// A walkthrough being written to a file, frame by frame, with a marker at each step of the lesson.
///
/// Each event is written whole as it happens, so that what is there is a recording also after a signal.
final class Recording {
    private let path: String
    private let descriptor: Int32
    private let isNew: Bool
    private var cast: Cast
    private var encoder = FrameEncoder(colors: 0)
    private var size: Size?
    private var markedStep: Step?
    private var failure: Localized?

    /// A lesson's step, whose first frame is marked.
    private struct Step: Equatable {
        let lesson: Localized
        let index: Int
    }

    fileprivate init(path: String, version: Cast.Version, overwrites: Bool) throws(Failure) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw Failure(Phrase.cannotRecord(path, String(cString: strerror(EINVAL)))) }
        // Whether there is a file already is found by opening it, so that none can come between. What an old one holds
        // stays until there is something to put in its place.
        var opened = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        let isNew = opened >= 0
        if !isNew, errno == EEXIST {
            guard overwrites else { throw Failure(Phrase.recordingExists(path)) }
            opened = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        }
        guard opened >= 0 else { throw Failure(Phrase.cannotRecord(path, String(cString: strerror(errno)))) }
        self.path = path
        self.isNew = isNew
        descriptor = opened
        cast = Cast(version: version)
    }

    deinit {
        close(descriptor)
        // A recording that never began leaves nothing behind.
        if isNew, size == nil { unlink(path) }
    }

    /// Takes down a frame, that shows `model`, at so many seconds after the first.
    ///
    /// - Parameter colors: of the terminal it is shown on.
    func show(_ frame: Frame, of model: Model, colors: Int, at seconds: Double) {
        if size == nil {
            encoder = FrameEncoder(colors: colors)
            // A pipe has nothing to cut off, which is no failure.
            ftruncate(descriptor, 0)
            write(cast.header(title: SafeText(model.player.lesson.title[model.language]), size: frame.size))
        } else if size != frame.size {
            write(cast.resize(frame.size, at: seconds))
        }
        size = frame.size
        if let index = model.player.stepIndex, let label = label(of: model) {
            let step = Step(lesson: model.player.lesson.title, index: index)
            if step != markedStep { write(cast.marker(label, at: seconds)) }
            markedStep = step
        }
        let text = encoder.encode(frame)
        if !text.isEmpty { write(cast.output(text, at: seconds)) }
    }

    /// The number of the step on show and how its text begins: `3/20 The inputs meet …`.
    private func label(of model: Model) -> SafeText? {
        guard let index = model.player.stepIndex, let step = model.player.step else { return nil }
        let text = step.say ?? step.ask?.question
        let number = SafeText("\(index + 1)/\(model.player.lesson.steps.count)")
        let words = text.map { SafeText($0[model.language].split(whereSeparator: \.isWhitespace).joined(separator: " ")) }
        return number + (words.map { " " + model.charset.spell($0).truncated(to: 40, ellipsis: model.charset.glyphs.ellipsis) } ?? "")
    }

    /// Ends the recording, and says so if not all of it could be written.
    func end(status: Int32, at seconds: Double) throws(Failure) {
        if let line = cast.exit(status, at: seconds) { write(line) }
        if let failure { throw Failure(failure) }
    }

    /// Writes one line, in one call where the system lets it.
    private func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        var start = 0
        while start < bytes.count, failure == nil {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { failure = Phrase.cannotRecord(path, String(cString: strerror(errno))) }
            start += max(0, count)
        }
    }
}

/// A terminal and the recording of what it shows.
struct Stage {
    let terminal: Terminal
    let recording: Recording?
    private let began = ContinuousClock.now

    init(_ terminal: Terminal, _ recording: Recording?) {
        self.terminal = terminal
        self.recording = recording
    }

    var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }

    func show(_ frame: Frame, of model: Model) {
        terminal.paint(frame)
        recording?.show(frame, of: model, colors: terminal.colors, at: seconds)
    }

    func end(status: Int32) throws(Failure) { try recording?.end(status: status, at: seconds) }
}

extension Phrase {
    static func recordingExists(_ path: String) -> Localized {
        Localized(
            "--record: \(path) exists already and has been left as it is; --overwrite replaces it",
            "--record：\(path) 已存在，未作改动；加 --overwrite 可覆盖它")
    }

    static func cannotRecord(_ path: String, _ reason: String) -> Localized {
        Localized("--record: \(path) cannot be written: \(reason)", "--record：无法写入 \(path)：\(reason)")
    }

    static func noSuchCastVersion(_ version: Int) -> Localized {
        Localized("--cast-version: there are 2 and 3, not \(version)", "--cast-version：只有 2 和 3，没有 \(version)")
    }

    static let recordNeedsScreen = Localized(
        "--record takes down a screen, and --plain has none; leave one of them out",
        "--record 记录的是屏幕，而 --plain 没有屏幕；请去掉其中一个")
}
