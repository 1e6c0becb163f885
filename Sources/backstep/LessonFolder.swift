import CommandLanguage
import Foundation
import Lessons
import Screen

/// The folder with the lessons that come with Backstep, and the files in it by their names.
struct LessonFolder {
    /// The lesson that opens when none is named; a folder with it is the one looked for.
    static let firstLesson = "two-two-one-sigmoid"

    let path: String

    /// Finds the folder, from whatever directory and however the program was installed: beside the program or one of
    /// the folders it is in, a checkout's `lessons` or an installation's `share/backstep/lessons`; then the same from
    /// the current directory up.
    static func find() throws(Failure) -> LessonFolder {
        if let path = Surroundings.variable("BACKSTEP_LESSONS") {
            guard isFile("\(path)/\(firstLesson).yaml") else { throw Failure(Phrase.noLessonsIn(path)) }
            return LessonFolder(path: path)
        }
        // From each start upwards, one by one: the first frame waits for this.
        var tried: [String] = []
        for start in [{ program.map(parent) }, { realPath(".") }] {
            var folder = start()
            while let here = folder {
                let base = here == "/" ? "" : here
                for path in ["\(base)/share/backstep/lessons", "\(base)/lessons"] where !tried.contains(path) {
                    if isFile("\(path)/\(firstLesson).yaml") { return LessonFolder(path: path) }
                    tried.append(path)
                }
                folder = here == "/" || here.isEmpty ? nil : parent(here)
            }
        }
        throw Failure([SafeText(Phrase.noLessonFolder[Surroundings.language])] + tried.map { "    " + SafeText($0) })
    }

    /// Where the program's file is; the system has followed all links to it.
    private static var program: String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink("/proc/self/exe", start, buffer.count)
            guard count > 0, count < buffer.count else { return nil }
            buffer[count] = 0
            return String(cString: start)
        }
    }

    /// The lessons' names, in the order of the alphabet.
    var lessons: [String] { Self.names(in: path).filter { $0 + ".yaml" != CourseFile.fileName } }
    /// The names of the models without steps, in a folder of their own.
    var models: [String] { Self.names(in: path + "/models") }

    /// The file with the order of the lessons; nil where the folder has none.
    var courseFile: String? {
        let file = "\(path)/\(CourseFile.fileName)"
        return Self.isFile(file) ? file : nil
    }

    /// The lessons in their order; by the alphabet where the course file is missing or wrong.
    var course: Course {
        let file = courseFile.flatMap { try? CourseFile.read(path: $0).get() }
        return Course(file, names: lessons, title: title(of:))
    }

    /// What a lesson or a model is called.
    func title(of name: String) -> Localized {
        (try? LessonFile.fetch(path: path(of: name)).get().title) ?? Phrase.brokenLesson(name)
    }

    /// The name of the lesson in a file; nil for a file elsewhere.
    func name(ofLesson file: String) -> String? {
        guard let slash = file.lastIndex(of: "/"), file.hasSuffix(".yaml") else { return nil }
        let name = String(file[slash...].dropFirst().dropLast(5))
        guard let here = Self.realPath(String(file[..<slash])), here == Self.realPath(path) else { return nil }
        return lessons.contains(name) ? name : nil
    }

    private static func names(in folder: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The path of a lesson, or of a model where no lesson has the name.
    func path(of name: String) -> String {
        let lesson = "\(path)/\(name).yaml"
        let model = "\(path)/models/\(name).yaml"
        return !Self.isFile(lesson) && Self.isFile(model) ? model : lesson
    }

    /// The path that a FILE argument means: a lesson's name, with or without `.yaml`, or a path.
    ///
    /// - Parameter alternatives: other words that may have been meant, for a near miss.
    static func path(of argument: String?, alternatives: [String] = []) throws(Failure) -> String {
        guard let argument else { return try find().path(of: firstLesson) }
        // What is wrong with a path, the reader of the file says best.
        if argument.contains("/") || isFile(argument) { return argument }
        let name = argument.hasSuffix(".yaml") ? String(argument.dropLast(5)) : argument
        let folder = try find()
        let path = folder.path(of: name)
        if !name.isEmpty, isFile(path) { return path }
        // A folder, say: that it is no file is more than that there is nothing.
        if !argument.isEmpty, FileManager.default.fileExists(atPath: argument) { return argument }
        throw Failure(Phrase.unknownLesson(argument, nearest: nearestName(to: name, in: folder.lessons + folder.models + alternatives)))
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFDIR
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func realPath(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
