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

    /// for variable in first..last, and the block below
    mutating func repeatBlock(of statement: ProgramStatement) throws(ProgramError) {
        let line = statement.line
        var parser = ExpressionParser(tokens: line.tokens, vocabulary: vocabulary)
        parser.advance()
        let (variable, place) = try reading { () throws(ExpressionError) in try parser.name() }
        try checkNew(variable, at: place)
        let isTaken = names.given[variable] != nil || assignedLines[variable] != nil || functionLines[variable] != nil
        if isTaken || variable == "L" || loops.contains(where: { $0.variable == variable }) {
            throw ProgramError(.loopVariableTaken(variable), at: place)
        }
        if variable.contains("[") || !parser.accept(word: "in") {
            throw ProgramError(.notARange, at: parser.current.kind == .end ? line.range : parser.current.range)
        }
        if parser.current.kind == .name("range") {
            throw ProgramError(.rangeCall, at: parser.current.range.lowerBound..<line.range.upperBound)
        }
        let start = parser.current.range.lowerBound
        let first = try bound(&parser)
        guard parser.accept(.range) else {
            throw ProgramError(.notARange, at: parser.current.kind == .end ? start..<line.range.upperBound : parser.current.range)
        }
        let last = try bound(&parser)
        let range = start..<parser.previousEnd
        // A colon ends the line in other languages, and does no harm here.
        _ = parser.accept(.colon)
        if parser.current.kind != .end {
            let error = parser.errorAfterExpression()
            throw ProgramError(.notARange, at: error.range)
        }
        guard first <= last else { throw ProgramError(.descendingRange(first, last), at: range, round: round) }
        guard last - first < nodeLimit - roundCount else {
            throw ProgramError(.tooManyRounds(last - first + 1, limit: nodeLimit), at: range, round: round)
        }
        roundCount += last - first + 1
        for value in first...last {
            loops.append((variable, value))
            vocabulary.wholeNumbers[variable] = value
            execute(statement.block)
            loops.removeLast()
        }
        vocabulary.wholeNumbers[variable] = nil
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
        guard let whole = Int(exactly: max(-limit, min(limit, value))) else {
            throw ProgramError(.boundNotWhole, at: start..<parser.previousEnd, round: round)
        }
        return whole
    }
}
