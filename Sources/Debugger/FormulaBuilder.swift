import Autograd
import NeuralNetwork

extension Explainer {
    /// Builds one formula, and remembers the number behind each symbol that it uses.
    ///
    /// In the formula of a quantity, the nodes of the quantity and all that have no name are written out by
    /// their own rules. In that of an operation every operand is one number: it is referred to by its name,
    /// or, where it has none, by its formula.
    struct Builder {
        let explainer: Explainer
        /// The nodes that the quantity computes, going forward or backward; none for an operation's formula.
        private let inner: Set<NodeID>
        private let pass: Pass
        private(set) var bindings: [Expression: Double] = [:]
        /// The slots whose f′ the formula names.
        private(set) var slopes: [Int] = []
        /// The nodes without a name of their own whose adjoints the formula names, by what stands for them.
        private var namesakes: [Expression: [NodeID]] = [:]

        let tape: Tape
        private let symbols: [NodeID: Symbol]

        init(explainer: Explainer, inner: Set<NodeID> = [], pass: Pass = .forward) {
            self.explainer = explainer
            self.inner = inner
            self.pass = pass
            let scope = explainer.scope(of: pass)
            tape = scope.tape
            symbols = scope.symbols
        }

        private var adjoints: Adjoints { explainer.block.adjoints }
        private var computation: Computation { explainer.block.computation }

        /// Whether the formula is a quantity's.
        private var isQuantity: Bool { !inner.isEmpty }

        /// Whether a node's value (going forward) or adjoint (going backward) is written out.
        private func isWrittenOut(_ node: NodeID, in direction: Pass) -> Bool {
            // An update only goes forward.
            if (pass == .update ? .forward : pass) == direction && inner.contains(node) { return true }
            return isQuantity && symbols[node] == nil && tape.operation(of: node) != .leaf
        }

        mutating func bind(_ expression: Expression, _ value: Double) -> Expression {
            // A plain number stands for itself.
            if case .number = expression { return expression }
            bindings[expression] = value
            return expression
        }

        // MARK: Values

        /// A node's value as a symbol, or its formula where it is an inner one.
        mutating func reference(_ node: NodeID) -> Expression {
            if isWrittenOut(node, in: .forward) { return valueFormula(of: node) }
            return bind(name(of: node), tape[node])
        }

        /// A node's name, or the formula that stands for it.
        func name(of node: NodeID) -> Expression {
            if let symbol = symbols[node] { return symbol.expression }
            let operation = tape.operation(of: node)
            if operation == .leaf { return .number(tape[node]) }
            return operation.formula(tape.operands(of: node).map { name(of: $0) })
        }

        /// The node's value rule, inner nodes written out.
        mutating func valueFormula(of node: NodeID) -> Expression {
            tape.operation(of: node).formula(tape.operands(of: node).map { reference($0) })
        }

        /// The node's own operation, every operand one number.
        mutating func operationFormula(of node: NodeID) -> Expression {
            tape.operation(of: node).formula(tape.operands(of: node).map { bind(name(of: $0), tape[$0]) })
        }

        /// An affine node as the sum of its products, each one number.
        mutating func sumOfProducts(_ node: NodeID) -> Expression {
            let slots = tape.slots(of: node)
            var terms: [Expression] = []
            for slot in stride(from: slots.lowerBound, to: slots.upperBound, by: 2) {
                let first = tape.operand(in: slot)
                guard slot + 1 < slots.upperBound else {
                    terms.append(reference(first))
                    continue
                }
                let second = tape.operand(in: slot + 1)
                terms.append(bind(name(of: first) * name(of: second), tape[first] * tape[second]))
            }
            return terms.dropFirst().reduce(terms.first ?? .number(0), +)
        }

        /// A formula of names, with the numbers behind them remembered.
        mutating func bound(_ formula: Expression) -> Expression {
            for (symbol, node) in computation.nodes where formula.contains(symbol.expression) {
                _ = bind(symbol.expression, tape[node])
            }
            return formula
        }

        // MARK: Adjoints

        /// What a node's adjoint is called.
        func adjointName(_ node: NodeID) -> Expression {
            switch symbols[node] {
            case .preActivation(let neuron)?: return Symbol.delta(neuron).expression
            case .named(let name)? where computation.parameters.contains(node):
                return Symbol.gradient(name).expression
            case let symbol?: return Symbol.adjoint(symbol).expression
            case nil: return .call("adjoint", name(of: node))
            }
        }

        /// What a node's adjoint is called in this formula.
        ///
        /// What a model writes twice, as a − b in (a − b)²·(a − b), is two nodes that look the same: their
        /// adjoints differ, and so must the symbols that the numbers stand behind.
        private mutating func distinctAdjointName(_ node: NodeID) -> Expression {
            let name = adjointName(node)
            guard symbols[node] == nil, case .call(let function, let arguments, let source) = name else { return name }
            var nodes = namesakes[name] ?? []
            let place = nodes.firstIndex(of: node) ?? nodes.count
            if place == nodes.count {
                nodes.append(node)
                namesakes[name] = nodes
            }
            return place == 0 ? name : .call(function, arguments + [.number(Double(place + 1))], source: source)
        }

