import CommandLanguage
import Debugger
import Lessons
import Screen

/// A walkthrough that goes through its lesson by itself, at the pace of its text.
///
/// It has no clock: whoever has one says how much time has passed.
public struct Playback: Sendable {
    public private(set) var model: Model
    public private(set) var isPaused = false
    /// Whether the last step has been on show for its time.
    public private(set) var isOver = false
    /// How many times faster than usual.
    public private(set) var speed: Double
    /// How long the screen has been as it is, in seconds at the usual speed.
    private var elapsed = 0.0

    /// The speeds that may be asked for.
    public static let speeds = 0.1...10.0
    private static let speedSteps = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8, 10]

    /// To find what has changed on the screen, in seconds.
    private static let lookingTime = 2.0
    /// To work out an answer, after its question has been read.
    private static let thinkingTime = 12.0
    private static let shortestStay = 3.0

    /// - Parameter speed: brought into `speeds`.
    public init(_ model: Model, speed: Double = 1) {
        self.model = model
        self.speed = min(max(speed, Self.speeds.lowerBound), Self.speeds.upperBound)
    }

    /// What the learner has done in the course, which its lesson list shows; nil where lessons open at their first step.
    public var courseProgress: CourseProgress? {
        get { model.courseProgress }
        set { model.courseProgress = newValue }
    }

    // MARK: Time

    /// After how many seconds the screen changes by itself; nil while it waits for a key.
    public var wait: Double? { isWaitingForKey ? nil : max(0, stay - elapsed) / speed }

    private var isWaitingForKey: Bool { isPaused || isOver || isInModelsHands }

    /// Whether something lies over the panes, or a line is typed, or a long move is under way.
    private var isInModelsHands: Bool {
        model.prompt != nil || model.overlay != nil || model.menu != nil || model.isBusy
    }

    /// Lets seconds pass; when the screen's time is up, what comes next is shown.
    public mutating func pass(_ seconds: Double) -> [Effect] {
        guard !isWaitingForKey, seconds > 0 else { return [] }
        elapsed += seconds * speed
        // Less than a clock can tell, for what the division by the speed has rounded off.
        return elapsed + 1e-6 < stay ? [] : goOn()
    }

    /// How long the screen stays as it is, at the usual speed.
    private var stay: Double {
        let notice = model.notice?.text[model.language] ?? ""
        let hasJustBeenAnswered = model.player.step?.ask != nil && model.player.openQuestion == nil && !notice.isEmpty
        // What the answer has brought into view is to be read as well.
        if hasJustBeenAnswered, !model.results.contains(where: \.isHidden) { return max(Self.shortestStay, ReadingTime.seconds(notice)) }
        let reading = ReadingTime.seconds(model.lessonPage + " " + notice)
        return max(Self.shortestStay, Self.lookingTime + reading) + (isAsking ? Self.thinkingTime : 0)
    }

    /// Whether the end of a question, that is still open, is on the screen.
    private var isAsking: Bool { model.player.openQuestion != nil && !model.hasMoreLessonText }

    /// Goes on by one screen: the rest of the text, the answer, or the next step.
    private mutating func goOn() -> [Effect] {
        let player = model.player
        let isAtEnd = player.isAtLastStep && player.openQuestion == nil && player.isOnTrack && !model.hasMoreLessonText
        if isAtEnd, !isOver {
            isOver = true
            model.hasBeenToldOfNext = false
        }
        // By itself it gives the answer: nobody may be there to be reminded.
        if isAsking { model.hasBeenReminded = true }
        return take(.command("lesson next"))
    }

    // MARK: Keys

    /// Takes a message, as the walkthrough does; a few keys have a meaning of their own here.
    public mutating func take(_ message: Message) -> [Effect] {
        let before = Scene(model)
        var effects: [Effect] = []
        if case .key(let key) = message, let meant = take(key) {
            effects = meant
        } else {
            (model, effects) = update(model, message)
        }
        if Scene(model) != before {
            elapsed = 0
            // Home begins a lesson again only at once, as in the walkthrough.
            model.hasTakenUp = false
            if model.player.stepIndex != before.step { isOver = false }
        }
        return effects
    }

    /// - Returns: nil for a key that is the walkthrough's.
    private mutating func take(_ key: Key) -> [Effect]? {
        guard !isInModelsHands else { return nil }
        // What begins an answer, or is one, is the walkthrough's.
        if case .character(let character) = key, character != "+", model.answerKey(character) != nil { return nil }
        switch key {
        case .character(" "): if !isOver { isPaused.toggle() }
        case .character("+"), .character("="): changeSpeed(Self.speedSteps.first { $0 > speed })
        case .character("-"): changeSpeed(Self.speedSteps.last { $0 < speed })
        case .right, .enter: return goOn()
        case .left: return take(.command("lesson back"))
        case .character(let digit) where digit.isNumber: model.prompt = Prompt("lesson \(digit)")
        case .character("?"), .function(1): model.overlay = model.playbackHelp
        default: return nil
        }
        return []
    }

    private mutating func changeSpeed(_ next: Double?) {
        if let next { speed = next }
    }

    /// Goes on with another lesson.
    public mutating func open(_ model: Model) {
        self.model = model
        elapsed = 0
        isOver = false
    }
}

/// What is to be read, by which one notices that it has become something else.
private struct Scene: Equatable {
    let step: Int?
    let top: Int
    let isOpen: Bool
    let isOnTrack: Bool
    let language: Language
    let isTyping: Bool

    init(_ model: Model) {
        step = model.player.stepIndex
        top = model.lessonTop
        isOpen = model.player.openQuestion != nil
        isOnTrack = model.player.isOnTrack
        language = model.language
        isTyping = model.prompt != nil
    }
}

extension Model {
    /// Whether some of the lesson's text comes after what the pane shows.
    var hasMoreLessonText: Bool {
        let room = lessonRoom
        return player.isOnTrack && room.shown > 0 && lessonTop + room.shown < room.all
    }

    /// What the lesson's pane shows, as one text.
    var lessonPage: String { shownLessonLines.joined(separator: " ") }
}
