import Autograd
import CommandLanguage
import Debugger

/// A slip in working out a number.
public enum Slip: Sendable, Equatable {
    /// Another quantity has been taken for the one that is asked for.
    case taken(String)
    /// A parameter before its update for the one after it.
    case oldTaken(String)
    case activationLeftOut(String)
    case biasLeftOut(String)
    case termLeftOut(String)
    case factorLeftOut(String)
    case divisorLeftOut(String)
    case exponentLeftOut(String)
    case functionLeftOut(String)
    case signTurned(String)
    case swapped(String, String)
    case multiplied(Double)
    case upsideDown
    case decimalPoint

    init(_ change: FormulaEdit.Change, isBias: (Expression) -> Bool) {
        func written(_ part: Expression) -> String { part.text(.mathematical) { NumberText.short($0, digits: 5) } }
        self =
            switch change {
            case .termLeftOut(let part): isBias(part) ? .biasLeftOut(written(part)) : .termLeftOut(written(part))
            case .factorLeftOut(let part): .factorLeftOut(written(part))
            case .divisorLeftOut(let part): .divisorLeftOut(written(part))
            case .exponentLeftOut(let part): .exponentLeftOut(written(part))
            case .functionLeftOut(let name): .functionLeftOut(name)
            case .signTurned(let part): .signTurned(written(part))
            case .upsideDown: .upsideDown
            }
    }

    public var sentence: Localized {
        switch self {
        case .taken(let name): Localized("that is \(name)", "这是 \(name)")
        case .oldTaken(let name): Localized("that is \(name) before its update", "这是更新之前的 \(name)")
        case .activationLeftOut(let neuron):
            Localized("that is z(\(neuron)): the activation function is left out", "这是 z(\(neuron))：漏了激活函数")
        case .biasLeftOut(let name): Localized("the bias \(name) is left out", "漏了偏置 \(name)")
        case .termLeftOut(let part): Localized("the term \(part) is left out", "漏了 \(part) 这一项")
        case .factorLeftOut(let part): Localized("the factor \(part) is left out", "漏了因子 \(part)")
        case .divisorLeftOut(let part): Localized("it has not been divided by \(part)", "没有除以 \(part)")
        case .exponentLeftOut(let part): Localized("the power \(part) is left out", "漏了 \(part) 次方")
        case .functionLeftOut(let name): Localized("\(name) is left out", "漏了 \(name)")
        case .signTurned(let part): Localized("\(part) has the wrong sign", "\(part) 的符号反了")
        case .swapped(let one, let other): Localized("\(one) and \(other) are swapped", "\(one) 与 \(other) 互换了")
        case .multiplied(let factor):
            factor > 1 ? Localized("it is twice as large as it should be", "大了一倍") : Localized("it is half as large as it should be", "小了一半")
        case .upsideDown: Localized("the fraction is upside down", "分子和分母颠倒了")
        case .decimalPoint: Localized("the decimal point is in the wrong place", "小数点的位置不对")
        }
    }
}

/// How far off an answer is, where nothing explains it.
public enum Difference: Sendable, Equatable {
    case wrongSign
    /// It should not be 0.
    case zero
    /// By so many times, above 1; nil where the right answer is 0.
    case tooLarge(times: Double?)
    case tooSmall(times: Double)

    init(of given: Double, from right: Double) {
        if right == 0 || !given.isFinite {
            self = .tooLarge(times: nil)
        } else if given == 0 {
            self = .zero
        } else if (given < 0) != (right < 0) {
            self = .wrongSign
        } else {
            let ratio = given / right
            self = ratio > 1 ? .tooLarge(times: ratio) : .tooSmall(times: 1 / ratio)
        }
    }

    public var sentence: Localized {
        switch self {
        case .wrongSign: return Localized("the sign is another one", "符号不对")
        case .zero: return Localized("it is not 0", "它不是 0")
        case .tooLarge(nil): return Localized("it is too far from 0", "离 0 太远")
        case .tooLarge(let times?):
            if times < Self.some {
                let percent = Self.percent(times - 1)
                return Localized("the sign is right, the size about \(percent)% too large", "符号没错，大小约多了 \(percent)%")
            }
            let number = NumberText.short(times, digits: 2)
            return Localized("the sign is right, the size about \(number) times too large", "符号没错，大小约为应有的 \(number) 倍")
        case .tooSmall(let times):
            if times < Self.some {
                let percent = Self.percent(1 - 1 / times)
                return Localized("the sign is right, the size about \(percent)% too small", "符号没错，大小约少了 \(percent)%")
            }
            let number = NumberText.short(times, digits: 2)
            return Localized("the sign is right, the size about \(number) times too small", "符号没错，大小约为应有的 \(number) 分之一")
        }
    }

    /// From here on a factor says more than a percentage.
    private static let some = 1.5

    private static func percent(_ share: Double) -> String { NumberText.short(100 * share, digits: 1) }
}

extension AnswerReview.Finding {
    public var sentence: Localized {
        switch self {
        case .mistake(let mistake): Phrase.title(of: mistake)
        case .slip(let slip): slip.sentence
        case .difference(let difference): difference.sentence
        }
    }
}
