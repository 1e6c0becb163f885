/// What is wrong with a program, and where.
public struct ProgramError: Error, Hashable, Sendable {
    /// Lines are numbered as the file numbers them.
    public enum Problem: Hashable, Sendable {
        /// A mistake within an expression.
        case expression(ExpressionError.Problem)

        // Lines
        case indentationNotSpaces
        case indentation(Int, expected: Int)
        case emptyBlock
        case functionBlock
        /// Loops inside each other.
        case tooDeep(limit: Int)

        // Signs
        case comparison(String)
        case augmented(String)
        case secondAssignment
        case semicolon
        case missingExpression

        // Names
        case reservedName(String)
        case tooLongName(limit: Int)
        case usedBeforeAssignment(String, line: Int)
        /// A name in the expression that gives it its value.
        case usedInOwnAssignment(String)
        case unknownName(String, nearest: String?)
        /// A name whose index has no value, with those that have.
        case unknownIndex(String, known: [String])
        case functionWithoutBrackets(String)
        /// `delta(h1)`, `epoch`.
        case quantityOfRun(String)
        case assignedTwice(String, line: Int)
        case assignedInEveryRound(String, variable: String)
        case assignsGiven(String, ProgramNames.Given)
        case assignsFunction(String)
        case assignsLoopVariable(String)
        /// `L` where another name is the loss.
        case assignsL(losses: [String])
        case callAssigned(String)

        // Functions
        case functionInLoop
        case functionNameTaken(String)
        case argumentNameTaken(String)
        case argumentTwice(String)
        case recursion(String)
        case calledBeforeDefinition(String, line: Int)
        /// A name of the program in a function that it was not handed to.
        case notInFunction(String)

        // Loops
        case notARange
        case rangeCall
        case boundNotWhole
        case descendingRange(Int, Int)
        case loopVariableTaken(String)
        case tooManyRounds(limit: Int)
        case tooManyNodes(limit: Int)
        /// More operators in one line, with functions put in, than a formula may have.
        case tooManyOperators(limit: Int)
    }

    public let problem: Problem
    /// The place in the program, in characters.
    public let range: Range<Int>
    /// The round of the loops in which it came up, `t = 1`; empty where it is wrong in every round.
    public let round: String

    init(_ problem: Problem, at range: Range<Int>, round: String = "") {
        self.problem = problem
        self.range = range
        self.round = round
    }

    /// What is wrong and what would be right, in words.
    public var message: Localized {
        let message = Phrase.programProblem(problem)
        if round.isEmpty { return message }
        return Localized("\(message.english) (with \(round))", "\(message.chinese)（\(round) 时）")
    }
}
