import Autograd
import Debugger

/// Reads a command's text word by word, remembering where each stands.
struct ArgumentReader {
    struct Word {
        let text: String
        let range: Range<Int>
    }

    private let characters: [Character]
    private var place = 0

    init(_ text: String) { characters = Array(text) }

    private mutating func skipSpaces() {
        while place < characters.count, characters[place].isWhitespace { place += 1 }
    }

    /// The next word, if there is one.
    mutating func word() -> Word? {
        skipSpaces()
        let start = place
        while place < characters.count, !characters[place].isWhitespace { place += 1 }
        return start == place ? nil : Word(text: String(characters[start..<place]), range: start..<place)
    }

    /// Everything that is left, if there is anything, without the blanks around it.
    mutating func rest() -> Word? {
        guard let first = word() else { return nil }
        let end = (characters.lastIndex { !$0.isWhitespace } ?? first.range.lowerBound) + 1
        place = characters.count
        return Word(text: String(characters[first.range.lowerBound..<end]), range: first.range.lowerBound..<end)
    }

    /// The next word without taking it.
    func peek() -> Word? {
        var copy = self
        return copy.word()
    }

    private var end: Range<Int> { characters.count..<characters.count + 1 }

    // MARK: Arguments

    /// `[COUNT] [LEVEL]`, in either order.
    mutating func countAndZoom() throws(CommandError) -> (Int, Zoom?) {
        var count: Int?
        var zoom: Zoom?
        while let next = peek() {
            if count == nil, next.text.first?.isNumber == true || next.text.hasPrefix("-") {
                count = try self.count()
            } else if zoom == nil {
                zoom = try self.zoom()
            } else {
                break
            }
        }
        return (count ?? 1, zoom)
    }

    /// A whole number of at least `least`.
    mutating func count(atLeast least: Int = 1) throws(CommandError) -> Int {
        guard let word = word() else { throw CommandError(Phrase.numberExpected, at: end) }
        guard let value = Int(word.text), value >= least else {
            throw CommandError(Phrase.notACount(word.text, least: least), at: word.range)
        }
        return value
    }

    mutating func zoom() throws(CommandError) -> Zoom {
        guard let word = word() else {
            throw CommandError(Phrase.levelExpected, at: end)
        }
        let lower = word.text.lowercased()
        if let zoom = Zoom(name: lower) { return zoom }
        // A plural is what one says with a count: `step 3 epochs`.
        for singular in [lower.dropLast(), lower.dropLast(2), lower.dropLast(3) + "y"] where lower.hasSuffix("s") {
            if let zoom = Zoom(name: String(singular)) { return zoom }
        }
        let matches = Zoom.allCases.filter { $0.name.hasPrefix(lower) }
        if matches.count == 1 { return matches[0] }
        throw CommandError(
            Phrase.unknownLevel(word.text, nearest: nearestName(to: lower, in: Zoom.allCases.map(\.name))),
            at: word.range)
    }

    mutating func optionalZoom() throws(CommandError) -> Zoom? { peek() == nil ? nil : try zoom() }

    mutating func zoomChange() throws(CommandError) -> Command.ZoomChange {
        switch peek()?.text.lowercased() {
        case "in"?, "+"?:
            _ = word()
            return .finer
        case "out"?, "-"?:
            _ = word()
            return .coarser
        default: return .to(try zoom())
        }
    }

    mutating func infoTopic() throws(CommandError) -> Command.InfoTopic {
        guard let word = word() else { return .position }
        let topics = Command.InfoTopic.allCases
        let matches = topics.filter { $0.rawValue.hasPrefix(word.text.lowercased()) }
        if let exact = Command.InfoTopic(rawValue: word.text) ?? (matches.count == 1 ? matches[0] : nil) { return exact }
        throw CommandError(Phrase.oneOf(word.text, topics.map(\.rawValue)), at: word.range)
    }

    mutating func lessonMove() throws(CommandError) -> Command.LessonMove {
        switch peek()?.text.lowercased() {
        case "next"?, nil:
            _ = word()
            return .next
        case "back"?, "previous"?:
            _ = word()
            return .previous
        case "start"?:
            _ = word()
            return .start
        default: return .step(try count())
        }
    }

    mutating func language() throws(CommandError) -> Language {
        guard let word = word() else {
            throw CommandError(Phrase.oneOf("", Language.allCases.map(\.rawValue)), at: end)
        }
        guard let language = Language(rawValue: word.text.lowercased()) else {
            throw CommandError(Phrase.oneOf(word.text, Language.allCases.map(\.rawValue)), at: word.range)
        }
        return language
    }

    /// The rest of the text as an expression.
    mutating func expression() throws(CommandError) -> Expression {
        skipSpaces()
        guard place < characters.count else { throw CommandError(Phrase.expressionExpected, at: end) }
        return try expression(in: place..<characters.count)
    }

    /// A part of the text as an expression; what comes after it is taken too.
    mutating func expression(in range: Range<Int>) throws(CommandError) -> Expression {
        place = characters.count
        return try Expression(command: String(characters), in: range)
    }

