import CommandLanguage
import Debugger
import Glibc
import Lessons
import Screen
import Walkthrough

/// The walkthrough line by line: for screen readers, terminals that cannot move their cursor, and pipes.
struct PlainPrompt {
    private var conversation: Conversation
    private let output: Output
    /// The model's language, which `language` changes.
    private var language: Language { conversation.model.language }
    private var narration: Narration { Narration(in: language) }

    init(_ file: Opening.File, output: Output) throws(Failure) {
        conversation = try Conversation(file.lesson, course: CourseFollowing.place(of: file.path))
        self.output = output
    }

    /// Reads and carries out lines until the input ends or one says `quit`.
    mutating func run(_ preparation: Preparation) throws(Failure) {
        Interruption.watchAlways()
        // A prompt helps who types; in a pipe it would stand in the way.
        let isTyped = isatty(STDIN_FILENO) != 0
        if let position = preparation.position {
            // Before anything is told, so that a mistake in the call is all there is to read.
            _ = try Opening.position(position, option: "--at", in: conversation.model.session)
        }
        var there = conversation.model.session
        try preparation.mutation?.carryOut(on: &there)
        // What a pipe brings does the same each time.
        let keeper = isTyped ? ProgressKeeper() : nil
        if preparation.isEmpty {
            conversation.progress = keeper?.progress
            conversation.welcomeBack(isNamed: preparation.isFileNamed)
        }
        open()
        if let mutate = preparation.mutation?.mutate {
            if try obey("mutate \(mutate)", failing: { Opening.failure($0, in: mutate, option: "--mutate") }) { return }
        }
        if let position = preparation.position {
            if try obey("goto \(position)", failing: { Opening.failure($0, in: position, option: "--at") }) { return }
        }
        if let script = preparation.script {
            do throws(Failure) {
                for line in script.lines {
                    if try obey(line.text, failing: { script.failure(at: line, $0) }) { return }
                }
            } catch {
                guard isTyped, error.status == 130 else { throw error }
            }
        }
        conversation.progress = keeper?.progress
        defer { if let keeper { conversation.keep(with: keeper) } }
        while true {
            if let keeper {
                conversation.keep(with: keeper)
                if let remark = keeper.takeRemark() { output.line(remark) }
            }
            if isTyped { output.text("(backstep) ") }
            output.flush()
            guard let line = Interruption.readLine(atPrompt: isTyped) else { break }
            guard let command = conversation.command(for: line) else { continue }
            do throws(Failure) {
                // An answer's mistake is marked in what was typed, without the word that was put before it.
                let offset = command.count - line.count
                let language = language
                if try obey(command, failing: { Self.failure($0, in: line, offset: offset, language) }) { return }
            } catch {
                // Nobody is there to go on with what a pipe brings.
                guard isTyped || error.status != 130 else { throw error }
                error.lines.forEach { output.line($0) }
            }
        }
        if isTyped { output.line() }
    }

    /// Tells what a lesson or model is, and its first step.
    private func open() {
        let lesson = conversation.model.player.lesson
        narration.opening(lesson).forEach { output.line($0) }
        output.line()
        output.line(SafeText((lesson.steps.isEmpty ? Phrase.plainModelHint : Phrase.plainLessonHint)[language]))
        showPlace()
        showStep()
        showResults()
        if let question = conversation.model.player.openQuestion {
            narration.asking(question).forEach { output.line($0) }
        }
        if lesson.steps.isEmpty { showNext() }
    }

    /// Where the learner has come in a lesson that does not begin at its beginning, or what comes next in its place.
    private func showPlace() {
        let model = conversation.model
        if model.hasTakenUp, let index = model.player.stepIndex {
            output.line(SafeText(Phrase.takenUpInLines(index + 1, of: model.player.lesson.steps.count)[language]))
        } else if let notice = model.notice {
            output.line(SafeText(notice.text[language]))
        }
    }

    /// A mistake in a line that was typed, with a mark under the spot.
    private static func failure(
        _ error: CommandError, in line: String, offset: Int, _ language: Language
    ) -> Failure {
        let excerpt = error.range.map { Excerpt.lines(of: line, at: $0.lowerBound - offset) } ?? []
        return Failure([SafeText(error.message[language])] + excerpt)
    }

