import NeuralNetwork

/// Places of a run that its structure alone determines.
public enum PlacePattern: Sendable, Equatable {
    case position(Int)
    /// Right after a quantity completes, in every sample or update that computes it.
    case completion(Symbol)
    /// Where a unit begins.
    case beginning(UnitPattern)
}

/// Units of the call tree by what is said of them; numbers count from 0, and what is left out may be anything.
public struct UnitPattern: Sendable, Equatable {
    public var epoch: Int?
    public var batch: Int?
    public var sample: Int?
    public var pass: Pass?
    /// A layer's or a neuron's name.
    public var name: String?
    /// The kind of unit where neither a pass nor a name says it.
    public var level: Zoom

    public init(level: Zoom) { self.level = level }
}

/// Positions that recur from batch to batch, as offsets within what a batch executes.
struct RecurringPlaces: Sendable {
    /// Per loss, from the beginning of each sample.
    private var inSample: [[Int]]
    /// Per loss, from the beginning of the update.
    private var inUpdate: [[Int]]
    /// The same for the update that ends an epoch.
    private var inLastUpdate: [[Int]]
    private var atStart = false
    private var position: Int?
    private var epoch: Int?
    private var batch: Int?
    private var sample: Int?
    /// Whether the places are beginnings, of which there is none where the run ends.
    let areBeginnings: Bool

    init(of pattern: PlacePattern, in tree: CallTree) {
        switch pattern {
        case .position(let index):
            self.init(in: tree) { _ in [] }
            position = index
        case .completion(let symbol):
            self.init(in: tree) { table in table.completion[symbol].map { [$0.leaf + 1] } ?? [] }
        case .beginning(let unit):
            let hasTable = unit.pass != nil || unit.name != nil || unit.level < .batch
            self.init(in: tree, areBeginnings: true) { table in hasTable ? table.beginnings(of: unit) : [] }
            (epoch, batch, sample) = (unit.epoch, unit.batch, unit.sample)
            if !hasTable {
                atStart = true
                if unit.level == .epoch { batch = 0 }
            }
            if sample != nil || unit.pass == nil && unit.name == nil {
                inUpdate = inUpdate.map { _ in [] }
                inLastUpdate = inUpdate
            }
        }
    }

    /// Where a value made of `symbols` may change between two results: where one of them completes, and at a
    /// table's first result, when another sample or update comes on show.
    init(observing symbols: [Symbol]?, in run: TrainingRun, _ tree: CallTree) {
        let parameters = Set(run.architecture.parameters.map(\.name))
        var completing: [Symbol] = []
        var changesInUpdate = false
        // With several losses one name may stand for one quantity here and for another there.
        var changesAnywhere = symbols == nil || tree.objectiveCount > 1
        for symbol in symbols ?? [] {
            switch symbol {
            case .named(let name) where parameters.contains(name): completing.append(.new(name))
            case .slope(let neuron), .aspect(.mask, let neuron): completing.append(.activation(neuron))
            case .aspect(let aspect, _) where aspect.isState: changesInUpdate = true
            case .named, .preActivation, .activation, .loss, .adjoint, .delta, .gradient, .gradientSum, .lossSum, .new,
                .validationLoss:
                completing.append(symbol)
            case .old, .learningRate, .baseRate, .updateNumber, .sampleCount, .setting: break
            case .gradientNorm, .clippingScale, .penalty, .aspect: changesAnywhere = true
            }
        }
        self.init(in: tree) { table in
            guard !table.quantities.isEmpty else { return [] }
            if changesAnywhere || changesInUpdate && table.passes.first == .update {
                return table.quantities.indices.map { table.leaves(ofQuantity: $0).upperBound }
            }
            let first = table.leaves(ofQuantity: 0).upperBound
            return [first] + completing.compactMap { table.completion[$0].map { $0.leaf + 1 } }
        }
    }

    private init(in tree: CallTree, areBeginnings: Bool = false, _ places: (PassTable) -> [Int]) {
        inSample = tree.blocks.map { places($0.sample) }
        inUpdate = tree.blocks.map { places($0.update) }
        inLastUpdate = tree.blocks.map { places($0.lastUpdate) }
        self.areBeginnings = areBeginnings
    }

