/// A scalar formula as a tree: what programs, commands, lessons and formula cards have in common.
///
/// A name's or call's `source` is its place in the text that was parsed (in characters), so that an
/// error can point at it; a formula made by the program has none. Two expressions are equal when they
/// say the same, wherever they stood; a number's sign belongs to the number, so −0.5 equals 0.5 negated.
public indirect enum Expression: Sendable {
    case number(Double)
    /// A value by its name: `w11`, `L`, `epoch`.
    case name(String, source: Range<Int>?)
    /// A function of values, `exp(x)`, or a quantity of a run, `delta(h1)`.
    case call(String, [Expression], source: Range<Int>?)
    case unary(Unary, Expression)
    case binary(Binary, Expression, Expression)

    public enum Unary: String, Sendable, CaseIterable {
        case negate = "-"
        case not
    }

    public enum Binary: String, Sendable, CaseIterable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case power = "^"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        /// Equal to the last bit.
        case equal = "=="
        case notEqual = "!="
        /// Equal within a tolerance.
        case approximately = "~="
        case and
        case or

        /// How tightly the operator binds; larger is tighter.
        public var precedence: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .approximately: 4
            case .add, .subtract: 5
            case .multiply, .divide: 6
            case .power: 8
            }
        }

        /// Whether the operator asks something, and so gives 1 or 0.
        public var isComparison: Bool { precedence == 4 }
    }

    public static func name(_ name: String) -> Expression { .name(name, source: nil) }
    public static func call(_ name: String, _ arguments: Expression...) -> Expression {
        .call(name, arguments, source: nil)
    }

    public static func + (a: Expression, b: Expression) -> Expression { .binary(.add, a, b) }
    public static func - (a: Expression, b: Expression) -> Expression { .binary(.subtract, a, b) }
    public static func * (a: Expression, b: Expression) -> Expression { .binary(.multiply, a, b) }
    public static func / (a: Expression, b: Expression) -> Expression { .binary(.divide, a, b) }
    public static prefix func - (a: Expression) -> Expression { .unary(.negate, a) }

    /// How many levels the tree has: 1 for a number or a name.
    public var depth: Int {
        switch self {
        case .number, .name: 1
        case .call(_, let arguments, _): 1 + (arguments.map(\.depth).max() ?? 0)
        case .unary(_, let a): 1 + a.depth
        case .binary(_, let a, let b): 1 + max(a.depth, b.depth)
        }
    }

    /// Whether the tree has more than `levels` levels, without walking further down than that.
    public func isDeeper(than levels: Int) -> Bool {
        guard levels > 0 else { return true }
        switch self {
        case .number, .name: return false
        case .call(_, let arguments, _): return arguments.contains { $0.isDeeper(than: levels - 1) }
        case .unary(_, let a): return a.isDeeper(than: levels - 1)
        case .binary(_, let a, let b): return a.isDeeper(than: levels - 1) || b.isDeeper(than: levels - 1)
        }
    }

    /// Whether `part` is this expression or stands in it.
    public func contains(_ part: Expression) -> Bool {
        var isFound = false
        _ = replacing {
            if $0 == part { isFound = true }
            return isFound ? $0 : nil
        }
        return isFound
    }

    /// This expression with every name and call of a quantity that `replacement` knows replaced.
    public func replacing(_ replacement: (Expression) -> Expression?) -> Expression {
        if let replaced = replacement(self) { return replaced }
        switch self {
        case .number, .name: return self
        case .call(let name, let arguments, let source):
            return .call(name, arguments.map { $0.replacing(replacement) }, source: source)
        case .unary(let operation, let a):
            return .unary(operation, a.replacing(replacement))
        case .binary(let operation, let a, let b):
            return .binary(operation, a.replacing(replacement), b.replacing(replacement))
        }
    }
}

extension Expression: Hashable {
    /// The number that the expression is, with any signs in front of it; nil for anything else.
    private var signedNumber: Double? {
        switch self {
        case .number(let value): value
        case .unary(.negate, let operand): operand.signedNumber.map { -$0 }
        default: nil
        }
    }

    public static func == (left: Expression, right: Expression) -> Bool {
        if let a = left.signedNumber { return right.signedNumber.map { $0 == a } ?? false }
        return switch (left, right) {
        case (.name(let a, _), .name(let b, _)): a == b
        case (.call(let a, let x, _), .call(let b, let y, _)): a == b && x == y
        case (.unary(let a, let x), .unary(let b, let y)): a == b && x == y
        case (.binary(let a, let x, let u), .binary(let b, let y, let v)): a == b && x == y && u == v
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        if let value = signedNumber {
            hasher.combine(value)
            return
        }
        switch self {
        case .number(let value): hasher.combine(value)
        case .name(let name, _): hasher.combine(name)
        case .call(let name, let arguments, _):
            hasher.combine(name)
            hasher.combine(arguments)
        case .unary(let operation, let a):
            hasher.combine(operation)
            hasher.combine(a)
        case .binary(let operation, let a, let b):
            hasher.combine(operation)
            hasher.combine(a)
            hasher.combine(b)
        }
    }
}
