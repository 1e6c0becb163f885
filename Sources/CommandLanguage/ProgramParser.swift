import Autograd
import NeuralNetwork

/// Reads a program: functions and assignments, with the loops unrolled.
///
///     program    := { statement }
///     statement  := name = expression | def name(names) = expression | for name in bound..bound block
///     block      := the lines below that stand further in
///
/// A mistake leaves its line out and the reading goes on; what follows from it alone is not told.
public struct ProgramParser {
    /// What a text gave. It is a program only if nothing was wrong.
    public struct Outcome: Sendable {
        public let functions: [Program.Function]
        public let assignments: [Program.Assignment]
        /// In the order of their places.
        public let errors: [ProgramError]
        /// Names, without an index, that a line which could not be read may give a value to; nil where
        /// the reading stopped, so that it may be any name.
        let unread: Set<String>?

        /// Whether `name` is assigned, or may be in a line that could not be read.
        public func mayAssign(_ name: String) -> Bool {
            guard let unread else { return true }
            return unread.contains(ProgramParser.base(of: name)) || assignments.contains { $0.name == name }
        }
    }

    static let nameLimit = 64
    /// The most mistakes that are looked for.
    static let errorLimit = 100

    let names: ProgramNames
    let nodeLimit: Int
    var vocabulary: ExpressionVocabulary
    var functions: [Program.Function] = []
    var functionSizes: [String: ProgramSize.Function] = [:]
    /// Where functions are defined anywhere in the text.
    var functionLines: [String: Int] = [:]
    private(set) var assignments: [Program.Assignment] = []
    /// Where each value is assigned.
    var assignedLines: [String: Int] = [:]
    /// Names without a value where they are used, which may get one later.
    var open: [OpenName] = []
    var openPlaces: Set<Range<Int>> = []
    /// The loops around the present line.
    var loops: [(variable: String, value: Int)] = []
    var roundCount = 0
    private var nodeCount = 0
    private(set) var isStopped = false
    private var errors: [ProgramError] = []
    private var errorPlaces: Set<Range<Int>> = []
    var unread: Set<String> = []

    /// - Parameters:
    ///   - firstLine: the number of the text's first line in its file, for errors that name a line.
    ///   - nodeLimit: the most nodes that the program may record.
    public static func parse(
        _ text: String, names: ProgramNames, firstLine: Int = 1, nodeLimit: Int = 1_000_000
    ) -> Outcome {
        var parser = ProgramParser(names: names, nodeLimit: nodeLimit)
        let (statements, errors, skipped) = ProgramLines.statements(of: text, firstLine: firstLine)
        errors.forEach { parser.report($0) }
        parser.unread = skipped
        parser.noteNames(in: statements)
        parser.execute(statements)
        if !parser.isStopped { parser.reportOpenNames() }
        return Outcome(
            functions: parser.functions, assignments: parser.assignments,
            errors: parser.errors.sorted { $0.range.lowerBound < $1.range.lowerBound },
            unread: parser.isStopped ? nil : parser.unread)
    }

    private init(names: ProgramNames, nodeLimit: Int) {
        self.names = names
        self.nodeLimit = nodeLimit
        let functions = ExpressionVocabulary.standardFunctions.filter { ProgramNames.elementaryFunctions.contains($0.key) }
        vocabulary = ExpressionVocabulary(
            functions: functions, names: Set(names.given.keys), reservedWords: ProgramNames.statementWords)
    }

    /// `h` of `h[1,2]`.
    static func base(of name: String) -> String { String(name.prefix { $0 != "[" }) }

    // MARK: Errors

    /// Of what is wrong at one place, in whichever round, the first is told.
    mutating func report(_ error: ProgramError) {
        guard errorPlaces.insert(error.range).inserted else { return }
        errors.append(error)
        // Nobody reads more, and finding the nearest names to so many takes time.
        if errors.count >= Self.errorLimit { isStopped = true }
    }

    /// What reading an expression or a name gives; its mistakes in the words of a program.
    func reading<Result>(
        in function: String? = nil, _ read: () throws(ExpressionError) -> Result
    ) throws(ProgramError) -> Result {
        do throws(ExpressionError) {
            return try read()
        } catch {
            throw translated(error, in: function)
        }
    }

    private func translated(_ error: ExpressionError, in function: String?) -> ProgramError {
        switch error.problem {
        case .unknownFunction(let name, _):
            let problem: ProgramError.Problem? =
                if name == function {
                    .recursion(name)
                } else if let line = functionLines[name] {
                    .calledBeforeDefinition(name, line: line)
                } else if ProgramNames.quantities.contains(ExpressionVocabulary.canonicalFunction(name)) {
                    .quantityOfRun(name)
                } else {
                    nil
                }
            return ProgramError(problem ?? .expression(error.problem), at: error.range)
        case .assignment: return ProgramError(.secondAssignment, at: error.range)
        case .empty: return ProgramError(.missingExpression, at: error.range)
        case .badIndex: return ProgramError(.expression(.badIndex), at: error.range, round: round)
        default: return ProgramError(.expression(error.problem), at: error.range)
        }
    }