    /// `NAME = EXPRESSION`.
    mutating func assignment() throws(CommandError) -> Command {
        skipSpaces()
        guard let equals = characters.firstIndex(where: { $0 == "=" || $0 == "＝" }), equals > place else {
            throw CommandError(Phrase.assignmentExpected, at: place < characters.count ? place..<characters.count : end)
        }
        var nameEnd = equals
        while nameEnd > place, characters[nameEnd - 1].isWhitespace { nameEnd -= 1 }
        let nameRange = place..<nameEnd
        let target = try expression(in: nameRange)
        guard case .name(let name, _) = target else { throw CommandError(Phrase.assignmentExpected, at: nameRange) }
        guard equals + 1 < characters.count else { throw CommandError(Phrase.expressionExpected, at: end) }
        let value = try expression(in: equals + 1..<characters.count)
        return .set(name: name, source: nameRange, value: value)
    }

    /// Where `goto` goes.
    mutating func destination() throws(CommandError) -> Command.Destination {
        guard let first = peek() else { throw CommandError(Phrase.destinationExpected, at: end) }
        switch first.text.lowercased() {
        case "start":
            _ = word()
            return .start
        case "end":
            _ = word()
            return .end
        case "position":
            _ = word()
            return .position(try count(atLeast: 0))
        case let text where text.allSatisfy(\.isNumber):
            return .position(try count(atLeast: 0))
        case "epoch", "batch", "sample": return .path(try unitPath())
        case let text where Pass(rawValue: text) != nil: return .path(try unitPath())
        default: return .quantity(try expression())
        }
    }

    /// What `break` stops at.
    mutating func breakPlace() throws(CommandError) -> Command.BreakPlace {
        guard let first = peek() else { throw CommandError(Phrase.breakPlaceExpected, at: end) }
        switch first.text.lowercased() {
        case "when":
            _ = word()
            return .when(try expression())
        case "nan":
            _ = word()
            return .notFinite
        case let text where text.allSatisfy(\.isNumber): return .position(try count())
        case "epoch", "batch", "sample", "layer", "neuron": return try unit()
        case let text where Pass(rawValue: text) != nil: return try unit()
        default: return .quantity(try expression())
        }
    }

    /// Units of the run: `epoch 3`, `backward h1`; a level without a number means every one of them.
    private mutating func unit() throws(CommandError) -> Command.BreakPlace {
        var path = Command.Path()
        var level = Zoom.epoch
        while let next = word() {
            switch next.text.lowercased() {
            case "epoch":
                path.epoch = try isNumberNext ? count() : nil
            case "batch":
                path.batch = try isNumberNext ? count() : nil
                level = min(level, .batch)
            case "sample":
                path.sample = try isNumberNext ? count() : nil
                level = min(level, .sample)
            case "neuron", "layer": level = .sample
            case let text:
                if let pass = Pass(rawValue: text) {
                    path.pass = pass
                } else {
                    path.unit = next.text
                    path.unitSource = next.range
                }
            }
        }
        return .unit(path, level: level)
    }

    private var isNumberNext: Bool { peek()?.text.first?.isNumber == true }

    /// The number of a breakpoint, if there is one.
    mutating func optionalCount() throws(CommandError) -> Int? { peek() == nil ? nil : try count() }

    /// `[N]`, `display [N]` or `branch NAME`.
    mutating func deletion() throws(CommandError) -> Command {
        if take("branch") { return .deleteBranch(try branchName()) }
        return take("display") ? .undisplay(try optionalCount()) : .delete(try optionalCount())
    }

    mutating func branchName() throws(CommandError) -> String {
        guard let word = word() else { throw CommandError(Phrase.branchName, at: end) }
        guard word.text.count <= 16, word.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
            throw CommandError(Phrase.branchName, at: word.range)
        }
        return word.text
    }

    /// Takes the next word if it is this one.
    mutating func take(_ expected: String) -> Bool {
        guard peek()?.text.lowercased() == expected else { return false }
        _ = word()
        return true
    }

    /// The rest of the line, as a file's name; a name may have spaces.
    mutating func path() throws(CommandError) -> String {
        skipSpaces()
        let text = String(characters[place...]).trimmingSpaces
        guard !text.isEmpty else { throw CommandError(Phrase.pathExpected, at: end) }
        place = characters.count
        return text
    }

    private mutating func unitPath() throws(CommandError) -> Command.Path {
        var path = Command.Path()
        while let next = word() {
            switch next.text.lowercased() {
            case "epoch": path.epoch = try count()
            case "batch": path.batch = try count()
            case "sample": path.sample = try count()
            case "neuron", "layer": continue
            case let text:
                if let pass = Pass(rawValue: text) {
                    path.pass = pass
                } else if case .call(let name, let arguments, let source)? = try? Expression(
                    command: String(characters), in: next.range)
                {
                    path.quantity = .call(name, arguments, source: source)
                } else {
                    path.unit = next.text
                    path.unitSource = next.range
                }
            }
        }
        return path
    }
}
