import Autograd
import NeuralNetwork
import TestNetworks
import Testing

/// Programs on a tape: what is on it, and that the parts of the backward pass come in an order that works.
struct ProgramLayoutTests {
    private static let (a, b, x): (Expression, Expression, Expression) = (.name("a"), .name("b"), .name("x"))

    private static func program(
        inputs: [String] = [], parameters: [String: Double], functions: [Program.Function] = [],
        _ lines: [(String, Expression, section: String)], objectives: [(String, [String])]
    ) -> Program {
        let names = parameters.keys.sorted()
        return Program(
            inputs: inputs, targets: [],
            parameters: names.map { Parameter(name: $0, role: .weight, initialValue: parameters[$0] ?? 0) },
            functions: functions,
            assignments: lines.map { Program.Assignment(name: $0.0, expression: $0.1, section: $0.section) },
            objectives: objectives.map { name, own in
                Program.Objective(name: name, parameters: own.compactMap { names.firstIndex(of: $0) })
            })
    }

    private static func layout(_ program: Program, objective: Int = 0) -> Computation {
        Computation(of: program, objective: program.objectives[objective])
    }

    private static func operations(_ computation: Computation) -> [Autograd.Operation] {
        (0..<computation.tape.count).map { computation.tape.operation(of: NodeID($0)) }.filter { $0 != .leaf }
    }

    @Test func anArgumentIsRecordedOnceHoweverOftenTheBodyUsesIt() {
        let square = Program.Function(name: "square", parameters: ["s"], body: .name("s") * .name("s"))
        let computation = Self.layout(
            Self.program(
                parameters: ["a": 3, "b": 4], functions: [square],
                [("L", .call("square", Self.a + Self.b), "L")], objectives: [("L", ["a", "b"])]))
        #expect(Self.operations(computation) == [.add, .multiply])
        #expect(computation.tape[computation.loss] == 49)
        #expect(computation.nodes[.loss] == computation.loss)
    }

    @Test func whatDoesNotLeadToTheLossIsNotOnTheTape() {
        let first = Program.Function(name: "first", parameters: ["p", "q"], body: .name("p"))
        let computation = Self.layout(
            Self.program(
                inputs: ["x"], parameters: ["a": 2, "b": 5], functions: [first],
                [
                    ("dead", Self.a * Self.b, "dead"),
                    ("L", .call("first", Self.a * Self.x, Self.b * Self.b), "L"),
                ], objectives: [("L", ["a", "b"])]))
        #expect(Self.operations(computation) == [.multiply])
        #expect(computation.sections.map(\.name) == ["L"])
        #expect(computation.nodes[.named("dead")] == nil)
        // Every parameter has its leaf; only a used one has a gradient.
        #expect(computation.parameterNames == ["a", "b"] && computation.tape.count == 4)
        #expect(computation.sections[0].units[0].parameters == [0])
    }

    @Test func equalNumbersAreOneLeafAndANewNameForAValueIsANode() {
        let computation = Self.layout(
            Self.program(
                parameters: ["a": 2],
                [
                    ("h0", .number(0), "h0"), ("c", Self.a, "c"),
                    ("L", (.name("c") * .number(0.5) + .name("h0")) * .number(0.5), "L"),
                ], objectives: [("L", ["a"])]))
        #expect(Self.operations(computation) == [.identity, .identity, .multiply, .add, .multiply])
        // a, 0 and 0.5.
        #expect(computation.tape.count == 5 + 3)
        // No parameter reaches h0: backward has nothing to do there.
        let quantities = computation.sections.map { $0.units.flatMap { $0.backward.map(\.symbol.name) } }
        #expect(quantities == [[], ["adjoint(c)", "grad(a)"], ["adjoint(L)"]])
    }

    @Test func aLossOfAnotherNameKeepsIt() {
        let computation = Self.layout(
            Self.program(parameters: ["a": 2], [("cost", Self.a * Self.a, "cost")], objectives: [("cost", ["a"])]))
        #expect(computation.nodes[.named("cost")] == computation.loss && computation.nodes[.loss] == nil)
    }

