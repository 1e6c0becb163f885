import CommandLanguage

/// The lessons in the order in which they are to be taken, with their titles.
public struct Course: Sendable, Equatable {
    public struct Lesson: Sendable, Equatable {
        public let name: String
        public let title: Localized
        /// The place in the course, from 1.
        public let number: Int
    }

    public struct Group: Sendable, Equatable {
        public let title: Localized
        public let lessons: [Lesson]
    }

    public let groups: [Group]

    public var lessons: [Lesson] { groups.flatMap(\.lessons) }

    /// The lessons of a folder: first as its course file has them, then those that it does not name.
    ///
    /// - Parameters:
    ///   - file: nil where the folder has none.
    ///   - names: the lessons that there are; a name in `file` without a lesson is left out.
    ///   - title: a lesson's title by its name.
    public init(_ file: CourseFile?, names: [String], title: (String) -> Localized) {
        let known = Set(names)
        var listed: Set<String> = []
        var number = 0
        func lessons(_ names: [String]) -> [Lesson] {
            names.filter { known.contains($0) && listed.insert($0).inserted }.map {
                number += 1
                return Lesson(name: $0, title: title($0), number: number)
            }
        }
        var groups = (file?.groups ?? []).map { Group(title: $0.title, lessons: lessons($0.lessons)) }
        let title = groups.isEmpty ? Phrase.allLessons : Phrase.furtherLessons
        groups.append(Group(title: title, lessons: lessons(names)))
        self.groups = groups.filter { !$0.lessons.isEmpty }
    }

    /// The lesson with a name; nil for any other file.
    public func lesson(named name: String?) -> Lesson? { lessons.first { $0.name == name } }

    /// The lesson that comes after the one with a name; nil after the last, and for any other file.
    public func lesson(after name: String?) -> Lesson? {
        guard let here = lesson(named: name) else { return nil }
        return lessons.first { $0.number == here.number + 1 }
    }
}

extension Phrase {
    static let allLessons = Localized("Lessons", "课程")
    static let furtherLessons = Localized("Further lessons", "其他课程")
}
