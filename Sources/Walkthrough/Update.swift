import Autograd
import CommandLanguage
import Debugger
import Lessons
import Screen

/// The next model: what a message makes of this one, and what is left for the run loop to do.
public func update(_ model: Model, _ message: Message) -> (model: Model, effects: [Effect]) {
    var next = model
    var effects: [Effect] = []
    switch message {
    case .resize(let size):
        next.size = size
        next.lessonTop = 0
    case .command(let text): effects = next.carryOut(text)
    case .resume: effects = next.goOn()
    case .clock(let now, let stretch): next.take(now: now, stretch: stretch)
    case .script(let lines): effects = next.queueUp(lines)
    case .report(let text, let isError): effects = next.hear(text, isError: isError)
    case .key(let key): effects = next.press(key)
    }
    return (next, effects)
}

/// The model after a command, carried out to its end however long that takes: for front ends that have
/// nobody waiting at a key.
public func update(_ model: Model, toEndOf command: String) -> (model: Model, effects: [Effect]) {
    var (next, effects) = update(model, .command(command))
    while effects.contains(.resume) { (next, effects) = update(next, .resume) }
    return (next, effects)
}

extension Model {
    // MARK: Keys

    fileprivate mutating func press(_ key: Key) -> [Effect] {
        if isBusy { return interrupt(key) }
        // What a key opens, no script has.
        depth = 0
        let mayBeginAgain = hasTakenUp
        hasTakenUp = false
        if prompt != nil { return type(key) }
        if overlay != nil { return turnPage(key) }
        if menu != nil { return choose(key) }
        if case .character(let character) = key, let meant = answerKey(character) {
            switch meant {
            case .begins(let text):
                prompt = Prompt("answer \(text)")
                notice = nil
                return []
            case .answers(let text): return carryOut("answer \(text)")
            }
        }
        if case .character(let character) = key, character == "[" || character == "]" {
            ledgerOffset += character == "]" ? 1 : -1
            return []
        }
        if key == .home, mayBeginAgain { return carryOut("lesson start") }
        guard let binding = Keymap.binding(for: key) else {
            notice = Notice(text: Phrase.unboundKey(key.name(in: charset)), kind: .stop)
            return []
        }
        switch (binding.command, key) {
        case ("language"?, _): return carryOut("language \(language == .english ? "zh" : "en")")
        case (let command?, _): return carryOut(command)
        case (nil, _):
            prompt = Prompt()
            notice = nil
        }
        return []
    }

    // MARK: Long moves

    /// Whether a move has paused, or a script goes on.
    public var isBusy: Bool { player.session.destination != nil || !queue.isEmpty }

    /// Goes on with a move that paused, then with a script.
    fileprivate mutating func goOn() -> [Effect] {
        if player.session.destination != nil || queue.isEmpty {
            player.session.resume()
            return effectsOfMove()
        }
        return carryOutNextLine()
    }

    /// While a long move is under way: Esc, Ctrl-C and q stop it, other keys wait for nothing.
    private mutating func interrupt(_ key: Key) -> [Effect] {
        guard [.escape, .interrupt, .character("q")].contains(key) else { return [.resume] }
        player.session.stay()
        queue = []
        notice = Notice(text: Phrase.stoppedOnTheWay, kind: .stop)
        return []
    }

    mutating func effectsOfMove() -> [Effect] {
        if let last = doings.indices.last { doings[last].end = player.session.bookmark }
        guard let progress else {
            pace = nil
            if notice?.kind == .progress { notice = player.session.stopSentence.map { Notice(text: $0, kind: .remark) } }
            lookForGoal()
            // What is kept beside the run follows it; nobody has to wait for that.
            return player.session.bringBranchesAlong() || !queue.isEmpty ? [.resume] : []
        }
        notice = Notice(text: progress, kind: .progress)
        return [.resume]
    }

    private mutating func type(_ key: Key) -> [Effect] {
        guard var line = prompt else { return [] }
        switch key {
        case .escape, .interrupt:
            prompt = nil
            notice = nil
            return []
        case .backspace where line.text.isEmpty:
            prompt = nil
            return []
        case .enter:
            let text = line.string
            guard text.contains(where: { !$0.isWhitespace }) else {
                prompt = nil
                return []
            }
            if history.last != text { history.append(text) }
            prompt = nil
            depth = 0
            return carryOut(text, isTyped: true)
        default:
            let lessons = course?.course.lessons.map(\.name) ?? []
            if line.edit(key, history: history, names: player.session.completionNames, lessons: lessons) {
                prompt = line
                if line.mistake == nil { notice = nil }
                if line.isFull { notice = Notice(text: Phrase.promptFull, kind: .stop) }
                if !line.completions.isEmpty {
                    notice = Notice(text: Phrase.completions(line.completions), kind: .remark)
                }
            }
            return []
        }
    }

