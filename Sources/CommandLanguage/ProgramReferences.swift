import Autograd
import NeuralNetwork

/// What the names in an expression stand for.
extension ProgramParser {
    /// A name without a value where it is used.
    struct OpenName {
        let name: String
        let range: Range<Int>
        let line: Int
        let round: String
        /// What the line assigns; nil in a function.
        let assigning: String?
        /// The arguments of the function in whose body it is used.
        let arguments: Set<String>
    }

    /// The expression with the numbers of the loops put in; names without a value are remembered.
    mutating func resolved(_ expression: Expression, assigning: String, onLine line: Int) -> Expression {
        let wholeNumbers = vocabulary.wholeNumbers
        let expression = wholeNumbers.isEmpty
            ? expression
            : expression.replacing { part in
                guard case .name(let name, _) = part, let number = wholeNumbers[name] else { return nil }
                return .number(Double(number))
            }
        for (name, range) in references(in: expression) where names.given[name] == nil && assignedLines[name] == nil {
            note(name, at: range, line: line, assigning: assigning)
        }
        return expression
    }

    /// In a function only its arguments and the model's parameters have a value.
    mutating func checkNames(of body: Expression, arguments: Set<String>, of function: String, onLine line: Int) {
        for (name, range) in references(in: body) where !arguments.contains(name) && names.given[name] != .parameter {
            if names.given[name] != nil {
                report(ProgramError(.notInFunction(name), at: range))
            } else {
                note(name, at: range, line: line, assigning: nil, arguments: arguments)
            }
        }
    }

    private mutating func note(
        _ name: String, at range: Range<Int>, line: Int, assigning: String?, arguments: Set<String> = []
    ) {
        if ProgramNames.runNames.contains(name) || name.count > 1 && ProgramNames.quantities.contains(name) {
            report(ProgramError(.quantityOfRun(name), at: range))
        } else if vocabulary.functions[name] != nil || functionLines[name] != nil {
            report(ProgramError(.functionWithoutBrackets(name), at: range))
        } else if openPlaces.insert(range).inserted {
            open.append(
                OpenName(
                    name: name, range: range, line: line, round: name.contains("[") ? round : "", assigning: assigning,
                    arguments: arguments))
        }
    }

    private mutating func references(in expression: Expression) -> [(name: String, range: Range<Int>)] {
        switch expression {
        case .number: return []
        case .name(let name, let source): return source.map { [(name, $0)] } ?? []
        case .unary(_, let a): return references(in: a)
        case .binary(_, let a, let b): return references(in: a) + references(in: b)
        case .call(let name, let arguments, let source):
            // dL/dw is read as a derivative of the run's.
            if vocabulary.functions[name] == nil, let source {
                report(ProgramError(.quantityOfRun(name), at: source))
                return []
            }
            return arguments.flatMap { references(in: $0) }
        }
    }

    /// Tells the names that had no value where they were used, now that all assignments are known.
    mutating func reportOpenNames() {
        let known = assignedLines.keys.sorted()
        for name in open where !isStopped {
            if let problem = problem(of: name, known: known) {
                report(ProgramError(problem, at: name.range, round: name.round))
            }
        }
    }

    private func problem(of open: OpenName, known: [String]) -> ProgramError.Problem? {
        let name = open.name
        let base = Self.base(of: name)
        if unread.contains(base) { return nil }
        guard open.assigning != nil else {
            if assignedLines[name] != nil { return .notInFunction(name) }
            let parameters = names.given.filter { $0.value == .parameter }.keys
            return .unknownName(name, nearest: nearestName(to: name, in: open.arguments.union(parameters)))
        }
        if let line = assignedLines[name] {
            return line == open.line ? .usedInOwnAssignment(name) : .usedBeforeAssignment(name, line: line)
        }
        if name == open.assigning { return .usedInOwnAssignment(name) }
        let all = known + names.given.keys.sorted()
        if name.contains("[") {
            let sameBase = all.filter { $0.contains("[") && Self.base(of: $0) == base }
            if !sameBase.isEmpty { return .unknownIndex(name, known: sameBase) }
        }
        return .unknownName(name, nearest: nearestName(to: name, in: all))
    }
}
