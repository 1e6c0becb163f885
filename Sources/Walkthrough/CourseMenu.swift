import CommandLanguage
import Debugger
import Lessons
import Screen

/// The course, and the lesson of it that is open.
public struct CoursePlace: Sendable, Equatable {
    public let course: Course
    /// The open lesson's name; nil for a file that is no part of the course.
    public let name: String?

    public init(course: Course, name: String?) {
        self.course = course
        self.name = name
    }

    var next: Course.Lesson? { course.lesson(after: name) }
}

/// The list of lessons over the panes, one of which is chosen.
public struct CourseMenu: Sendable, Equatable {
    /// The chosen lesson's place in the list, from 0.
    public internal(set) var choice: Int
}

extension Model {
    /// The same walkthrough on another lesson, where the learner has stopped in it: language, screen, course and typed
    /// commands stay.
    public func opening(_ lesson: Lesson, named name: String?) throws(RunTooLong) -> Model {
        var model = try beginning(lesson, named: name)
        model.takeUp()
        return model
    }

    /// The same walkthrough on the first step of a lesson.
    func beginning(_ lesson: Lesson, named name: String?) throws(RunTooLong) -> Model {
        var model = try Model(lesson: lesson, language: language, charset: charset, size: size)
        model.course = course.map { CoursePlace(course: $0.course, name: name) }
        model.courseProgress = courseProgress
        model.history = history
        // A script that has opened the lesson goes on in it.
        model.queue = queue
        model.depth = depth
        return model
    }

    /// Whether another lesson of the course comes after this one.
    public var hasNextLesson: Bool { course?.next != nil }

    /// Opens a lesson, or the list of them.
    mutating func open(_ name: String?) -> [Effect] {
        guard let course, !course.course.lessons.isEmpty else {
            notice = Notice(text: Phrase.noCourse, kind: .stop)
            return []
        }
        if let name { return [.open(name)] }
        let chosen = courseProgress?.next(in: course.course) ?? course.course.lesson(named: course.name)
        menu = CourseMenu(choice: (chosen?.number ?? 1) - 1)
        return []
    }

    /// At the end of a lesson: says what comes next, and then goes there.
    mutating func goOnInCourse() -> [Effect] {
        guard let next = course?.next else {
            notice = Notice(text: course?.name == nil ? Phrase.lessonEnd : Phrase.courseEnd, kind: .stop)
            return []
        }
        if hasBeenToldOfNext { return [.open(next.name)] }
        hasBeenToldOfNext = true
        notice = Notice(text: Phrase.nextLesson(next), kind: .good)
        return []
    }

    mutating func choose(_ key: Key) -> [Effect] {
        guard var menu, let lessons = course?.course.lessons, !lessons.isEmpty else { return [] }
        let page = max(1, overlayHeight - 1)
        switch key {
        case .up, .character("k"): menu.choice -= 1
        case .down, .character("j"): menu.choice += 1
        case .pageUp: menu.choice -= page
        case .pageDown, .character(" "): menu.choice += page
        case .home: menu.choice = 0
        case .end: menu.choice = lessons.count - 1
        case .interrupt: return [.quit]
        case .enter, .right:
            self.menu = nil
            return [.open(lessons[menu.choice].name)]
        default:
            self.menu = nil
            return []
        }
        menu.choice = min(max(menu.choice, 0), lessons.count - 1)
        self.menu = menu
        return []
    }
}

extension Painter {
    /// The lessons in their groups, by number and title, with marks at the open one, at those that are done, where the
    /// learner has stopped, and at what comes next.
    mutating func menu(_ menu: CourseMenu, _ place: CoursePlace, _ model: Model) {
        frame.fill(frame.bounds)
        hasBorders = true
        let area = frame.bounds
        let lessons = place.course.lessons
        let open = place.course.lesson(named: place.name)
        let title = open.map { Phrase.menuTitle($0.number, of: lessons.count) } ?? Phrase.menuTitle(of: lessons.count)
        let inside = pane(Rectangle(row: 0, column: 0, rows: area.rows - 1, columns: area.columns), safe(title))
        let next = model.courseProgress?.next(in: place.course)
        var rows: [(text: SafeText, style: Style)] = []
        var chosenRow = 0
        for group in place.course.groups {
            if !rows.isEmpty { rows.append((SafeText(), .normal)) }
            rows.append((safe(group.title), .heading.bold))
            for lesson in group.lessons {
                let isChosen = lesson.number == menu.choice + 1
                if isChosen { chosenRow = rows.count }
                let isDone = model.courseProgress?.isDone(lesson) ?? false
                let mark = (lesson == open ? glyphs.headRight : safe(" ")) + (isDone ? glyphs.check : safe(" "))
                let number = mark + safe("\(lesson.number)").padded(to: 2, .right) + safe("  ")
                let label = Phrase.place(model.courseProgress?.entries[lesson.name], isNext: lesson == next).map { safe("  ") + safe($0) }
                let room = inside.columns - number.width - (label?.width ?? 0)
                let title = safe(lesson.title).truncated(to: room, ellipsis: glyphs.ellipsis).padded(to: room)
                let style: Style = isChosen ? .normal.reversed : lesson == open ? .live.bold : .normal
                rows.append((number + title + (label ?? SafeText()), style))
            }
        }
        // The choice stays in the middle, so that one sees what is around it, except at the ends.
        let top = min(max(0, chosenRow - inside.rows / 2), max(0, rows.count - inside.rows))
        for (row, (text, style)) in rows.dropFirst(top).prefix(inside.rows).enumerated() { line(text, row, in: inside, style) }
        line(safe(Phrase.menuHint), area.rows - 1, in: area, .dim)
    }
}

extension Phrase {
    static let noCourse = Localized("There is no list of lessons here.", "这里没有课程目录。")
    static let courseEnd = Localized(
        "That was the last step of the last lesson. m lists them all; → and ← go on exploring.",
        "最后一课的最后一步到此结束。按 m 查看全部课程；→ 和 ← 继续探索。")

    static func nextLesson(_ lesson: Course.Lesson) -> Localized {
        Localized(
            "The lesson ends here. Next: \(lesson.number). \(lesson.title.english). ⏎ opens it, m lists all lessons.",
            "本课结束。下一课：\(lesson.number). \(lesson.title.chinese)。按 ⏎ 打开，m 查看全部课程。")
    }

    static func menuTitle(of count: Int) -> Localized { Localized("\(count) lessons", "共 \(count) 课") }

    static func menuTitle(_ number: Int, of count: Int) -> Localized {
        Localized("lesson \(number) of \(count)", "第 \(number) 课，共 \(count) 课")
    }

    static let menuHint = Localized("↑ ↓ choose, ⏎ opens, Esc closes", "↑ ↓ 选择，⏎ 打开，Esc 关闭")
}
