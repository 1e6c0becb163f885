import CommandLanguage
import Debugger
import Screen

/// The screen that a model makes.
///
/// From the top: where one is, the network beside the ledger, the formula card, the lesson, and a line of
/// keys. Where there is less room, panes give way in a fixed order: first the loss curve, then the picture,
/// then the ledger; card and lesson stay to the last.
public func view(_ model: Model) -> Frame {
    var painter = Painter(frame: Frame(size: model.size), language: model.language, charset: model.charset)
    guard model.size.rows >= Layout.least.rows, model.size.columns >= Layout.least.columns else {
        let lines = wrap(painter.safe(Phrase.tooSmall(model.size)), width: max(1, model.size.columns))
        for (row, text) in lines.enumerated() { painter.line(text, row, in: painter.frame.bounds, .warning) }
        return painter.frame
    }
    let layout = Layout(model)
    painter.hasBorders = layout.hasBorders
    painter.header(model, in: layout.header)
    if let area = layout.network {
        switch model.session.run.architecture {
        case .network(let network): painter.picture(of: network, model, in: area)
        case .program: painter.graph(model, in: area)
        }
    }
    if let area = layout.ledger { painter.ledger(model, in: area) }
    painter.card(model, in: layout.card)
    if let area = layout.displays { painter.displays(model, in: area) }
    if let area = layout.loss { painter.lossCurve(model, in: area) }
    if let area = layout.lesson { painter.lesson(model, in: area) }
    painter.notice(model, in: layout.notice)
    painter.footer(model, in: layout.footer)
    if let overlay = model.overlay { painter.page(overlay, model) }
    if let menu = model.menu, let course = model.course { painter.menu(menu, course, model) }
    return painter.frame
}

/// Who gets which part of the screen.
struct Layout {
    static let least = Size(rows: 12, columns: 40)

    let header: Rectangle
    let notice: Rectangle
    let footer: Rectangle
    private(set) var network: Rectangle?
    private(set) var ledger: Rectangle?
    private(set) var card: Rectangle
    private(set) var lesson: Rectangle?
    private(set) var loss: Rectangle?
    /// Between picture and card, with as many rows as the displays need, up to a limit.
    private(set) var displays: Rectangle?

    /// Panes have borders; where rows are few, only a line with their title.
    let hasBorders: Bool

    init(_ model: Model) {
        let screen = Rectangle(model.size)
        let hasLesson = !model.player.lesson.steps.isEmpty
        hasBorders = screen.rows >= 20
        var rest: Rectangle
        (header, rest) = screen.split(top: hasBorders ? 2 : 1)
        (rest, footer) = { ($0.rest, $0.bottom) }(rest.split(bottom: 1))
        guard hasBorders else {
            // The notice lies over the last row of the lesson while there is one.
            notice = rest.split(bottom: 1).bottom
            if hasLesson {
                let rows = Self.lessonRows(model, most: max(6, rest.rows / 3))
                (rest, lesson) = { ($0.rest, $0.bottom) }(rest.split(bottom: rows))
            }
            (rest, displays) = Self.split(rest, for: model, limit: 1)
            (card, rest) = { ($0.top, $0.rest) }(rest.split(top: min(rest.rows, 5)))
            if rest.rows >= 5 { ledger = rest } else { card = Rectangle(row: card.row, column: 0, rows: card.rows + rest.rows, columns: card.columns) }
            return
        }
        (rest, notice) = { ($0.rest, $0.bottom) }(rest.split(bottom: 1))
        let isTall = rest.rows >= 24
        if hasLesson { (rest, lesson) = { ($0.rest, $0.bottom) }(rest.split(bottom: isTall ? 6 : 5)) }
        (rest, card) = { ($0.rest, $0.bottom) }(rest.split(bottom: isTall || !hasLesson ? 8 : 6))
        (rest, displays) = Self.split(rest, for: model, limit: isTall ? 4 : 2)
        if model.size.columns >= 70 {
            // The ledger's columns need 38; what is more belongs to the picture, until it has room for the
            // weights on its lines, and then to both.
            let width = max(min(rest.columns - 38, 56), rest.columns / 2)
            network = rest.split(left: width).left
            ledger = rest.split(left: width).rest
        } else {
            ledger = rest
        }
        if model.size.columns >= 96 {
            let width = min(48, model.size.columns / 3)
            loss = card.split(right: width).right
            card = card.split(right: width).rest
        }
    }

    /// The rows of a lesson without borders: its title, its text, and the notice over its end, which keeps its row while
    /// there is none so that the panes stay where they are.
    private static func lessonRows(_ model: Model, most: Int) -> Int {
        let painter = Painter(frame: Frame(size: Size(rows: 0, columns: 0)), language: model.language, charset: model.charset)
        let columns = model.size.columns
        let text = painter.lessonLines(model, width: columns, rows: most - 1).count
        return min(most, 1 + text + max(1, painter.noticeLines(model, width: columns).count))
    }

