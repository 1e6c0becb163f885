import Autograd
import CommandLanguage

/// The names of a model, each for one thing only: in formulas and commands a name is an address.
struct NameRegistry {
    enum Kind: Sendable {
        case input, target, neuron, parameter
    }

    private var owners: [String: (kind: Kind, mark: SourceMark)] = [:]

    /// Longer names would crowd the screen out.
    static let longestName = 64

    /// Words that mean something in expressions already, in every spelling.
    static let reserved: Set<String> = Set(
        [
            "z", "a", "delta", "grad", "gradsum", "adjoint", "old", "new", "slope", "L", "Lsum", "loss", "epoch",
            "batch", "sample", "eta", "δ", "η", "and", "or", "not",
        ] + ElementaryFunction.allCases.map(\.rawValue))

    /// Takes a name of the author's own choice; reports one that is no name, is reserved or is taken.
    mutating func register(_ name: String, as kind: Kind, at mark: SourceMark, into collector: ProblemCollector) {
        guard Self.check(name, at: mark, into: collector) else { return }
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
    static func check(_ name: String, at mark: SourceMark, into collector: ProblemCollector) -> Bool {
        if reserved.contains(name) {
            collector.report(Phrase.reservedName(name), at: mark)
            return false
        }
        guard isName(name) else {
            collector.report(Phrase.notAName(name, longest: longestName), at: mark)
            return false
        }
        return true
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
