/// A file's bytes, found by line and column.
///
/// Lines end with LF, CR LF or CR. Bytes that are not UTF-8 show as U+FFFD, so that even a mistake in
/// the encoding has an excerpt.
struct SourceText {
    private let bytes: [UInt8]
    /// Where each line begins.
    private let lineStarts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        var previous: UInt8 = 0
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") {
                // The LF of CR LF belongs to the line end that CR began.
                if previous == UInt8(ascii: "\r") { starts.removeLast() }
                starts.append(index + 1)
            } else if byte == UInt8(ascii: "\r") {
                starts.append(index + 1)
            }
            previous = byte
        }
        lineStarts = starts
    }

    var lineCount: Int { lineStarts.count }

    /// The text of a line, from 1, without its line end; empty beyond the last line.
    func line(_ number: Int) -> String {
        guard number >= 1, number <= lineStarts.count else { return "" }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// `mark`, or the nearest place that the file has: a mistake at the very end is shown on the last
    /// line that holds something.
    func clamped(_ mark: SourceMark) -> SourceMark {
        guard mark.line >= 1 else { return .start }
        var line = min(mark.line, lineCount)
        if mark.line >= lineCount {
            while line > 1, self.line(line).allSatisfy(\.isWhitespace) { line -= 1 }
        }
        let end = self.line(line).unicodeScalars.count + 1
        return SourceMark(line: line, column: line == mark.line ? min(max(mark.column, 1), end) : end)
    }

    /// At most `limit` characters of a line around a column, with the column's place in them.
    ///
    /// A line of a matrix may hold thousands of characters; an error message should not.
    func excerpt(at mark: SourceMark, limit: Int = 100) -> (text: String, column: Int) {
        let scalars = Array(line(mark.line).unicodeScalars)
        let place = min(max(mark.column - 1, 0), scalars.count)
        guard scalars.count > limit else {
            return (String(String.UnicodeScalarView(scalars)), place + 1)
        }
        let start = max(0, min(place - limit / 2, scalars.count - limit))
        let end = start + limit
        var text = String(String.UnicodeScalarView(scalars[start..<end]))
        if start > 0 { text = "…" + text }
        if end < scalars.count { text += "…" }
        return (text, place - start + (start > 0 ? 2 : 1))
    }
}