        mutating func adjointReference(_ node: NodeID) -> Expression {
            if isWrittenOut(node, in: .backward) { return adjointFormula(of: node) }
            if node == computation.loss, deviation == nil { return .number(1) }
            return bind(distinctAdjointName(node), adjoints[node])
        }

        /// The node's adjoint by the chain rule, inner nodes written out.
        mutating func adjointFormula(of node: NodeID) -> Expression {
            guard deviation == nil else { return deviatingFormula(of: node) { $0.chainRule(to: $1) } }
            return node == computation.loss ? .number(1) : chainRule(to: node)
        }

        /// The sum of what comes back from the node's uses.
        private mutating func chainRule(to node: NodeID) -> Expression {
            let terms = tape.uses(of: node).map { slot in
                adjointReference(tape.consumer(of: slot)) * localDerivative(in: slot, naming: true)
            }
            return terms.dropFirst().reduce(terms.first ?? .number(0), +)
        }

        /// The node's adjoint by the chain rule, each product one number.
        mutating func adjointOperation(of node: NodeID) -> Expression {
            func chainRule(_ builder: inout Builder, _ node: NodeID) -> Expression {
                let uses = builder.tape.uses(of: node)
                return uses.count == 1 ? builder.contribution(through: uses[0]) : builder.sumOfContributions(uses)
            }
            guard deviation == nil else { return deviatingFormula(of: node, chainRule) }
            return node == computation.loss ? .number(1) : chainRule(&self, node)
        }

        /// The local derivative in a slot: f′(z) by its name where it belongs to an activation and `naming`
        /// is set, else its formula.
        private mutating func localDerivative(in slot: Int, naming: Bool) -> Expression {
            if let factors = deviation?.locals[slot] { return product(of: factors, in: slot, naming: naming) }
            return rightLocalDerivative(in: slot, naming: naming)
        }

        mutating func rightLocalDerivative(in slot: Int, naming: Bool) -> Expression {
            if naming, let neuron = explainer.neuron(whoseSlopeIsIn: slot) {
                slopes.append(slot)
                return bind(Symbol.slope(neuron).expression, tape.localDerivative(in: slot))
            }
            return rightDerivativeFormula(in: slot)
        }

        /// The derivative rule of a slot's operation, or what stands for it.
        mutating func localDerivativeFormula(in slot: Int) -> Expression {
            if let factors = deviation?.locals[slot] { return product(of: factors, in: slot, naming: false) }
            return rightDerivativeFormula(in: slot)
        }

        mutating func rightDerivativeFormula(in slot: Int) -> Expression {
            let consumer = tape.consumer(of: slot)
            let place = slot - tape.slots(of: consumer).lowerBound
            let nodes = tape.operands(of: consumer)
            // Going backward every value is known, the quantity's own too: what has a name stands under it.
            let operands = nodes.map { symbols[$0] == nil ? reference($0) : bind(name(of: $0), tape[$0]) }
            let value = isQuantity && symbols[consumer] == nil
                ? valueFormula(of: consumer) : bind(name(of: consumer), tape[consumer])
            let formula = tape.operation(of: consumer).derivativeFormula(
                operands, value: value, at: place, branch: tape.branch(of: consumer) ?? 0)
            guard let node = computation.synonyms[formula] else { return formula }
            return bind(name(of: node), tape[node])
        }

        /// One product of the chain rule, each factor one number.
        mutating func contribution(through slot: Int) -> Expression {
            let consumer = tape.consumer(of: slot)
            let upstream = bind(distinctAdjointName(consumer), adjoints[consumer])
            let operation = tape.operation(of: consumer)
            let local = localDerivative(in: slot, naming: true)
            if operation.derivativeTakesComputing { return upstream * bind(local, explainer.block.localDerivative(in: slot)) }
            return upstream * local
        }

        /// Several such products added up, each one number.
        mutating func sumOfContributions(_ slots: [Int]) -> Expression {
            let terms = slots.map { slot in
                var inner = Builder(explainer: explainer)
                inner.namesakes = namesakes
                let product = inner.contribution(through: slot)
                namesakes = inner.namesakes
                return bind(product, explainer.block.contribution(through: slot))
            }
            return terms.dropFirst().reduce(terms.first ?? .number(0), +)
        }

        // MARK: Sums over samples

        /// The mean over the samples held out.
        mutating func validationFormula() -> Expression {
            bind(.name("Lvalsum"), explainer.machine.validationSum) / .number(Double(explainer.machine.run.validationRows.count))
        }

        /// The formula of a leaf that adds to a sum.
        mutating func sumFormula(of leaf: Leaf) -> Expression {
            guard leaf.kind == .gradientSum else {
                let name = (symbols[computation.loss] ?? .loss).expression
                return bind(Symbol.lossSum.expression, explainer.block.lossSumBefore)
                    + bind(name, tape[computation.loss])
            }
            let name = computation.parameterNames[leaf.subject]
            return bind(Symbol.gradientSum(name).expression, explainer.machine.gradientSumsBefore[leaf.subject])
                + bind(
                    Symbol.gradient(name).expression,
                    explainer.machine.gradient(of: leaf.subject, in: explainer.objective))
        }
    }
}
