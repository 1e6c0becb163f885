import Autograd

/// An expression whose value is shown anew after every move.
public struct Display: Sendable, Equatable {
    /// What commands call it by.
    public let number: Int
    public let expression: Expression
}

/// The displays of a session, by number.
public struct Displays: Sendable {
    public private(set) var all: [Display] = []
    private var last = 0

    public init() {}

    /// Adds a display, or finds the one there is of the same expression.
    public mutating func add(_ expression: Expression) -> Display {
        if let known = all.first(where: { $0.expression == expression }) { return known }
        last += 1
        let new = Display(number: last, expression: expression)
        all.append(new)
        return new
    }

    /// Removes a display, or all, after which numbers begin anew; false when there is none of that number.
    public mutating func delete(_ number: Int?) -> Bool {
        guard let number else {
            self = Displays()
            return true
        }
        guard let index = all.firstIndex(where: { $0.number == number }) else { return false }
        all.remove(at: index)
        return true
    }
}
