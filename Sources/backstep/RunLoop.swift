import CommandLanguage
import Glibc
import Lessons
import NcursesTerminal
import Screen
import Walkthrough

/// The walkthrough in a terminal: read a key, update, view, paint.
enum RunLoop {
    static func run(_ file: LessonFile, preparation: Preparation, recording: Recording? = nil) throws(Failure) {
        let beginning = file.beginning()
        let lesson: Lesson = if let beginning { beginning } else { try Opening.lesson(in: file) }
        let terminal = try terminal()
        defer { terminal.restore() }
        let stage = Stage(terminal, recording)
        var model = try Self.model(of: lesson, on: terminal)
        // Something to look at before what takes its time: the rest of the lesson, its checks, and a script; unless the
        // learner has stopped further on.
        if !preparation.isEmpty || !ProgressFile.isUnderWay(lessonIn: file.path) {
            stage.show(view(model), of: model)
            // What is written reaches the eye only once the terminal has run, which may have only this processor.
            usleep(100)
        }
        if beginning != nil { model = try self.model(of: Opening.lesson(in: file), on: terminal) }
        model.course = CourseFollowing.place(of: file.path)
        if try preparation.carryOut(on: &model) { return try stage.end(status: 0) }
        let keeper = ProgressKeeper()
        model.courseProgress = keeper.progress
        if preparation.isEmpty { model = model.welcomingBack(isNamed: preparation.isFileNamed) }
        stage.show(view(model), of: model)
        tell(&model, what: keeper, on: stage)
        converse(model, on: stage, keeper)
        // The screen first, so that what is said of the recording is said on the one that stays.
        terminal.restore()
        try stage.end(status: 0)
    }

    /// Takes keys until one of them leaves, or no more will come.
    private static func converse(_ model: Model, on stage: Stage, _ keeper: ProgressKeeper) {
        let terminal = stage.terminal
        var model = model
        defer { keeper.follow(&model) }
        var isMoving = false
        var stretch: Double?
        while true {
            // While a long move is under way, a key is only looked for, not waited for.
            let key = terminal.readKey(timeout: isMoving ? .zero : nil)
            guard key != .endOfInput, key != nil || isMoving else { return }
            var effects: [Effect]
            let began = Stopwatch.now
            if isMoving { model = update(model, .clock(now: began, stretch: stretch)).model }
            (model, effects) = next(model, message(for: key, terminal), keeper)
            stretch = Stopwatch.now - began
            // Keys that came faster than frames, as in a paste, share the next one.
            while !effects.contains(.quit), let more = terminal.readKey(timeout: .zero) {
                if more == .endOfInput { return }
                (model, effects) = next(model, message(for: more, terminal), keeper)
            }
            if effects.contains(.quit) { return }
            isMoving = effects.contains(.resume)
            stage.show(view(model), of: model)
            // After the screen, which is not to wait for a disk.
            guard !isMoving else { continue }
            keeper.follow(&model)
            tell(&model, what: keeper, on: stage)
        }
    }

    /// Says what there is to say of saving, once nothing else is being said.
    private static func tell(_ model: inout Model, what keeper: ProgressKeeper, on stage: Stage) {
        guard model.notice == nil, let remark = keeper.takeRemark() else { return }
        model = update(model, .report(remark, isError: false)).model
        stage.show(view(model), of: model)
    }

    /// The terminal in full-screen mode.
    static func terminal() throws(Failure) -> Terminal {
        do throws(TerminalError) {
            return try Terminal()
        } catch {
            throw Failure(Phrase.noTerminal(error))
        }
    }

    private static func next(
        _ model: Model, _ message: Message, _ keeper: ProgressKeeper
    ) -> (model: Model, effects: [Effect]) {
        var (next, effects) = update(model, message)
        // Keys may come faster than frames, and a lesson that is left is not seen again.
        if effects.contains(where: \.opensLesson) { keeper.follow(&next) }
        return CourseFollowing.perform(effects, on: next)
    }

    /// The walkthrough at the lesson's first step.
    static func model(of lesson: Lesson, on terminal: Terminal) throws(Failure) -> Model {
        do {
            return try Model(
                lesson: lesson, language: Surroundings.language, charset: terminal.isUTF8 ? .unicode : .ascii,
                size: terminal.size)
        } catch {
            throw Opening.failure(error)
        }
    }

    static func message(for key: Key?, _ terminal: Terminal) -> Message {
        switch key {
        case nil: .resume
        case .resize?: .resize(terminal.size)
        case let key?: .key(key)
        }
    }
}

/// What is done before the learner takes over: going to a position, then a script.
struct Preparation {
    var mutation: MutationOptions?
    var position: String?
    var script: Script?
    /// Whether the call names the file, or the first lesson opens because it does not.
    var isFileNamed = true

    var isEmpty: Bool { mutation?.mutate == nil && position == nil && script == nil }

    /// - Returns: whether the script quits.
    func carryOut(on model: inout Model) throws(Failure) -> Bool {
        if let mutation, let mutate = mutation.mutate {
            // Only to have the mistake, if there is one, with its place.
            var there = model.session
            try mutation.carryOut(on: &there)
            model = update(model, toEndOf: "mutate \(mutate)").model
        }
        if let position {
            // Only to have the mistake, if there is one, with its place.
            _ = try Opening.position(position, option: "--at", in: model.session)
            model = update(model, toEndOf: "goto \(position)").model
        }
        for line in script?.lines ?? [] {
            let (next, effects) = Conversation.settle(update(model, .command(line.text)))
            if next.notice?.kind == .error, let script, let error = Conversation.error(of: line.text, on: model, then: next) {
                throw script.failure(at: line, error)
            }
            model = next
            if effects.contains(.quit) { return true }
        }
        return false
    }
}
