import CommandLanguage
import NcursesTerminal
import Screen
import Walkthrough

/// A lesson that plays by itself in a terminal.
enum PlayLoop {
    static func run(_ file: Opening.File, speed: Double, recording: Recording?) throws(Failure) {
        let terminal = try RunLoop.terminal()
        defer { terminal.restore() }
        let stage = Stage(terminal, recording)
        var model = try RunLoop.model(of: file.lesson, on: terminal)
        model.course = CourseFollowing.place(of: file.path)
        let keeper = ProgressKeeper()
        model.courseProgress = keeper.progress
        var playback = Playback(model.welcomingBack(isNamed: true), speed: speed)
        show(playback, on: stage)
        defer { keep(&playback, with: keeper) }
        var last = stage.seconds
        var isMoving = false
        var stretch: Double?
        while true {
            let key = terminal.readKey(timeout: isMoving ? .zero : playback.wait.map { .seconds($0) })
            if key == .endOfInput { break }
            let now = stage.seconds
            var effects = playback.pass(now - last)
            last = now
            if isMoving { _ = playback.take(.clock(now: now, stretch: stretch)) }
            if key != nil || isMoving { effects += playback.take(RunLoop.message(for: key, terminal)) }
            stretch = stage.seconds - now
            if effects.contains(.quit) { break }
            // A lesson that is left is not seen again.
            if effects.contains(where: \.opensLesson) { keep(&playback, with: keeper) }
            let (next, left) = CourseFollowing.perform(effects, on: playback.model)
            if left != effects { playback.open(next) }
            isMoving = left.contains(.resume)
            show(playback, on: stage)
            // After the screen, which is not to wait for a disk.
            guard !isMoving else { continue }
            keep(&playback, with: keeper)
            if playback.model.notice == nil, let remark = keeper.takeRemark() {
                _ = playback.take(.report(remark, isError: false))
                show(playback, on: stage)
            }
        }
        terminal.restore()
        try stage.end(status: 0)
    }

    /// Saves what is new.
    private static func keep(_ playback: inout Playback, with keeper: ProgressKeeper) {
        var model = playback.model
        keeper.follow(&model)
        playback.courseProgress = model.courseProgress
    }

    private static func show(_ playback: Playback, on stage: Stage) { stage.show(view(playback), of: playback.model) }
}

/// A lesson that plays before nobody, on a screen that is only recorded, in no time.
enum UnseenPlay {
    static func record(_ file: Opening.File, size: Size, speed: Double, on recording: Recording) throws(Failure) {
        let model: Model
        do {
            var opened = try Model(lesson: file.lesson, language: Surroundings.language, charset: Surroundings.charset, size: size)
            opened.course = CourseFollowing.place(of: file.path)
            model = opened
        } catch {
            throw Opening.failure(error)
        }
        var playback = Playback(model, speed: speed)
        var seconds = 0.0
        while true {
            recording.show(view(playback), of: playback.model, colors: 256, at: seconds)
            guard let wait = playback.wait else { break }
            seconds += wait
            _ = playback.pass(wait)
        }
        try recording.end(status: 0, at: seconds)
    }
}