    /// The round of the loops around the present line: `t = 2`; empty outside of loops.
    var round: String { loops.map { "\($0.variable) = \($0.value)" }.joined(separator: ", ") }

    // MARK: Statements

    mutating func execute(_ statements: [ProgramStatement]) {
        for statement in statements where !isStopped {
            do throws(ProgramError) {
                if statement.line.begins(with: "for") {
                    try repeatBlock(of: statement)
                } else if statement.line.begins(with: "def") {
                    try define(statement.line)
                } else {
                    try assign(statement.line)
                }
            } catch {
                report(error)
                leaveOut(statement)
            }
        }
    }

    /// Keeps what depends on a statement that cannot be read from being a mistake as well.
    private mutating func leaveOut(_ statement: ProgramStatement) {
        if let name = statement.line.assignedName {
            if !statement.line.begins(with: "def") {
                unread.insert(name)
            } else if vocabulary.functions[name] == nil {
                vocabulary.functions[name] = 0...Int.max
            }
        }
        statement.block.forEach { leaveOut($0) }
    }

    /// Signs that have their meaning elsewhere, wherever in the line they stand.
    func checkSigns(of line: ProgramLine) throws(ProgramError) {
        for token in line.tokens {
            switch token.kind {
            case .sign(.less), .sign(.lessOrEqual), .sign(.greater), .sign(.greaterOrEqual), .sign(.equal),
                .sign(.notEqual), .sign(.approximately), .name("and"), .name("or"), .name("not"):
                throw ProgramError(.comparison(token.text), at: token.range)
            case .sign(.addAssign), .sign(.subtractAssign), .sign(.multiplyAssign), .sign(.divideAssign):
                throw ProgramError(.augmented(token.text), at: token.range)
            case .sign(.semicolon): throw ProgramError(.semicolon, at: token.range)
            case .sign(.partial): throw ProgramError(.quantityOfRun(token.text), at: token.range)
            default: break
            }
        }
    }

    /// name = expression
    private mutating func assign(_ line: ProgramLine) throws(ProgramError) {
        try checkSigns(of: line)
        var parser = ExpressionParser(tokens: line.tokens, vocabulary: vocabulary)
        let (name, range) = try reading { () throws(ExpressionError) in try parser.name() }
        if parser.current.kind == .sign(.openRound) { throw ProgramError(.callAssigned(name), at: range) }
        try reading { () throws(ExpressionError) in try parser.expect(.assign) }
        try checkAssigned(name, at: range, line: line)
        let read = try reading { () throws(ExpressionError) in
            let read = try parser.expression()
            if parser.current.kind != .end { throw parser.errorAfterExpression() }
            return read
        }
        let expression = resolved(read, assigning: name, onLine: line.number)
        let size = ProgramSize(of: expression, functions: functionSizes)
        guard size.operators <= ExpressionParser.operatorLimit else {
            throw ProgramError(.tooManyOperators(limit: ExpressionParser.operatorLimit), at: line.range)
        }
        // A value that is only given a new name takes a node, too.
        nodeCount += max(1, size.nodes)
        guard nodeCount <= nodeLimit else {
            isStopped = true
            throw ProgramError(.tooManyNodes(limit: nodeLimit), at: line.range)
        }
        assignedLines[name] = line.number
        assignments.append(
            Program.Assignment(name: name, expression: expression, section: loops.isEmpty ? name : round))
    }

    private func checkAssigned(_ name: String, at range: Range<Int>, line: ProgramLine) throws(ProgramError) {
        try checkNew(name, at: range)
        if name == "L", !names.losses.isEmpty, names.losses != ["L"] {
            throw ProgramError(.assignsL(losses: names.losses), at: range)
        }
        if let given = names.given[name] { throw ProgramError(.assignsGiven(name, given), at: range) }
        if functionSizes[name] != nil || functionLines[name] != nil {
            throw ProgramError(.assignsFunction(name), at: range)
        }
        if loops.contains(where: { $0.variable == name }) {
            throw ProgramError(.assignsLoopVariable(name), at: range)
        }
        guard let first = assignedLines[name] else { return }
        if first == line.number, let loop = loops.last {
            throw ProgramError(.assignedInEveryRound(Self.base(of: name), variable: loop.variable), at: range)
        }
        throw ProgramError(.assignedTwice(name, line: first), at: range)
    }

    /// Whether a name may be given to anything at all.
    func checkNew(_ name: String, at range: Range<Int>) throws(ProgramError) {
        if ProgramNames.reserved.contains(Self.base(of: name)) { throw ProgramError(.reservedName(name), at: range) }
        if name.count > Self.nameLimit { throw ProgramError(.tooLongName(limit: Self.nameLimit), at: range) }
    }
}
