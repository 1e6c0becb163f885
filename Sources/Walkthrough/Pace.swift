import CommandLanguage
import Debugger

/// How fast a long move gets on, as far as somebody tells the time; in seconds, from whenever the clock began.
struct Pace: Sendable {
    private let began: Double
    private let firstBatch: Int
    /// Batches in a second; nil before there is anything to tell it from.
    private(set) var rate: Double?

    init(at now: Double, batch: Int) {
        began = now
        firstBatch = batch
    }

    mutating func goOn(to batch: Int, at now: Double) {
        if now > began, batch > firstBatch { rate = Double(batch - firstBatch) / (now - began) }
    }

    /// How long one stretch of a move should take before keys are looked for: with the painting that follows, less
    /// than the 50 ms in which a key should be answered.
    private static let stretch = 0.015

    /// How many batches to take in one stretch, after `batches` took `seconds`.
    static func batches(after batches: Int, in seconds: Double) -> Int {
        guard seconds > 0, batches < Int.max / 4 else { return batches }
        // Upwards by steps: the batches to come may be slower, as back from the start of a run.
        return max(1, Int(Double(batches) * min(4, stretch / seconds)))
    }
}

extension Model {
    /// Takes note of the time, which makes a move's pace, and of how long the last stretch of it took.
    mutating func take(now: Double, stretch: Double?) {
        guard player.session.destination != nil else {
            pace = nil
            return
        }
        if let stretch { player.session.batchesPerMove = Pace.batches(after: player.session.batchesPerMove, in: stretch) }
        let batch = player.session.batchInProgress
        if pace == nil { pace = Pace(at: now, batch: batch) }
        pace?.goOn(to: batch, at: now)
    }

    /// What there is to say while a move is under way: how far it is, how fast, and how long it may take.
    var progress: Localized? {
        let session = player.session
        guard let destination = session.destination else { return nil }
        let speed = pace?.rate.map { Phrase.speed($0, isTraining: session.run.settings != nil) } ?? Localized(same: "")
        if session.isSearching { return Phrase.searching(session.position, speed) }
        let tree = session.tree
        let last = tree.batchNumber(of: tree.moment(of: min(destination.index, tree.leafCount - 1)))
        let left = pace?.rate.map { Phrase.left(Double(max(0, last - session.batchInProgress)) / $0) } ?? Localized(same: "")
        return Phrase.computing(
            session.position, destination, Localized(speed.english + left.english, speed.chinese + left.chinese))
    }
}

extension Phrase {
    public static func speed(_ rate: Double, isTraining: Bool) -> Localized {
        let number = NumberText.written(rate, digits: 3)
        return Localized(
            " · \(number) \(isTraining ? "updates" : "samples")/s", " · 每秒 \(number) \(isTraining ? "次更新" : "个样本")")
    }

    public static func left(_ seconds: Double) -> Localized {
        let whole = seconds < 1e9 ? Int(seconds.rounded(.up)) : 1_000_000_000
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        if hours > 0 { return Localized(" · \(hours) h \(minutes) min left", " · 还需 \(hours) 小时 \(minutes) 分") }
        if minutes > 0 { return Localized(" · \(minutes) min \(rest) s left", " · 还需 \(minutes) 分 \(rest) 秒") }
        return Localized(" · \(rest) s left", " · 还需 \(rest) 秒")
    }

    static func searching(_ position: Position, _ pace: Localized) -> Localized {
        Localized(
            "Looking for the next stop: at position \(position.index)\(pace.english). Esc stops.",
            "正在寻找下一个停点：位置 \(position.index)\(pace.chinese)。Esc 停止。")
    }

    static func computing(_ position: Position, _ destination: Position, _ pace: Localized) -> Localized {
        let share = Int(100 * Double(position.index) / Double(max(1, destination.index)))
        return Localized(
            "Computing: \(share)%, position \(position.index) of \(destination.index)\(pace.english). Esc stops.",
            "计算中：\(share)%，位置 \(position.index)/\(destination.index)\(pace.chinese)。Esc 停止。")
    }
}
