import CommandLanguage
import Lessons
import Screen
import Walkthrough

/// The course around a walkthrough: which lessons there are, and going from one to another.
enum CourseFollowing {
    /// The course that a file belongs to; nil where no lessons are installed.
    static func place(of file: String) -> CoursePlace? {
        guard let folder = try? LessonFolder.find() else { return nil }
        return CoursePlace(course: folder.course, name: folder.name(ofLesson: file))
    }

    /// Does what a model asks of files, and opens the lesson that it asks for; other effects are left.
    static func perform(_ effects: [Effect], on model: Model) -> (model: Model, effects: [Effect]) {
        var (model, asked) = SessionFile.perform(effects, on: model)
        var left: [Effect] = []
        for effect in asked {
            guard case .open(let name) = effect else {
                left.append(effect)
                continue
            }
            do throws(Failure) {
                let file = try Opening.file(name)
                model = try opening(file, from: model)
            } catch {
                // The first line says where and what; a mark under the spot has no place in a notice.
                model = update(model, .report(Localized(same: error.lines.first?.string ?? name), isError: true)).model
            }
        }
        return (model, left)
    }

    private static func opening(_ file: Opening.File, from model: Model) throws(Failure) -> Model {
        do {
            return try model.opening(file.lesson, named: place(of: file.path)?.name)
        } catch {
            throw Opening.failure(error)
        }
    }
}
