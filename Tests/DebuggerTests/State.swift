import Autograd
import NeuralNetwork

@testable import Debugger

extension Computation {
    /// Every quantity that a session on this computation can be asked for.
    var everySymbol: [Symbol] {
        var found: [Symbol] = [.loss, .lossSum, .learningRate]
        for node in inputs + targets { found += [symbols[node]].compactMap { $0 } }
        for name in parameterNames {
            found += [.named(name), .gradient(name), .gradientSum(name), .old(name), .new(name)]
        }
        for section in sections {
            for unit in section.units {
                found += (unit.forward.map(\.symbol) + unit.backward.map(\.symbol)).filter { !found.contains($0) }
            }
        }
        found += masks.compactMap { symbols[$0.node] }
        return found + neuronNames.map { .slope($0) }
    }
}

extension TrainingRun {
    /// Every quantity that a session on this run can be asked for, what its updates name among it.
    var everySymbol: [Symbol] {
        var found = computations[0].everySymbol
        var known = Set(found)
        for update in updates {
            found += update.symbols.values.sorted { $0.name < $1.name }.filter { known.insert($0).inserted }
        }
        if !validationRows.isEmpty { found.append(.validationLoss) }
        return found + [.baseRate, .updateNumber].filter { known.insert($0).inserted }
    }
}

extension Session {
    /// Everything that can be seen at the present position, to the bit.
    func state(_ symbols: [Symbol]) -> [UInt64] {
        var state: [UInt64] = [UInt64(position.index)]
        for symbol in symbols {
            switch reading(symbol) {
            case .value(let value)?: state += [1, value.bitPattern]
            case .notReached(let position)?: state += [2, UInt64(position.index)]
            case nil: state += [3, 0]
            case .hidden?: state += [4, 0]
            }
        }
        for parameter in computation.parameterNames.indices {
            state += [currentValue(of: parameter).bitPattern, oldValue(of: parameter).bitPattern]
        }
        state += [learningRate.bitPattern, UInt64(batchInProgress)]
        if let leaf = executedLeaf { state.append(value(ofLeaf: leaf)?.bitPattern ?? 3) }
        for (batch, loss) in losses { state += [UInt64(batch), loss.bitPattern] }
        return state
    }

    /// The first quantity in which two sessions at the same position differ, as text.
    func difference(from other: Session, in symbols: [Symbol]) -> String? {
        for symbol in symbols {
            let pair = (reading(symbol), other.reading(symbol))
            switch pair {
            case (.value(let a)?, .value(let b)?) where a.bitPattern == b.bitPattern: continue
            case (.value?, .value?): break
            default: if pair.0 == pair.1 { continue }
            }
            return "\(symbol.name): \(String(describing: pair.0)), not \(String(describing: pair.1))"
        }
        return state(symbols) == other.state(symbols) ? nil : "something that has no name"
    }
}
