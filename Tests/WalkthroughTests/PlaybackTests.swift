import CommandLanguage
import Lessons
import Screen
import Testing

@testable import Walkthrough

struct PlaybackTests {
    private func playback(
        _ name: String = "two-two-one-linear", language: Language = .english, speed: Double = 1, size: Size = Size(rows: 24, columns: 80)
    ) throws -> Playback {
        Playback(try Model.of(name, language: language, size: size), speed: speed)
    }

    private func press(_ playback: inout Playback, _ names: String...) throws {
        for name in names { _ = playback.take(.key(try #require(Key(name: name), "\(name)"))) }
    }

    /// Waits as long as it says, once.
    private func wait(_ playback: inout Playback) throws { _ = playback.pass(try #require(playback.wait)) }

    @Test("A word takes 60/152 seconds, a Chinese character 60/170", arguments: [
        ("one two three", 3, 0), ("", 0, 0), ("0.5 · w11 = δ(h1)", 3, 0), ("学习率", 0, 3), ("h1 的权重 w11", 2, 3), ("∂L/∂w11", 1, 0),
        ("——，。 ", 0, 0),
    ])
    func readingTime(text: String, words: Int, characters: Int) {
        let seconds = Double(words) * 60 / 152 + Double(characters) * 60 / 170
        #expect(abs(ReadingTime.seconds(text) - seconds) < 1e-9)
    }

    @Test(arguments: ["two-two-one-linear", "what-a-gradient-is", "attention-over-two-tokens"], Language.allCases)
    func itShowsEveryStepAndEnds(name: String, language: Language) throws {
        var playback = try playback(name, language: language)
        let count = playback.model.player.lesson.steps.count
        var steps = [0]
        var waits = 0
        while let wait = playback.wait {
            #expect(wait >= 3 && wait < 120)
            #expect(playback.pass(wait).isEmpty)
            let step = try #require(playback.model.player.stepIndex)
            if step != steps.last { steps.append(step) }
            waits += 1
            try #require(waits < 1000)
        }
        #expect(steps == Array(0..<count) && playback.isOver)
        // All questions have been answered on the way, and no check failed.
        #expect(playback.model.player.answered.count == playback.model.player.lesson.steps.count { $0.ask != nil })
        #expect(playback.model.failures.isEmpty)
    }

    @Test func aLongTextStaysLonger() throws {
        var waits: [(words: Int, wait: Double)] = []
        var playback = try playback("two-two-one-sigmoid", size: Size(rows: 30, columns: 100))
        while let wait = playback.wait {
            if playback.model.player.openQuestion == nil, playback.model.notice == nil {
                waits.append((playback.model.lessonPage.split(separator: " ").count, wait))
            }
            _ = playback.pass(wait)
        }
        let longest = try #require(waits.max { $0.words < $1.words })
        let shortest = try #require(waits.min { $0.words < $1.words })
        #expect(longest.wait > shortest.wait + 3)
    }

    @Test func timeIsCountedInParts() throws {
        var playback = try playback()
        let wait = try #require(playback.wait)
        _ = playback.pass(wait / 2)
        #expect(playback.model.player.stepIndex == 0)
        #expect(abs((playback.wait ?? 0) - wait / 2) < 1e-9)
        _ = playback.pass(-5)
        #expect(abs((playback.wait ?? 0) - wait / 2) < 1e-9)
        _ = playback.pass(wait / 2)
        #expect(playback.model.player.stepIndex == 1)
    }

    @Test func speedDividesTheTime() throws {
        let usual = try #require(try playback().wait)
        #expect(abs(try #require(try playback(speed: 2).wait) - usual / 2) < 1e-9)
        var playback = try playback()
        try press(&playback, "+")
        #expect(playback.speed == 1.25 && abs((playback.wait ?? 0) - usual / 1.25) < 1e-9)
        try press(&playback, "-", "-")
        #expect(playback.speed == 0.75)
        for _ in 0..<20 { try press(&playback, "-") }
        #expect(playback.speed == Playback.speeds.lowerBound)
        for _ in 0..<30 { try press(&playback, "+") }
        #expect(playback.speed == Playback.speeds.upperBound)
    }

    @Test func aPauseStopsTheTime() throws {
        var playback = try playback()
        try press(&playback, "Space")
        #expect(playback.isPaused && playback.wait == nil)
        _ = playback.pass(1000)
        #expect(playback.model.player.stepIndex == 0)
        // One step at a time, forwards and back.
        try press(&playback, "→", "→", "←")
        #expect(playback.model.player.stepIndex == 1 && playback.isPaused)
        try press(&playback, "Space")
        #expect(playback.wait != nil)
    }

    @Test func aNumberJumpsToAStep() throws {
        var playback = try playback()
        try press(&playback, "1", "2")
        #expect(playback.wait == nil, "time goes on while a line is typed")
        try press(&playback, "Enter")
        #expect(playback.model.player.stepIndex == 11 && playback.wait != nil)
        try press(&playback, "m")
        #expect(playback.wait != nil, "without a course there is no list")
        try press(&playback, "?")
        #expect(playback.wait == nil && playback.model.overlay != nil)
        try press(&playback, "Esc")
        #expect(playback.wait != nil)
    }

    private func question() throws -> Playback {
        var playback = try playback("two-two-one-sigmoid")
        let step = try #require(playback.model.player.lesson.steps.firstIndex { $0.ask?.answer?.text.contains("x1") == true
            || $0.ask != nil })
        _ = playback.take(.command("lesson \(step + 1)"))
        while playback.model.hasMoreLessonText { try wait(&playback) }
        return playback
    }

    @Test func aQuestionWaitsAndThenShowsItsAnswer() throws {
        var playback = try question()
        let step = playback.model.player.stepIndex
        #expect(try #require(playback.wait) >= 12)
        try wait(&playback)
        #expect(playback.model.player.openQuestion == nil && playback.model.player.stepIndex == step)
        #expect(playback.model.notice?.kind == .remark)
        #expect(try #require(playback.wait) >= 3)
        try wait(&playback)
        #expect(playback.model.player.stepIndex == step.map { $0 + 1 })
    }

    @Test func anAnswerMayBeTyped() throws {
        var playback = try question()
        let right = try #require(try playback.model.player.rightAnswer())
        _ = playback.pass(5)
        let left = try #require(playback.wait)
        try press(&playback, "9", "9", "9", "Enter")
        #expect(playback.model.notice?.kind == .error && playback.model.player.openQuestion != nil)
        #expect(try #require(playback.wait) > left, "a wrong answer gives no more time")
        for character in "\(right)" { try press(&playback, String(character)) }
        try press(&playback, "Enter")
        #expect(playback.model.notice?.kind == .good && playback.model.player.openQuestion == nil)
    }

    @Test func atTheEndItWaits() throws {
        var playback = try playback()
        let course = Course(nil, names: ["a", "b"]) { Localized(same: $0) }
        var model = playback.model
        model.course = CoursePlace(course: course, name: "a")
        playback.open(model)
        while let wait = playback.wait { _ = playback.pass(wait) }
        #expect(playback.model.said.contains("Next: 2. b") && playback.isOver)
        #expect(playback.take(.key(.enter)) == [.open("b")])
        try press(&playback, "←")
        #expect(!playback.isOver && playback.wait != nil)
    }

    @Test func aLearnerWhoWandersOffIsBroughtBack() throws {
        var playback = try playback()
        _ = playback.take(.command("lesson 5"))
        let position = playback.model.position
        _ = playback.take(.command("finish epoch"))
        #expect(playback.model.position != position)
        try wait(&playback)
        #expect(playback.model.position == position && playback.model.player.stepIndex == 4)
    }

    @Test(arguments: Language.allCases)
    func itsKeysHaveAPage(language: Language) throws {
        var playback = try playback(language: language, size: Size(rows: 60, columns: 100))
        try press(&playback, "?")
        let lines = try #require(playback.model.overlay).lines.map { $0[language] }
        #expect(lines[0] == (language == .english ? "while the lesson plays" : "播放课程时"))
        #expect(lines.count { $0.hasPrefix("Space ") } == 1 && lines.count { $0.hasPrefix("+ ") } == 1)
        // Each of the walkthrough's other keys and every command is there too.
        for binding in Keymap.all where binding.command != "step" && binding.command != "back" {
            guard !binding.keys.contains(where: { [.character("+"), .character("-"), .enter].contains($0) }) else { continue }
            #expect(lines.contains { $0.hasSuffix(binding.summary[language]) }, "\(binding.summary[language])")
        }
        for command in CommandTable.all { #expect(lines.contains { $0.hasSuffix(command.summary[language]) }) }
        #expect(!lines.contains { $0.hasSuffix(Phrase.keyStep[language]) || $0.hasSuffix(Phrase.keyCoarser[language]) })
    }

    @Test(arguments: [Size(rows: 12, columns: 40), Size(rows: 24, columns: 80), Size(rows: 8, columns: 20)], Language.allCases)
    func theLastLineSaysHowItPlays(size: Size, language: Language) throws {
        var playback = try playback(language: language, speed: 1.5, size: size)
        guard size.rows >= 12 else {
            #expect(view(playback) == view(playback.model))
            return
        }
        #expect(view(playback).lines.last?.contains(language == .english ? "playing ×1.5" : "播放中 ×1.5") == true)
        try press(&playback, "Space")
        #expect(view(playback).lines.last?.contains(language == .english ? "paused" : "已暂停") == true)
        try press(&playback, ":")
        #expect(view(playback) == view(playback.model))
    }
}
