/// A place in a text file: a line and a column, both from 1.
///
/// Columns count Unicode scalars, as YAML does, not terminal cells and not bytes.
public struct SourceMark: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The first character of a file.
    static let start = SourceMark(line: 1, column: 1)

    public static func < (left: SourceMark, right: SourceMark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }

    public var description: String { "\(line):\(column)" }
}
