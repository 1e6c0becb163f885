import Screen

/// The lines of a recording in the asciicast format, version 2 or 3.
///
/// | | 2 | 3 |
/// |---|---|---|
/// | header | `{"version":2,"width":W,"height":H,…}` | `{"version":3,"term":{"cols":W,"rows":H},…}` |
/// | an event | `[seconds since the start, code, data]` | `[seconds since the event before, code, data]` |
///
/// The codes are `o` output, `m` marker, `r` resize; version 3 also has `x`, the exit status. There is no time of day in
/// it, nor anything of the machine: a recording holds what was on the screen. Source: docs.asciinema.org, asciicast v2
/// and v3.
struct Cast {
    enum Version: Int { case two = 2, three = 3 }

    let version: Version
    /// When the event before happened, in milliseconds: what rounding takes from one interval, the next one gets.
    private var last = 0

    init(version: Version) { self.version = version }

    func header(title: SafeText, size: Size) -> String {
        let columns = JSON.integer(size.columns)
        let rows = JSON.integer(size.rows)
        let extent: [(key: String, value: JSON)] = version == .two
            ? [("width", columns), ("height", rows)] : [("term", .object([("cols", columns), ("rows", rows)]))]
        return JSON.object([("version", .integer(version.rawValue))] + extent + [("title", .string(title.string))]).text
    }

    mutating func output(_ text: String, at seconds: Double) -> String { event("o", text, at: seconds) }

    mutating func marker(_ label: SafeText, at seconds: Double) -> String { event("m", label.string, at: seconds) }

    mutating func resize(_ size: Size, at seconds: Double) -> String { event("r", "\(size.columns)x\(size.rows)", at: seconds) }

    /// The end, with the program's status; version 2 has no such event.
    mutating func exit(_ status: Int32, at seconds: Double) -> String? {
        version == .two ? nil : event("x", "\(status)", at: seconds)
    }

    private mutating func event(_ code: String, _ data: String, at seconds: Double) -> String {
        let now = max(last, Int((seconds * 1000).rounded()))
        let time = version == .two ? now : now - last
        last = now
        return JSON.array([.number(Double(time) / 1000), .string(code), .string(data)]).text
    }
}