    /// The rows at the bottom that the displays need, if there are any.
    private static func split(_ area: Rectangle, for model: Model, limit: Int) -> (Rectangle, Rectangle?) {
        guard !model.session.displays.all.isEmpty else { return (area, nil) }
        let painter = Painter(frame: Frame(size: Size(rows: 0, columns: 0)), language: model.language, charset: model.charset)
        let rows = painter.displayRows(model, width: area.columns, limit: limit).count
        let parts = area.split(bottom: rows)
        return (parts.rest, parts.bottom)
    }
}

extension Painter {
    mutating func header(_ model: Model, in area: Rectangle) {
        let session = model.session
        let tree = session.tree
        if area.rows == 1 {
            let mark = session.brokenRule == nil ? "" : charset == .unicode ? "✗ " : "! "
            let place = safe("\(mark)\(session.zoom.name) \(session.position.index)/\(tree.leafCount)")
            write(place, area.row, area.columns - place.width, .dim)
            breadcrumb(explanations.breadcrumb(of: session).map { safe($0) }, row: area.row, columns: area.columns - place.width - 1)
            return
        }
        let moment = tree.moment(of: session.executedLeaf ?? 0)
        // Without training there is but one epoch, and no word for it.
        var counts: [SafeText] = []
        if session.run.settings != nil { counts.append(safe(Phrase.count(.epoch, moment.epoch + 1, of: tree.epochs))) }
        if tree.batchesPerEpoch > 1 { counts.append(safe(Phrase.count(.batch, moment.batch + 1, of: tree.batchesPerEpoch))) }
        if let sample = moment.sample, tree.batchSize > 1 {
            counts.append(safe(Phrase.count(.sample, sample + 1, of: tree.samples(inBatch: moment.batch))))
        }
        let (title, status) = longestFit(titles(of: model), statuses(counts, session), columns: area.columns)
        let left = Rectangle(row: area.row, column: 0, rows: 1, columns: max(0, area.columns - status.width - 1))
        line(title, 0, in: left, session.brokenRule == nil ? .heading.bold : .bad.bold)
        write(status, area.row, area.columns - status.width, .dim)

        let zoom = zoomLabel(session)
        write(zoom, area.row + 1, area.columns - zoom.width, .accent)
        let path = explanations.breadcrumb(of: session).map { safe($0) }
        breadcrumb(path, row: area.row + 1, columns: area.columns - zoom.width - 2)
    }

    /// The lesson's title, from the longest form to the shortest; before it, that a rule is broken, and which where there
    /// is room for both.
    private func titles(of model: Model) -> [SafeText] {
        let title = model.player.lesson.title[language]
        guard let rule = model.session.brokenRule else { return ["Backstep · " + title, title].map { safe($0) } }
        let inShort = "\(Phrase.brokenTitleInShort[language]) · \(title)"
        return ["Backstep · \(Phrase.brokenTitle(rule)[language]) · \(title)", "Backstep · " + inShort, inShort].map { safe($0) }
    }

    /// Where the run is, from the longest form to the shortest: the epoch stays longest, for the breadcrumb has the others.
    private func statuses(_ counts: [SafeText], _ session: Session) -> [SafeText] {
        let dot = safe(" · ")
        let position = session.position.index
        let ends = [Phrase.position(position, session.tree.leafCount), Phrase.position(position)]
        return ends.map { (counts + [safe($0)]).joined(separator: dot) }
            + (0..<counts.count).reversed().map { Array(counts[...$0]).joined(separator: dot) }
    }

    /// The longest title and status that fit on one line together: the title gives way first as far as it may.
    private func longestFit(_ titles: [SafeText], _ statuses: [SafeText], columns: Int) -> (SafeText, SafeText) {
        for status in statuses {
            for title in titles where title.width + 1 + status.width <= columns { return (title, status) }
        }
        // The title alone, cut where even that is too long.
        return (titles.last ?? SafeText(), SafeText())
    }

    /// The zoom as commands spell it, and, in Chinese, by its own name as well.
    private func zoomLabel(_ session: Session) -> SafeText {
        let name = Phrase.name(of: session.zoom)[language]
        return safe("\(Phrase.zoomTitle[language]) \(session.zoom.name)\(name == session.zoom.name ? "" : " " + name)")
    }

    /// The path, its last parts first where it does not fit: the end says where one is.
    private mutating func breadcrumb(_ path: [SafeText], row: Int, columns: Int) {
        let arrow = safe(" › ")
        let omission = glyphs.ellipsis + safe("› ")
        var shown: [SafeText] = []
        var width = 0
        for part in path.reversed() {
            let more = part.width + (shown.isEmpty ? 0 : arrow.width)
            if width + more + (shown.count < path.count - 1 ? omission.width : 0) > columns, !shown.isEmpty { break }
            shown.insert(part, at: 0)
            width += more
        }
        var column = 0
        if shown.count < path.count { column += write(omission, row, 0, .dim) }
        for (index, part) in shown.enumerated() {
            if index > 0 { column += write(arrow, row, column, .dim) }
            column += write(part, row, column, index == shown.count - 1 ? .live.bold : .normal)
        }
    }

