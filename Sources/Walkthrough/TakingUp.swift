import CommandLanguage
import Debugger
import Lessons
import Screen

/// Coming back to a lesson, and what there is to keep of it.
extension Model {
    /// The open lesson as far as it has been gone through; nil for a file that is no part of the course, and for a model
    /// without steps.
    public var visit: CourseProgress.Visit? {
        guard let name = course?.name, let furthest = player.furthestStep else { return nil }
        return CourseProgress.Visit(
            lesson: name, step: furthest + 1, steps: player.lesson.steps.count,
            answered: Set(player.answered.map { $0 + 1 }), isDone: player.isDone, hasBegunAgain: hasBegunAgain)
    }

    /// The walkthrough for a learner who comes back: at the step where the last sitting ended.
    ///
    /// - Parameters:
    ///   - isNamed: whether this lesson was asked for. One that opens because none was stays at its first step when
    ///     another comes next, and says how to get there.
    ///   - hasKeys: whether keys get there, or a command that is typed.
    public func welcomingBack(isNamed: Bool, hasKeys: Bool = true) -> Model {
        var model = self
        guard let progress = courseProgress, !progress.isEmpty, let course else { return model }
        if let next = progress.next(in: course.course), next.name != course.name, !isNamed {
            let place = progress.entries[next.name].flatMap { $0.isUnderWay ? $0 : nil }
            model.notice = Notice(text: Phrase.goesOnElsewhere(next, place, hasKeys: hasKeys), kind: .remark)
        } else {
            model.takeUp()
        }
        return model
    }

    /// Goes to the step at which the learner has stopped; a script's lessons begin at their beginning.
    mutating func takeUp() {
        let count = player.lesson.steps.count
        guard depth == 0, let name = course?.name, let entry = courseProgress?.entries[name], let step = entry.place(of: count)
        else { return }
        player.recall(answered: Set(entry.answered.map { $0 - 1 }))
        _ = carryOut("lesson \(step)")
        hasTakenUp = true
        notice = Notice(text: Phrase.takenUp(step, of: count), kind: .remark)
    }

    /// The lesson anew, with every question open.
    mutating func beginAgain() -> [Effect] {
        do throws(RunTooLong) {
            var model = try beginning(player.lesson, named: course?.name)
            model.script = script
            model.hasBegunAgain = true
            model.notice = Notice(text: Phrase.begunAgain, kind: .remark)
            self = model
        } catch {
            // It has been opened once, so it is not too long; if it were, staying is right.
            notice = Notice(text: Phrase.lessonStart, kind: .stop)
        }
        return []
    }
}

extension Effect {
    /// Whether another lesson takes the place of the one that is open.
    public var opensLesson: Bool { if case .open = self { true } else { false } }
}

extension Phrase {
    static func takenUp(_ step: Int, of count: Int) -> Localized {
        Localized(
            "You had come to step \(step) of \(count). Home begins the lesson again.",
            "上次学到这里：第 \(step) 步，共 \(count) 步。按 Home 从头再学。")
    }

    /// The same where keys are not looked at.
    public static func takenUpInLines(_ step: Int, of count: Int) -> Localized {
        Localized(
            "You had come to step \(step) of \(count). lesson start begins the lesson again.",
            "上次学到这里：第 \(step) 步，共 \(count) 步。输入 lesson start 从头再学。")
    }

    static let begunAgain = Localized("The lesson from its beginning.", "课程从头开始。")

    /// - Parameter entry: where the learner has stopped in the lesson; nil where it has not been begun.
    static func goesOnElsewhere(_ lesson: Course.Lesson, _ entry: CourseProgress.Entry?, hasKeys: Bool) -> Localized {
        let way = hasKeys
            ? Localized("m and ⏎ open it", "按 m 再按 ⏎ 打开") : Localized("open \(lesson.name) goes there", "输入 open \(lesson.name) 打开")
        guard let entry else {
            return Localized(
                "Next in the course is lesson \(lesson.number): \(way.english).",
                "接下来是第 \(lesson.number) 课：\(way.chinese)。")
        }
        return Localized(
            "You stopped in lesson \(lesson.number), at step \(entry.step) of \(entry.steps): \(way.english).",
            "上次学到第 \(lesson.number) 课第 \(entry.step) 步（共 \(entry.steps) 步）：\(way.chinese)。")
    }

    /// What a list says of a lesson beside its title; nil where there is nothing to say.
    ///
    /// - Parameter isNext: whether it is what the learner goes on with.
    public static func place(_ entry: CourseProgress.Entry?, isNext: Bool) -> Localized? {
        guard let entry, entry.isUnderWay else { return isNext ? Localized("next", "下一课") : nil }
        let place = "\(entry.step)/\(entry.steps)"
        return isNext ? Localized("go on: \(place)", "继续：\(place)") : Localized("step \(place)", "第 \(place) 步")
    }
}
