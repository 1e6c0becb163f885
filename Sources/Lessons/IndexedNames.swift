import CommandLanguage

/// Elements of tensors that go by names of their own: `W1[0,1]`, `W1[1, 2]`.
enum IndexedNames {
    private static let mostIndex = 1_000_000

    /// `W1` and `[0, 1]`.
    static func parts(of name: String) -> (stem: String, index: [Int]?) {
        guard name.hasSuffix("]"), let open = name.lastIndex(of: "["), open > name.startIndex else { return (name, nil) }
        let inner = name[name.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
        let index = inner.compactMap { Int($0.filter { $0 != " " }) }.filter { (0..<mostIndex).contains($0) }
        return index.count == inner.count && !index.isEmpty ? (String(name[..<open]), index) : (name, nil)
    }

    /// The same tensors, with elements put together to those that they are of, but for elements that are parameters by
    /// these names.
    static func gathered(
        _ tensors: [GradientFile.Tensor], known: Set<String>, _ file: String
    ) throws(GradientFileProblem) -> [GradientFile.Tensor] {
        var groups: [[String]: [(index: [Int], value: Double, name: String)]] = [:]
        var order: [[String]] = []
        var rest: [GradientFile.Tensor] = []
        for tensor in tensors {
            guard let last = tensor.path.last, tensor.values.count == 1, case let (stem, index?) = parts(of: last) else {
                rest.append(tensor)
                continue
            }
            let path = Array(tensor.path.dropLast()) + [stem]
            if groups[path] == nil { order.append(path) }
            groups[path, default: []].append((index, tensor.values[0], last))
        }
        for path in order {
            let elements = groups[path] ?? []
            if elements.allSatisfy({ known.contains($0.name) }) {
                rest += elements.map { GradientFile.Tensor(path: Array(path.dropLast()) + [$0.name], shape: [], values: [$0.value]) }
            } else {
                rest.append(try tensor(path, elements.map { ($0.index, $0.value) }, file))
            }
        }
        return rest
    }

    private static func tensor(
        _ path: [String], _ elements: [(index: [Int], value: Double)], _ file: String
    ) throws(GradientFileProblem) -> GradientFile.Tensor {
        let name = path.joined(separator: " › ")
        let rank = elements.first?.index.count ?? 0
        guard elements.allSatisfy({ $0.index.count == rank }) else { throw GradientFileProblem(Phrase.raggedRows(name, file)) }
        // Counted from 0 as in Python, or from 1 as in mathematics.
        let first = elements.contains { $0.index.contains(0) } ? 0 : 1
        let shape = (0..<rank).map { axis in (elements.map { $0.index[axis] - first }.max() ?? 0) + 1 }
        var count = 1
        for size in shape {
            count *= max(0, size)
            // No more than there are elements, or some are missing anyway.
            if count > elements.count { break }
        }
        guard count == elements.count, elements.allSatisfy({ $0.index.allSatisfy { $0 >= first } }) else {
            throw GradientFileProblem(Phrase.elementsMissing(name, shape, elements.count, file))
        }
        var values = [Double?](repeating: nil, count: count)
        for (index, value) in elements { values[zip(index, shape).reduce(0) { $0 * $1.1 + ($1.0 - first) }] = value }
        let all = values.compactMap { $0 }
        guard all.count == count else { throw GradientFileProblem(Phrase.elementsMissing(name, shape, all.count, file)) }
        return GradientFile.Tensor(path: path, shape: shape, values: all)
    }
}