    @Test func aParameterIsToldWithItsFirstUseAndAnotherLossesIsAConstant() {
        let program = Self.program(
            inputs: ["x"], parameters: ["a": 2, "b": 5],
            [
                ("g", Self.a * Self.x, "g"), ("d", Self.b * .name("g"), "d"), ("LD", .name("d") * Self.b, "LD"),
                ("LG", -.name("d"), "LG"),
            ], objectives: [("LD", ["b"]), ("LG", ["a"])])
        func backward(_ objective: Int) -> [[String]] {
            Self.layout(program, objective: objective).sections.reversed().map {
                $0.backwardUnits.flatMap { $0.backward.map(\.symbol.name) }
            }
        }
        #expect(backward(0) == [["adjoint(LD)"], ["adjoint(d)", "grad(b)"], []])
        #expect(backward(1) == [["adjoint(LG)"], ["adjoint(d)"], ["adjoint(g)", "grad(a)"]])
    }

    /// Straight-line programs at random: functions, shared values, rounds of a loop.
    private static func random(using generator: inout SeededGenerator) -> Program {
        var values = ["x", "a", "b", "c"]
        func expression(_ names: [String], depth: Int, using generator: inout SeededGenerator) -> Expression {
            let kind = depth == 0 ? Int.random(in: 0...1, using: &generator) : Int.random(in: 1...7, using: &generator)
            func inner() -> Expression { expression(names, depth: depth - 1, using: &generator) }
            switch kind {
            case 0: return .number(Double(Int.random(in: 1...3, using: &generator)))
            case 1, 2: return .name(names.randomElement(using: &generator) ?? "x")
            case 3: return .call("tanh", inner())
            case 4: return inner() + inner()
            case 5: return -inner()
            case 6 where names.contains("a"): return .call("mix", inner(), inner())
            default: return inner() * inner()
            }
        }
        let mix = Program.Function(
            name: "mix", parameters: ["p", "q"], body: .call("tanh", .name("p") * .name("b")) + .name("p") * .name("q"))
        var lines: [(String, Expression, section: String)] = []
        for index in 0..<8 {
            lines.append(("v\(index)", expression(values, depth: 3, using: &generator), "t = \(index / 3)"))
            values.append("v\(index)")
        }
        let sum = values.dropFirst(4).map { Expression.name($0) }.reduce(.name("a"), +)
        lines.append(("L", sum, "L"))
        return program(
            inputs: ["x"], parameters: ["a": 0.5, "b": -0.25, "c": 0.75], functions: [mix], lines,
            objectives: [("L", ["a", "b", "c"])])
    }

    @Test func everyAdjointIsComputedOnceAndAfterThoseItReads() {
        var generator = SeededGenerator(seed: 23)
        for _ in 0..<200 {
            var program = Self.random(using: &generator)
            // Some with a parameter of another loss.
            if Bool.random(using: &generator) {
                program = Program(
                    inputs: program.inputs, targets: [], parameters: program.parameters, functions: program.functions,
                    assignments: program.assignments, objectives: [Program.Objective(name: "L", parameters: [0, 2])])
            }
            let computation = Self.layout(program)
            let tape = computation.tape
            let forward = computation.sections.flatMap { $0.units.flatMap { $0.forward.flatMap(\.nodes) } }
            let computed = (0..<tape.count).map { NodeID($0) }.filter { tape.operation(of: $0) != .leaf }
            #expect(forward == computed)

            let quantities = computation.sections.reversed().flatMap { $0.backwardUnits.flatMap(\.backward) }
            var done: Set<NodeID> = []
            var adjoints = Adjoints(startingAt: computation.loss, count: tape.count)
            for quantity in quantities {
                for node in quantity.nodes {
                    for slot in tape.uses(of: node) {
                        #expect(done.contains(tape.consumer(of: slot)), "\(quantity.symbol.name) reads too early")
                    }
                    #expect(done.insert(node).inserted, "\(quantity.symbol.name) computes a node again")
                    adjoints.compute(node, on: tape)
                }
            }
            let whole = Adjoints(of: computation.loss, on: tape)
            for place in program.objectives[0].parameters {
                let node = computation.parameters[place]
                #expect(adjoints[node] == whole[node])
                // A parameter without a quantity is one that the loss does not depend on.
                #expect(done.contains(node) == !tape.uses(of: node).isEmpty)
            }
            let updated = computation.sections.flatMap { $0.units.flatMap(\.parameters) }
            #expect(updated.allSatisfy { done.contains(computation.parameters[$0]) })
        }
    }
}