    /// The positions in batch `number`, from its start to its end inclusive; in no order.
    func positions(inBatch number: Int, of tree: CallTree) -> [Int] {
        if let position {
            return (tree.start(ofBatch: number)...tree.start(ofBatch: number + 1)).contains(position) ? [position] : []
        }
        let (epoch, batch) = number.quotientAndRemainder(dividingBy: tree.batchesPerEpoch)
        guard self.epoch ?? epoch == epoch, self.batch ?? batch == batch else { return [] }
        if atStart { return [tree.start(ofBatch: number)] }
        var found: [Int] = []
        for objective in 0..<tree.objectiveCount {
            func add(_ places: [Int], _ sample: Int?) {
                guard !places.isEmpty else { return }
                let start = tree.start(
                    of: Moment(epoch: epoch, batch: batch, objective: objective, sample: sample, leaf: 0))
                found += places.map { start + $0 }
            }
            let samples = tree.samples(inBatch: batch)
            for sample in sample.map({ $0..<min($0 + 1, max($0, samples)) }) ?? 0..<samples {
                add(inSample[objective], sample)
            }
            add(batch == tree.batchesPerEpoch - 1 ? inLastUpdate[objective] : inUpdate[objective], nil)
        }
        return found
    }

    /// The batches near batch `number` that have any of the places: those before and after it with places the
    /// nearest ones are among them, for all batches but an epoch's last are alike.
    private func candidates(near number: Int, of tree: CallTree) -> [Int] {
        let perEpoch = tree.batchesPerEpoch
        if let position { return [tree.batchNumber(of: tree.moment(of: max(0, position - 1)))] }
        let (here, inEpoch) = number.quotientAndRemainder(dividingBy: perEpoch)
        let epochs = epoch.map { [$0] } ?? [here - 1, here, here + 1]
        let batches = batch.map { [$0] } ?? [0, inEpoch - 1, inEpoch, inEpoch + 1, perEpoch - 2, perEpoch - 1]
        return epochs.filter { (0..<tree.epochs).contains($0) }.flatMap { epoch in
            batches.filter { (0..<perEpoch).contains($0) }.map { epoch * perEpoch + $0 }
        }
    }

    private func positions(near index: Int, of tree: CallTree) -> [Int] {
        let number = tree.batchNumber(of: tree.moment(of: min(max(0, index), tree.leafCount - 1)))
        let found = Set(candidates(near: number, of: tree)).flatMap { positions(inBatch: $0, of: tree) }
        return found.filter { $0 > 0 && ($0 < tree.leafCount || $0 == tree.leafCount && !areBeginnings) }
    }

    /// The first of the places after a position, found by arithmetic.
    func next(after index: Int, of tree: CallTree) -> Int? { positions(near: index, of: tree).filter { $0 > index }.min() }

    /// The last of the places before a position.
    func previous(before index: Int, of tree: CallTree) -> Int? {
        positions(near: index - 1, of: tree).filter { $0 < index }.max()
    }
}

extension PassTable {
    /// The leaves at which a pattern's units begin.
    func beginnings(of unit: UnitPattern) -> [Int] {
        func starts(_ level: Zoom, where isMeant: (Int, Int) -> Bool) -> [Int] {
            var found: [Int] = []
            var leaf = 0
            while leaf < count {
                let row = row(level, holding: leaf)
                if isMeant(row.index, leaf) { found.append(leaf) }
                leaf = row.leaves.upperBound
            }
            return found
        }
        func isInPass(_ leaf: Int) -> Bool { unit.pass == nil || pass(of: leaf) == unit.pass }
        guard let name = unit.name else {
            return unit.pass == nil ? (leaves.isEmpty ? [] : [0]) : starts(.pass) { _, leaf in isInPass(leaf) }
        }
        let neurons = starts(.neuron) { index, leaf in units[index].name == name && isInPass(leaf) }
        // A layer of one neuron may have the neuron's name.
        let layers = starts(.layer) { index, leaf in sections[index].name == name && isInPass(leaf) }
        return Set(neurons + layers).sorted()
    }
}

extension CallTree {
    /// Whether a pattern's units occur at all.
    public func has(_ unit: UnitPattern) -> Bool {
        blocks.contains { block in
            [block.sample, block.update, block.lastUpdate].contains { !$0.beginnings(of: unit).isEmpty }
        }
    }

    /// Whether any step computes a quantity.
    public func completes(_ symbol: Symbol) -> Bool {
        blocks.contains { block in
            [block.sample, block.update, block.lastUpdate].contains { $0.completion[symbol] != nil }
        }
    }
}
