import Autograd
import Debugger
import NeuralNetwork

/// What the names of the expression grammar mean in a session.
extension Session {
    /// The value of an expression at the present position.
    ///
    /// - Throws: an error that names the nearest known name, or, for a value that the run has not reached
    ///   yet, the position at which it will exist.
    public func value(
        of expression: Expression, within tolerance: Double = Expression.usualTolerance
    ) throws(CommandError) -> Double {
        do {
            return try expression.value(tolerance: tolerance) { name, arguments, source in
                try self.value(named: name, arguments, source)
            }
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError(Localized(same: "\(error)"))
        }
    }

    /// The value that an expression will have where all of it has been reached: its value now, or at the
    /// first position from here on at which every part of it exists.
    public func eventualValue(of expression: Expression) throws(CommandError) -> Double {
        var future = self
        while true {
            do {
                return try future.value(of: expression)
            } catch {
                guard let position = error.reachedAt, position > future.position else { throw error }
                future.go(to: position)
            }
        }
    }

    private func value(
        named name: String, _ arguments: [Expression], _ source: Range<Int>?
    ) throws(CommandError) -> Double {
        if arguments.isEmpty, let number = placeNumber(name) { return number }
        if let side = ComparedSide(rawValue: name), let argument = arguments.first { return try value(of: side, argument, source) }
        let symbol = try symbol(named: name, arguments, source)
        switch reading(symbol) {
        case .value(let value)?: return value
        case .notReached(let position)?:
            throw CommandError(Phrase.notReached(symbol, position), at: source, reachedAt: position)
        case .hidden?:
            throw CommandError(Phrase.hidden(symbol), at: source, isHidden: true)
        case nil:
            throw CommandError(Phrase.noSuchQuantity(symbol.name), at: source)
        }
    }

    /// The numbers of the place on show, by the names that they have in expressions.
    func placeNumber(_ name: String) -> Double? {
        let moment = tree.moment(of: executedLeaf ?? 0)
        switch name {
        case "epoch": return Double(moment.epoch + 1)
        case "batch": return Double(moment.batch + 1)
        case "sample": return Double((moment.sample ?? tree.samples(inBatch: moment.batch) - 1) + 1)
        case "position": return Double(position.index)
        default: return nil
        }
    }

    /// The quantity that an expression is, and where it stands; nil if it is no quantity by itself.
    public func symbol(of expression: Expression) throws(CommandError) -> (symbol: Symbol, place: Range<Int>?)? {
        switch expression {
        case .name(let name, let source): (try symbol(named: name, [], source), source)
        case .call(let name, let arguments, let source): (try symbol(named: name, arguments, source), source)
        default: nil
        }
    }

    /// The quantity whose completion an expression names, as `goto` and `break` take it: for a parameter, its new value.
    ///
    /// - Throws: `problem` if it is no quantity.
    func completion(
        namedBy expression: Expression, else problem: Localized
    ) throws(CommandError) -> (symbol: Symbol, place: Range<Int>?) {
        guard let (symbol, place) = try symbol(of: expression) else { throw CommandError(problem) }
        if case .named(let name) = symbol, computation.parameterNames.contains(name) { return (.new(name), place) }
        return (symbol, place)
    }

