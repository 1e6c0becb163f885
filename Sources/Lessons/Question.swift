import Autograd
import CommandLanguage

/// What a step asks: for a number, for a choice, or for something to be done.
public struct Question: Sendable, Equatable {
    public let question: Localized
    /// The expression whose value is right; nil where there is something to choose or to do.
    public let answer: ScriptText?
    /// The relative tolerance of an answer; nil for the usual one.
    public let within: Double?
    public let hint: Localized?
    /// The answers to choose from; empty where there is nothing to choose.
    public let choices: [Choice]
    /// The condition that the learner's own moves are to make true.
    public let goal: ScriptText?
    /// Commands that make it true.
    public let solution: [ScriptText]
    public let mark: SourceMark

    /// One of the answers to choose from.
    public struct Choice: Sendable, Equatable {
        public let text: Localized
        public let isRight: Bool
        /// Why it is wrong, or right.
        public let why: Localized?
    }

    /// The places of the right choices, from 0.
    public var rightChoices: Set<Int> { Set(choices.indices.filter { choices[$0].isRight }) }

    /// What choices are called, in their order.
    public static let letters: [Character] = Array("abcdefgh")

    /// The choices that an answer names, by letters or digits (`b`, `2`, `ac`); nil where it names something else.
    public func choice(named expression: Expression) -> Set<Int>? {
        var places: Set<Int> = []
        for character in expression.text(.plain) {
            let place = Self.letters.firstIndex(of: character) ?? character.wholeNumberValue.map { $0 - 1 }
            guard let place, choices.indices.contains(place) else { return nil }
            places.insert(place)
        }
        return places.isEmpty ? nil : places
    }

    /// `b) It grows.`
    public func line(ofChoice place: Int) -> Localized {
        let letter = Self.letters.indices.contains(place) ? String(Self.letters[place]) : "\(place + 1)"
        let text = choices[place].text
        return Localized("\(letter)) \(text.english)", "\(letter)) \(text.chinese)")
    }
}
