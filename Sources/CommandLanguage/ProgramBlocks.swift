import Autograd
import NeuralNetwork

/// Functions and loops.
extension ProgramParser {
    /// Looks ahead: which names the text will give to functions and values.
    mutating func noteNames(in statements: [ProgramStatement]) {
        for statement in statements {
            if let name = statement.line.assignedName {
                if !statement.line.begins(with: "def") {
                    vocabulary.names.insert(name)
                } else if functionLines[name] == nil {
                    functionLines[name] = statement.line.number
                }
            }
            noteNames(in: statement.block)
        }
    }

    /// def name(arguments) = expression
    mutating func define(_ line: ProgramLine) throws(ProgramError) {
        guard loops.isEmpty else { throw ProgramError(.functionInLoop, at: line.tokens[0].range) }
        let function = try readFunction(line)
        let arguments = Set(function.parameters)
        checkNames(of: function.body, arguments: arguments, of: function.name, onLine: line.number)
        let size = ProgramSize(of: function.body, functions: functionSizes, arguments: arguments)
        guard size.operators <= ExpressionParser.operatorLimit else {
            throw ProgramError(.tooManyOperators(limit: ExpressionParser.operatorLimit), at: line.range)
        }
        functionSizes[function.name] = ProgramSize.Function(parameters: function.parameters, body: size)
        vocabulary.functions[function.name] = arguments.count...arguments.count
        functions.append(function)
    }

    private func readFunction(_ line: ProgramLine) throws(ProgramError) -> Program.Function {
        try checkSigns(of: line)
        var parser = ExpressionParser(tokens: line.tokens, vocabulary: vocabulary)
        parser.advance()
        let (name, range) = try reading { () throws(ExpressionError) in try parser.name() }
        try checkNew(name, at: range)
        if names.given[name] != nil || assignedLines[name] != nil || functionSizes[name] != nil || name == "L" {
            throw ProgramError(.functionNameTaken(name), at: range)
        }
        let arguments = try readArguments(&parser, of: name)
        let body = try reading(in: name) { () throws(ExpressionError) in
            try parser.expect(.assign)
            let body = try parser.expression()
            if parser.current.kind != .end { throw parser.errorAfterExpression() }
            return body
        }
        return Program.Function(name: name, parameters: arguments, body: body)
    }

    /// The names between the brackets behind a function's name.
    private func readArguments(_ parser: inout ExpressionParser, of function: String) throws(ProgramError) -> [String] {
        var arguments: [String] = []
        try reading { () throws(ExpressionError) in try parser.expect(.openRound) }
        if parser.accept(.closeRound) { return [] }
        repeat {
            let (name, range) = try reading { () throws(ExpressionError) in try parser.name() }
            try checkNew(name, at: range)
            if arguments.contains(name) { throw ProgramError(.argumentTwice(name), at: range) }
            if names.given[name] != nil || functionLines[name] != nil || name == "L" {
                throw ProgramError(.argumentNameTaken(name), at: range)
            }
            arguments.append(name)
        } while parser.accept(.comma)
        try reading { () throws(ExpressionError) in try parser.expect(.closeRound) }
        return arguments
    }

    /// What the first line of a loop says.
    private struct Loop {
        let variable: String
        let rounds: ClosedRange<Int>
        /// Where the range stands.
        let place: Range<Int>
    }

    /// for variable in first..last, and the block below
    mutating func repeatBlock(of statement: ProgramStatement) throws(ProgramError) {
        let loop = try readLoop(statement.line)
        if loops.isEmpty {
            roundCount += rounds(of: statement, upTo: nodeLimit - roundCount)
            if roundCount > nodeLimit { throw ProgramError(.tooManyRounds(limit: nodeLimit), at: loop.place) }
        }
        for value in loop.rounds {
            loops.append((loop.variable, value))
            vocabulary.wholeNumbers[loop.variable] = value
            execute(statement.block)
            loops.removeLast()
        }
        vocabulary.wholeNumbers[loop.variable] = nil
    }

    /// How many rounds a loop takes with those inside it, counted before any of them is read; no more than
    /// one beyond `limit`. A round takes a node at least.
    private mutating func rounds(of statement: ProgramStatement, upTo limit: Int) -> Int {
        guard let loop = try? readLoop(statement.line) else { return 0 }
        var count = min(loop.rounds.upperBound - loop.rounds.lowerBound, limit) + 1
        let inner = statement.block.filter { $0.line.begins(with: "for") }
        guard !inner.isEmpty, count <= limit else { return count }
        for value in loop.rounds where count <= limit {
            vocabulary.wholeNumbers[loop.variable] = value
            for statement in inner where count <= limit { count += rounds(of: statement, upTo: limit - count) }
        }
        vocabulary.wholeNumbers[loop.variable] = nil
        return count
    }

    private func readLoop(_ line: ProgramLine) throws(ProgramError) -> Loop {
        var parser = ExpressionParser(tokens: line.tokens, vocabulary: vocabulary)
        func notARange(from start: Int? = nil) -> ProgramError {
            let found = parser.current
            return ProgramError(.notARange, at: found.kind == .end ? (start ?? line.range.lowerBound)..<line.range.upperBound : found.range)
        }
        parser.advance()
        let (variable, place) = try reading { () throws(ExpressionError) in try parser.name() }
        try checkNew(variable, at: place)
        let isTaken = names.given[variable] != nil || assignedLines[variable] != nil || functionLines[variable] != nil
        if isTaken || variable == "L" || loops.contains(where: { $0.variable == variable }) {
            throw ProgramError(.loopVariableTaken(variable), at: place)
        }
        guard !variable.contains("["), parser.accept(word: "in") else { throw notARange() }
        let start = parser.current.range.lowerBound
        if parser.current.kind == .name("range") {
            throw ProgramError(.rangeCall, at: start..<line.range.upperBound)
        }
        let first = try bound(&parser)
        guard parser.accept(.range) else { throw notARange(from: start) }
        let last = try bound(&parser)
        let range = start..<parser.previousEnd
        // A colon ends the line in other languages, and does no harm here.
        _ = parser.accept(.colon)
        guard parser.current.kind == .end else { throw notARange() }
        guard first <= last else { throw ProgramError(.descendingRange(first, last), at: range, round: round) }
        return Loop(variable: variable, rounds: first...last, place: range)
    }

    /// A whole number that the loops around make known.
    private func bound(_ parser: inout ExpressionParser) throws(ProgramError) -> Int {
        let start = parser.current.range.lowerBound
        let expression = try reading { () throws(ExpressionError) in try parser.expression() }
        let value = expression.value { name, arguments, _ in
            arguments.isEmpty ? vocabulary.wholeNumbers[name].map(Double.init) ?? .nan : .nan
        }
        // Beyond 2⁵³ not every whole number is a Double, and no loop is that long.
        let limit = Double(1 << 53)
        guard !value.isNaN, let whole = Int(exactly: max(-limit, min(limit, value))) else {
            throw ProgramError(.boundNotWhole, at: start..<parser.previousEnd, round: round)
        }
        return whole
    }
}