    /// The quantity that a name, or a call with a name in it, stands for.
    ///
    /// A neuron's bare name means its activation, as in D1's h1 and y.
    public func symbol(
        named name: String, _ arguments: [Expression], _ source: Range<Int>?
    ) throws(CommandError) -> Symbol {
        if arguments.isEmpty {
            if neuronNames.contains(name) { return .activation(name) }
            if run.computations.contains(where: { $0.nodes[.named(name)] != nil }) { return .named(name) }
            if name == "L" { return computation.symbols[computation.loss] ?? .loss }
            if name == "Lsum", tree.batchSize > 1 { return .lossSum }
            if name == "eta" { return .learningRate }
            if let symbol = updateSymbols.first(where: { $0.name == name }) { return symbol }
            throw CommandError(Phrase.unknownName(name, nearest: nearestName(to: name, in: bareNames)), at: source)
        }
        guard arguments.count == 1, let argument = arguments.first else {
            throw CommandError(Phrase.oneArgument(name), at: source)
        }
        func neuron() throws(CommandError) -> String {
            switch argument {
            case .name(let neuron, let place):
                if neuronNames.contains(neuron) { return neuron }
                throw CommandError(
                    Phrase.unknownNeuron(neuron, nearest: nearestName(to: neuron, in: neuronNames), all: neuronNames),
                    at: place ?? source)
            // f′(z(h1)) is f′ of h1.
            case .call("z", let inner, _) where name == "slope":
                return try self.symbol(named: "z", inner, source).neuronName ?? ""
            default: throw CommandError(Phrase.oneArgument(name), at: source)
            }
        }
        func layer() throws(CommandError) -> String {
            if case .name(let layer, _) = argument, computation.nodes[.aspect(.logSumExp, of: layer)] != nil { return layer }
            throw CommandError(Phrase.oneArgument(name), at: source)
        }
        func parameter() throws(CommandError) -> String {
            guard case .name(let parameter, let place) = argument else {
                throw CommandError(Phrase.oneArgument(name), at: source)
            }
            if computation.parameterNames.contains(parameter) { return parameter }
            throw CommandError(
                Phrase.unknownParameter(
                    parameter, nearest: nearestName(to: parameter, in: computation.parameterNames)),
                at: place ?? source)
        }
        if let aspect = Symbol.Aspect(rawValue: name) {
            switch aspect.owner {
            case .neuron:
                // Where samples are computed together, some belong to the neuron in all of them.
                if case .name(let neuron, _) = argument, computation.nodes[.aspect(aspect, of: neuron)] != nil {
                    return .aspect(aspect, of: neuron)
                }
                if case .name(let neuron, _) = argument, aspect.isState { return .aspect(aspect, of: neuron) }
                return .aspect(aspect, of: try neuron())
            case .parameter: return .aspect(aspect, of: try parameter())
            case .layer: return .aspect(aspect, of: try layer())
            }
        }
        switch name {
        case "z": return .preActivation(try neuron())
        case "a": return .activation(try neuron())
        case "delta": return .delta(try neuron())
        case "slope": return .slope(try neuron())
        case "old": return .old(try parameter())
        case "new": return .new(try parameter())
        case "gradsum": return .gradientSum(try parameter())
        case "grad", "adjoint":
            switch argument {
            case .name(let inner, let place):
                if computation.parameterNames.contains(inner) { return .gradient(inner) }
                return try adjoint(of: symbol(named: inner, [], place ?? source))
            case .call(let function, let inner, let place):
                return try adjoint(of: symbol(named: function, inner, place ?? source))
            default: throw CommandError(Phrase.oneArgument(name), at: source)
            }
        case _ where ComparedSide(rawValue: name) != nil:
            throw CommandError(Phrase.onlyWhereValuesAre(name), at: source)
        default:
            let functions = Self.quantityFunctions + ElementaryFunction.allCases.map(\.rawValue)
            throw CommandError(Phrase.unknownFunction(name, nearest: nearestName(to: name, in: functions)), at: source)
        }
    }

    private func adjoint(of symbol: Symbol) -> Symbol {
        // ∂L/∂z has a name of its own.
        if case .preActivation(let neuron) = symbol { return .delta(neuron) }
        return .adjoint(symbol)
    }

    private static let quantityFunctions =
        ["z", "a", "delta", "slope", "grad", "adjoint", "old", "new"] + Symbol.Aspect.allCases.map(\.rawValue)

    /// What an update names that belongs to no parameter: `eta0`, `k`, `gradnorm`, `beta1`.
    private var updateSymbols: [Symbol] {
        var symbols = Set((run.updates.map(\.symbols) + run.computations.map(\.symbols)).flatMap(\.values)).filter {
            if case .named = $0 { return false }
            if case .name = $0.expression { return $0.parameterName == nil && $0 != .loss } else { return false }
        }.sorted { $0.name < $1.name }
        if !run.validationRows.isEmpty { symbols.append(.validationLoss) }
        return symbols
    }

    /// The neurons, in the order of the layers, once per sample where samples are computed together; a program
    /// has none.
    public var neuronNames: [String] { computation.neuronNames }

    /// What a program assigns, in its order.
    public var variableNames: [String] {
        if case .program(let program) = run.architecture { program.assignments.map(\.name) } else { [] }
    }

    private var bareNames: [String] {
        run.architecture.inputs + run.architecture.targets + computation.parameterNames + neuronNames + variableNames
            + updateSymbols.map(\.name).sorted() + ["L", "eta", "epoch", "batch", "sample", "position"]
    }

    /// Every name that may be typed, for completion.
    public var completionNames: [String] {
        let perNeuron = neuronNames.flatMap { name in ["z", "a", "delta", "slope"].map { "\($0)(\(name))" } }
        let perParameter = computation.parameterNames.flatMap { name in ["grad", "old", "new"].map { "\($0)(\(name))" } }
        return bareNames + perNeuron + variableNames.map { "adjoint(\($0))" } + perParameter + aspectNames
    }

    /// What belongs to parameters, neurons and layers beside the usual quantities: `velocity(w11)`, `mean(h1)`.
    private var aspectNames: [String] {
        let symbols = run.computations.flatMap(\.symbols.values) + run.updates.flatMap(\.symbols.values)
        let names = symbols.compactMap { if case .aspect = $0 { $0.name } else { nil } }
        return Set(names).sorted()
    }
}

extension Symbol {
    /// The neuron that the symbol is about, if it is about one.
    public var neuronName: String? {
        switch self {
        case .preActivation(let name), .activation(let name), .delta(let name), .slope(let name): name
        case .adjoint(let inner): inner.neuronName
        case .aspect(let aspect, let name) where aspect.owner == .neuron: name
        default: nil
        }
    }
}

extension Expression {
    /// The expression with a neuron's slope as the formula cards have it: f′(z(h1)) for f′(h1), which means the same.
    public var withSlopesAtZ: Expression {
        replacing { part in
            guard case .call("slope", let arguments, _) = part, let neuron = arguments.first, case .name = neuron else { return nil }
            return .call("slope", .call("z", neuron))
        }
    }
}