    mutating func notice(_ model: Model, in area: Rectangle) {
        let lines = noticeLines(model, width: area.columns)
        for (index, (text, style)) in lines.enumerated() {
            let row = area.row - lines.count + 1 + index
            frame.fill(Rectangle(row: row, column: 0, rows: 1, columns: area.columns))
            write(text, row, 0, style)
        }
    }

    /// The notice, wrapped: a long sentence may use rows above as well, over the lesson, rather than be cut.
    func noticeLines(_ model: Model, width: Int) -> [(SafeText, Style)] {
        guard let notice = model.notice else { return [] }
        let (mark, style): (SafeText, Style) =
            switch notice.kind {
            case .remark, .progress: (glyphs.bullet, .normal)
            case .stop: (safe("!"), .warning)
            case .error: (glyphs.failure, .bad)
            case .good: (glyphs.check, .good)
            }
        let most = max(5, model.size.rows / 5)
        var lines = wrap(mark + safe(" ") + safe(notice.text), width: width)
        if lines.count > most {
            // What is wrong stands at the beginning, what to do at the end.
            let sign = safe(" ") + glyphs.ellipsis
            let cut = lines[most - 2].truncated(to: width - sign.width, ellipsis: SafeText()) + sign
            lines.replaceSubrange(most - 2..<lines.count - 1, with: [cut])
        }
        return lines.map { ($0, style) }
    }

    mutating func footer(_ model: Model, in area: Rectangle) {
        if let prompt = model.prompt {
            promptLine(prompt, in: area)
            return
        }
        let bindings = Keymap.all.filter { binding in
            binding.hint != nil && !(binding.command == "lesson next" && model.player.lesson.steps.isEmpty)
        }
        let labels = bindings.map { (name: safe(keyLabel($0)), text: safe($0.hint ?? $0.summary)) }
        // Where not all fit, those that matter least go first.
        var shown = Array(bindings.indices)
        while shown.reduce(-2, { $0 + labels[$1].name.width + labels[$1].text.width + 3 }) > area.columns,
            let least = shown.max(by: { bindings[$0].rank < bindings[$1].rank })
        {
            shown.removeAll { $0 == least }
        }
        var column = 0
        for index in shown {
            column += write(labels[index].name, area.row, column, .key.bold) + 1
            column += write(labels[index].text, area.row, column, .dim) + 2
        }
    }

    private func keyLabel(_ binding: Keymap.Binding) -> String {
        switch binding.keys.first {
        // + and − belong together.
        case .character("+")?: "+ -"
        case .enter?: charset == .unicode ? "⏎" : "Enter"
        case let key?: key.name
        case nil: ""
        }
    }

    private mutating func promptLine(_ prompt: Prompt, in area: Rectangle) {
        var column = write(":", area.row, area.column, .prompt.bold)
        // The text scrolls so that the cursor stays on the screen.
        let pieces = prompt.text.map { charset == .unicode ? SafeText($0) : safe(String($0)) }
        let room = area.columns - 2
        var first = 0
        while pieces[first..<min(prompt.cursor, pieces.count)].reduce(0, { $0 + $1.width }) > room - 1 { first += 1 }
        var cursor = column
        for (index, piece) in pieces.enumerated().dropFirst(first) {
            if index == prompt.cursor { cursor = column }
            let isMistaken = prompt.mistake?.contains(index) ?? false
            column += write(piece, area.row, column, isMistaken ? .bad.underlined : .prompt, in: area)
        }
        if prompt.cursor >= pieces.count { cursor = column }
        frame.cursor = Point(row: area.row, column: cursor)
    }

    mutating func page(_ overlay: Model.Overlay, _ model: Model) {
        if let page = overlay.comparison {
            comparison(page, model)
            return
        }
        let area = frame.bounds
        frame.fill(area)
        hasBorders = true
        let height = model.overlayHeight
        let lines = model.shownLines(overlay)
        let fits = lines.count <= height
        let inside = pane(Rectangle(row: 0, column: 0, rows: area.rows - 1, columns: area.columns), safe(overlay.title))
        for (row, text) in lines.dropFirst(overlay.top).prefix(height).enumerated() {
            line(text, row, in: inside)
        }
        let hint = fits ? Phrase.closeHint : Phrase.moreHint
        let hidden = lines.count - overlay.top - height
        let more = hidden > 0 ? "   " + Phrase.more(hidden)[language] : ""
        line(safe(hint[language] + more), area.rows - 1, in: area, .dim)
    }
}