    private mutating func obey(
        _ text: String, depth: Int = 0, failing failure: (CommandError) -> Failure
    ) throws(Failure) -> Bool {
        if case .source(let path)? = try? Command.parse(text) {
            // Here, and not in the model, so that every line's answer is told.
            guard depth < Model.deepestScript else { throw failure(CommandError(Phrase.tooManyScripts(Model.deepestScript))) }
            let script = try Script(path: path)
            // A script does the same whatever the learner has done before.
            let progress = conversation.progress
            conversation.progress = nil
            defer { conversation.progress = progress }
            for line in script.lines {
                if try obey(line.text, depth: depth + 1, failing: { script.failure(at: line, $0) }) { return true }
            }
            return false
        }
        let quits: Bool
        do throws(CommandError) {
            quits = try obey(text)
        } catch {
            throw failure(error)
        }
        // A script that is stopped does not go on with its next line.
        if conversation.wasInterrupted { throw Failure([], status: 130) }
        return quits
    }

    /// Carries out a command and tells what came of it; true when it asks to end.
    private mutating func obey(_ text: String) throws(CommandError) -> Bool {
        if case .help(let topic)? = try Command.parse(text) {
            HelpText.lines(topic, in: language).forEach { output.line($0) }
            return false
        }
        if case .open(nil)? = try Command.parse(text), let course = conversation.model.course {
            let lines = CourseText.lines(course.course, in: language, current: course.name, progress: conversation.progress)
            lines.forEach { output.line($0) }
            output.line(SafeText(Phrase.openByName[language]))
            return false
        }
        // What has been told so far is to be read while this takes its time.
        output.flush()
        let before = conversation.model
        if try conversation.carryOut(text) { return true }
        let model = conversation.model
        let opens = if case .open? = try Command.parse(text) { model.notice == nil || model.hasTakenUp } else { false }
        if opens || model.course != before.course {
            open()
            return false
        }
        if model.player.stepIndex != before.player.stepIndex { showStep() }
        narration.moved(model.session, since: before.session.position).forEach { output.line($0) }
        let hasMoved = model.session.bookmark.differs(from: before.session.bookmark)
        if hasMoved { narration.displays(model.session).forEach { output.line($0) } }
        if model.player.stepIndex != before.player.stepIndex {
            showResults()
        } else if before.player.openQuestion != nil {
            showRevealed()
        }
        if let notice = model.notice { output.line(SafeText(notice.text[model.language], keepingNewlines: true)) }
        for line in model.overlay?.lines ?? [] { output.line(SafeText(line[model.language], keepingNewlines: true)) }
        if model.player.stepIndex != before.player.stepIndex, let question = model.player.openQuestion {
            narration.asking(question).forEach { output.line($0) }
        } else if model.session.position != before.session.position {
            showNext()
        }
        return false
    }

    private func showStep() {
        let player = conversation.model.player
        guard let index = player.stepIndex, let step = player.step else { return }
        output.line()
        narration.saying(step, number: index + 1, of: player.lesson.steps.count).forEach { output.line($0) }
    }

    /// What the commands of the step gave to read.
    private func showResults() {
        let model = conversation.model
        narration.results(model.results, isOpen: model.player.openQuestion != nil).forEach { output.line($0) }
    }

    /// What the question hid of it, once that is answered.
    private func showRevealed() {
        let model = conversation.model
        guard model.player.openQuestion == nil else { return }
        narration.results(model.results.filter(\.isHidden), isOpen: false).forEach { output.line($0) }
    }

    private func showNext() {
        if let next = narration.next(conversation.model.session) { output.line(next) }
    }
}

/// The command table as help prints it.
enum HelpText {
    static func lines(_ topic: String?, in language: Language) -> [SafeText] {
        if let topic {
            guard let found = CommandTable.all.first(where: { $0.name == topic || $0.aliases.contains(topic) }) else {
                let nearest = nearestName(to: topic, in: CommandTable.all.map(\.name))
                return [SafeText(Phrase.noHelp(topic, nearest: nearest)[language])]
            }
            let usage = SafeText("\(found.name) \(found.usage)")
            let aliases = found.aliases.isEmpty ? [] : [SafeText(Phrase.short(found.aliases)[language])]
            return [usage, "  " + SafeText(found.summary[language])] + aliases.map { "  " + $0 }
        }
        let names = CommandTable.all.map { SafeText(([$0.name] + $0.aliases).joined(separator: " ")) }
        let width = names.map(\.width).max() ?? 0
        let rows = zip(names, CommandTable.all).map { $0.padded(to: width + 2) + SafeText($1.summary[language]) }
        return rows + [SafeText(Phrase.plainHelpEnd[language])]
    }
}
