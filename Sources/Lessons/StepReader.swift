import CommandLanguage

/// Reads `steps`: what a lesson says, does, expects and asks.
///
/// Commands and expressions stay texts here, with their places; `LessonChecker` looks into them.
struct StepReader {
    let collector: ProblemCollector

    func read(_ value: YAMLValue) -> [LessonStep] {
        guard let list = collector.list(value, shape: LessonKey.steps.shape) else { return [] }
        return list.compactMap { readStep($0) }
    }

    private func readStep(_ value: YAMLValue) -> LessonStep? {
        guard let fields = collector.fields(value, as: StepKey.self) else { return nil }
        // With an unknown key the step may have been meant to hold something.
        if case .mapping(let pairs) = value.content,
            pairs.allSatisfy({ StepKey(rawValue: $0.key) == .within })
        {
            collector.report(Phrase.emptyStep, at: value.mark)
        }
        let within = fields[.within].flatMap { collector.number($0, .positive) }
        if fields.has(.within), !fields.has(.expect) {
            collector.report(Phrase.withinNeedsExpect, at: fields.mark(of: .within))
        }
        return LessonStep(
            say: fields[.say].flatMap { collector.text($0) },
            commands: fields[.perform].map { texts($0, shape: StepKey.perform.shape) } ?? [],
            expects: (fields[.expect].map { texts($0, shape: StepKey.expect.shape) } ?? [])
                .map { Expectation(text: $0, within: within) },
            ask: fields[.ask].flatMap { readQuestion($0) },
            mark: value.mark)
    }

    /// One text or a list of them.
    func texts(_ value: YAMLValue, shape: Shape) -> [ScriptText] {
        guard case .sequence(let elements) = value.content else {
            return [script(value, shape: shape)].compactMap { $0 }
        }
        return elements.compactMap { script($0, shape: .string) }
    }

    func script(_ value: YAMLValue, shape: Shape) -> ScriptText? {
        guard let text = collector.string(value, shape: shape), case .scalar(_, let style) = value.content else {
            return nil
        }
        var mark = value.mark
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted:
            mark = SourceMark(line: mark.line, column: mark.column + 1)
        case .literal, .folded:
            // The text begins on the line after `|`, where its indentation ends.
            let indentation = collector.source.line(mark.line + 1).unicodeScalars.prefix { $0 == " " }.count
            mark = SourceMark(line: mark.line + 1, column: indentation + 1)
        }
        return ScriptText(text: text, line: mark.line, column: mark.column)
    }
}
