import Autograd
import CommandLanguage

/// The names of a model, each for one thing only: in formulas and commands a name is an address.
struct NameRegistry {
    enum Kind: Sendable {
        case input, target, neuron, parameter
    }

    /// In a program names may have an index, and those of neurons' quantities are free: it has no neurons.
    enum Grammar: Sendable {
        case network, program
    }

    private let grammar: Grammar
    private var owners: [String: (kind: Kind, mark: SourceMark)] = [:]

    /// Longer names would crowd the screen out.
    static let longestName = 64

    /// Words that mean something in expressions already, in every spelling. They are few: a list is searched before a
    /// set is made.
    static let reserved =
        [
            "z", "a", "delta", "grad", "gradsum", "adjoint", "old", "new", "slope", "L", "Lsum", "loss", "epoch",
            "batch", "sample", "eta", "δ", "η", "and", "or", "not",
        ] + ElementaryFunction.allCases.map(\.rawValue)

    init(grammar: Grammar = .network) { self.grammar = grammar }

    /// Takes a name of the author's own choice; reports one that is no name, is reserved or is taken.
    mutating func register(_ name: String, as kind: Kind, at mark: SourceMark, into collector: ProblemCollector) {
        guard check(name, at: mark, into: collector) else { return }
        claim(name, as: kind, at: mark, into: collector)
    }

    /// Takes a name that was made, such as `w1[2,3]`, or checked before.
    mutating func claim(_ name: String, as kind: Kind, at mark: SourceMark, into collector: ProblemCollector) {
        if let owner = owners[name] {
            collector.report(Phrase.nameTaken(name, by: owner.kind, at: owner.mark), at: mark)
        } else {
            owners[name] = (kind, mark)
        }
    }

    /// Takes a target's usual name; whoever has it already has to give way, since the author did not
    /// choose the target's.
    mutating func claimTarget(_ name: String, into collector: ProblemCollector) {
        if let owner = owners[name] {
            collector.report(Phrase.nameOfTarget(name), at: owner.mark)
        } else {
            owners[name] = (.target, .start)
        }
    }

    func isTaken(_ name: String) -> Bool { owners[name] != nil }

    /// Whether `name` may be a name at all; reports why not.
    private func check(_ name: String, at mark: SourceMark, into collector: ProblemCollector) -> Bool {
        let isProgram = grammar == .program
        let base = isProgram ? Self.withoutIndex(name) : name
        if isProgram ? ProgramNames.reserved.contains(base) || name == "L" : Self.reserved.contains(name) {
            collector.report(Phrase.reservedName(name), at: mark)
            return false
        }
        guard Self.isName(base), name.count <= Self.longestName else {
            collector.report(
                isProgram
                    ? Phrase.notAProgramName(name, longest: Self.longestName)
                    : Phrase.notAName(name, longest: Self.longestName), at: mark)
            return false
        }
        return true
    }

    /// `x` of `x[1,2]`, spelled as programs spell it; any other name itself.
    private static func withoutIndex(_ name: String) -> String {
        guard name.last == "]", let open = name.firstIndex(of: "[") else { return name }
        let numbers = name[name.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
        let areWhole = numbers.allSatisfy { number in Int(number).map { $0 >= 0 && "\($0)" == number } ?? false }
        return areWhole ? String(name[..<open]) : name
    }

    /// A letter, then letters, digits and underscores.
    static func isName(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, scalars.count <= longestName, isLetter(first) else { return false }
        return scalars.dropFirst().allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .decimalNumber, .nonspacingMark, .spacingMark: true
            default: scalar == "_" || isLetter(scalar)
            }
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}
