import CommandLanguage
import Foundation
import Lessons
import Walkthrough

/// Follows a learner through the course and saves every step that is new.
///
/// What goes wrong is said once; what could not be saved is tried again with the next step, and never stops anything.
final class ProgressKeeper {
    private let file = ProgressFile.usual
    /// What the learner has done, in this sitting too.
    private(set) var progress: CourseProgress
    private var lastVisit: CourseProgress.Visit?
    /// What is not in the file yet, by lesson.
    private var unsaved: [String: CourseProgress.Visit] = [:]
    private var remark: Localized?
    /// What has been said; the same is not said again.
    private var said: [Localized] = []

    init() {
        guard let file else {
            progress = CourseProgress()
            return
        }
        let found = file.read()
        progress = found.progress
        found.remark.map(say)
    }

    /// Saves what is new in a walkthrough, and shows it what is known.
    func follow(_ model: inout Model) {
        if let visit = model.visit, visit.isBegun, visit != lastVisit {
            lastVisit = visit
            unsaved[visit.lesson] = visit
            save()
        }
        model.courseProgress = progress
    }

    /// What there is to say of the file, once.
    func takeRemark() -> Localized? {
        defer { remark = nil }
        return remark
    }

    private func save() {
        let now = Int(time(nil))
        func record(_ progress: inout CourseProgress) -> Bool {
            for visit in unsaved.values { progress.record(visit, at: now) }
            return true
        }
        _ = record(&progress)
        do throws(ProgressFile.Trouble) {
            guard let file else { throw .noHome }
            progress = try file.change(known: progress, record)
            unsaved = [:]
        } catch {
            say(Phrase.unsavedProgress(error))
        }
    }

    private func say(_ text: Localized) {
        guard !said.contains(text) else { return }
        said.append(text)
        remark = text
    }
}
