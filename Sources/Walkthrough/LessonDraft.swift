import Autograd
import CommandLanguage
import Debugger
import Lessons
import Screen

/// What was done with one command, and where it led.
struct Doing: Sendable {
    /// The command, or those of the lesson's step that it went on to.
    var commands: [String]
    /// The zoom at which it was given.
    let zoom: Zoom
    var end: Bookmark
}

/// A lesson made of what one just did: each command that led on is a step, which expects the value that was on show.
///
/// The commands are carried out once more, on a session of their own, so that what the draft expects holds when it is
/// played. Where that leads elsewhere, as after what no lesson can do, the draft goes to the place itself.
struct LessonDraft {
    let text: String

    /// - Returns: nil for a model that is from no file whose lines could be taken over.
    init?(of doings: [Doing], on lesson: Lesson) {
        guard let model = lesson.textWithoutSteps, var session = try? Session(run: lesson.run) else { return nil }
        var lines = ["# A draft of a lesson: what was done in a session. Fill in what each step says."]
        if let csv = lesson.csvName { lines.append("# It reads \(SafeText(csv).string), which has to stand beside this file.") }
        lines.append(model + "steps:")
        let beginning = lines.count
        for doing in doings {
            let before = session.bookmark
            let commands = Self.commands(for: doing, in: &session)
            guard !commands.isEmpty else { continue }
            let expectation = Self.expectation(after: doing.commands.last, in: session, movedFrom: before)
            let list = commands.map(Self.scalar).joined(separator: ", ")
            lines += ["  - say: {en: …, zh: ……}", "    do: " + (commands.count == 1 ? list : "[\(list)]")]
            if let expectation { lines.append("    expect: " + Self.scalar(expectation)) }
        }
        if lines.count == beginning { lines.append("  - say: {en: …, zh: ……}") }
        text = lines.joined(separator: "\n") + "\n"
    }

    /// The commands that do in `session` what was done; none where nothing was that a lesson could do.
    private static func commands(for doing: Doing, in session: inout Session) -> [String] {
        if let (repeated, commands) = repeating(doing, in: session) {
            session = repeated
            return commands
        }
        guard session.bookmark.differs(from: doing.end) else { return [] }
        let script = session.script(to: doing.end)
        session.restore(doing.end)
        return script
    }

    /// The session after the same commands, and those among them that did something; nil if they lead elsewhere here.
    private static func repeating(_ doing: Doing, in start: Session) -> (Session, [String])? {
        var session = start
        session.zoom = doing.zoom
        // What was stopped on its way may have had very far to go.
        session.batchesPerMove = max(1, 200_000 * session.tree.batchesPerEpoch / max(1, session.tree.leavesPerEpoch))
        let last = max(session.position, doing.end.position)
        var commands: [String] = []
        for text in doing.commands {
            let state = session.script
            let zoom = session.zoom
            guard CommandTable.specification(of: text)?.isForLessons == true, let command = try? Command.parse(text),
                (try? session.execute(command)) != nil
            else { return nil }
            while session.destination != nil, session.position <= last { session.resume() }
            guard session.destination == nil else { return nil }
            switch command {
            // How closely one looks is the learner's choice.
            case .zoom: break
            case .print: commands.append(text)
            default: if session.script != state { commands.append(explicit(command, zoom: zoom) ?? text) }
            }
        }
        session.batchesPerMove = .max
        return session.bookmark.differs(from: doing.end) ? nil : (session, commands)
    }

    /// A move with the zoom in its text, where it had gone by the zoom on the screen.
    private static func explicit(_ command: Command, zoom: Zoom) -> String? {
        switch command {
        case .step(let count, nil): "step \(count) \(zoom.name)"
        case .back(let count, nil): "back \(count) \(zoom.name)"
        case .finish(nil): "finish \(max(.pass, zoom.coarser ?? .epoch).name)"
        default: nil
        }
    }

    /// The value on show, as a condition.
    private static func expectation(after command: String?, in session: Session, movedFrom start: Bookmark) -> String? {
        var subject: Expression?
        if let command, case .set(let name, _, _)? = try? Command.parse(command) {
            subject = try? Expression(command: name)
        } else if session.bookmark.position != start.position, let leaf = session.executedLeaf {
            let address = session.tree.address(of: leaf)
            let completes = session.tree.unit(.quantity, holding: leaf).upperBound == session.position.index
            if completes {
                subject = try? Expression(command: address.quantity.name)
            } else {
                let formula = session.explanation(ofLeaf: leaf, zoom: .operation).formula
                subject = formula.subject ?? formula.expression
            }
        }
        guard let subject, let value = try? session.value(of: subject), value.isFinite else { return nil }
        return "\(subject.text(.plain)) ≈ \(Expression.exactText(value))"
    }

    /// A text as YAML writes it: with quotes only where it would be something else without them.
    private static func scalar(_ text: String) -> String {
        let isPlain = text.first?.isLetter == true && !text.contains { ":#,[]{}'\"&*!|>%@`\\".contains($0) }
        return isPlain ? text : "'" + text.replacing("'", with: "''") + "'"
    }
}

extension Phrase {
    static let noDraft = Localized(
        "a draft needs the model's file, with each key on a line of its own; save session.txt writes a script",
        "写草稿需要模型文件，且每个键各占一行；save session.txt 可写出脚本")
}