    private mutating func turnPage(_ key: Key) -> [Effect] {
        guard var page = overlay else { return [] }
        if let comparison = page.comparison, key != .interrupt {
            page.comparison = turn(comparison, key)
            overlay = page.comparison == nil ? nil : page
            return []
        }
        let height = max(1, overlayHeight)
        let last = max(0, shownLines(page).count - height)
        switch key {
        case .down where page.top < last: page.top += 1
        case .up where page.top > 0: page.top -= 1
        case .pageDown where page.top < last, .character(" ") where page.top < last: page.top = min(last, page.top + height)
        case .pageUp where page.top > 0: page.top = max(0, page.top - height)
        case .interrupt: return [.quit]
        // At an end there is nothing to turn to, and nothing to do behind the page.
        case .down, .up, .pageDown, .pageUp: break
        default:
            overlay = nil
            return []
        }
        overlay = page
        return []
    }

    // MARK: Commands

    mutating func carryOut(_ text: String, isTyped: Bool = false) -> [Effect] {
        rowsBesideNotice = notice == nil ? nil : lessonRoom.shown
        notice = nil
        overlay = nil
        menu = nil
        do throws(CommandError) {
            guard let command = try Command.parse(text) else { return effectsOfMove() }
            let zoom = player.session.zoom
            let outcome = try player.session.execute(command)
            if !outcome.isAboutFiles {
                script.append(text)
                doings.append(Doing(commands: [text], zoom: zoom, end: player.session.bookmark))
            }
            ledgerOffset = 0
            return try show(outcome) + effectsOfMove()
        } catch {
            notice = Notice(text: error.message, kind: .error)
            if isTyped {
                // The line stays, with the cursor where the mistake is.
                var line = Prompt(text)
                line.mistake = error.range.map { $0.clamped(to: 0..<text.count + 1) }
                // An answer is one short number, and mended by typing on.
                let place = text.hasPrefix("answer ") ? nil : error.range?.lowerBound
                line.cursor = min(place ?? text.count, text.count)
                prompt = line
            }
            return []
        }
    }

    private mutating func show(_ outcome: Outcome) throws(CommandError) -> [Effect] {
        switch outcome {
        case .moved(let remark):
            notice = remark.map { Notice(text: $0, kind: .remark) }
        case .stopped(let sentence):
            notice = Notice(text: sentence, kind: .stop)
        case .text(let lines):
            if lines.count == 1 {
                notice = Notice(text: lines[0], kind: .remark)
            } else {
                overlay = Overlay(title: Phrase.information, lines: lines)
            }
        case .lesson(let move): return go(move)
        case .open(let name): return open(name)
        case .answer(let expression): try answer(expression)
        case .compare(let request): overlay = comparisonPage(request)
        case .save(let path, let overwrites):
            guard let text = path.hasSuffix(".yaml") || path.hasSuffix(".yml") ? savedDraft : savedText else {
                throw CommandError(Phrase.noDraft)
            }
            return [.save(path: path, text: text, overwrites: overwrites)]
        case .source(let path): return [.source(path: path)]
        case .language(let chosen):
            if charset == .ascii && chosen == .chinese {
                notice = Notice(text: Phrase.needsUTF8, kind: .stop)
            } else {
                language = chosen
            }
        case .help(let topic): overlay = helpPage(topic)
        case .quit: return [.quit]
        }
        return []
    }

    // MARK: The lesson

    private mutating func go(_ move: Command.LessonMove) -> [Effect] {
        guard !player.lesson.steps.isEmpty else {
            notice = Notice(text: Phrase.noLesson, kind: .stop)
            return []
        }
        let report: StepReport?
        switch move {
        case .next where !player.isOnTrack:
            // First back to where the lesson is, with what it says; then on.
            let hadSet = player.session.bookmark.interventions.isEmpty == false
            report = player.go(toStep: player.stepIndex ?? 0)
            notice = Notice(text: hadSet ? Phrase.backOnTrackWithoutSet : Phrase.backOnTrack, kind: .remark)
        case .next:
            let room = lessonRoom
            let shown = rowsBesideNotice ?? room.shown
            if player.isOnTrack, shown > 0, lessonTop + shown < room.all {
                lessonTop += shown
                return []
            }
            if let question = player.openQuestion, !hasBeenReminded {
                hasBeenReminded = true
                notice = Notice(text: Phrase.reminder(of: question), kind: .stop)
                return []
            }
            if player.openQuestion != nil, hasBeenReminded {
                reveal()
                return []
            }
            report = player.next()
            if report == nil { return goOnInCourse() }
        case .start: return beginAgain()
        case .previous:
            report = player.previous()
            if report == nil { notice = Notice(text: Phrase.lessonStart, kind: .stop) }
        case .step(let number):
            report = player.go(toStep: number - 1)
            if report == nil { notice = Notice(text: Phrase.noSuchStep(number, player.lesson.steps.count), kind: .stop) }
        }
        guard let report else { return [] }
        if let last = doings.indices.last { doings[last].commands = player.step?.commands.map(\.text) ?? [] }
        hasBeenReminded = false
        hasBeenToldOfNext = false
        lessonTop = 0
        take(report)
        return []
    }

    /// What the lesson pane tells of a step beside its text.
    mutating func take(_ report: StepReport) {
        failures = report.failures
        results = report.results
    }
}
