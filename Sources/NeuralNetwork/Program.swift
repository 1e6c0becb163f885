import Autograd

/// A scalar computation written as assignments, with loops unrolled: `h1 = tanh(w·x1 + u·h0 + b)`.
///
/// Every name is an input, a target, a parameter or the result of an earlier assignment, and stands for one
/// thing only; whoever makes a program sees to it.
public struct Program: Sendable, Equatable {
    /// name ← expression
    public struct Assignment: Sendable, Equatable {
        public let name: String
        public let expression: Expression
        /// What the learner steps over as one at the zoom `layer`: the round of a loop (`t = 2`), or the
        /// name itself.
        public let section: String

        public init(name: String, expression: Expression, section: String) {
            self.name = name
            self.expression = expression
            self.section = section
        }
    }

    /// A function of several values, which an expression calls by its name.
    public struct Function: Sendable, Equatable {
        public let name: String
        public let parameters: [String]
        public let body: Expression

        public init(name: String, parameters: [String], body: Expression) {
            self.name = name
            self.parameters = parameters
            self.body = body
        }
    }

    /// A result to make small, and what is updated to that end.
    public struct Objective: Sendable, Equatable {
        /// The assignment whose value it is.
        public let name: String
        /// Places in `Program.parameters`.
        public let parameters: [Int]

        public init(name: String, parameters: [Int]) {
            self.name = name
            self.parameters = parameters
        }
    }

    public let inputs: [String]
    public let targets: [String]
    public let parameters: [Parameter]
    /// In the order of their definitions; a function calls only those before it.
    public let functions: [Function]
    public let assignments: [Assignment]
    /// In the order in which a batch serves them.
    public let objectives: [Objective]

    public init(
        inputs: [String], targets: [String], parameters: [Parameter], functions: [Function],
        assignments: [Assignment], objectives: [Objective]
    ) {
        self.inputs = inputs
        self.targets = targets
        self.parameters = parameters
        self.functions = functions
        self.assignments = assignments
        self.objectives = objectives
    }
}
