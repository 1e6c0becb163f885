import Autograd
import ComplexModule

/// A number that carries a derivative along, so that none is taken of a difference.
protocol DirectionalNumber: TapeNumber {
    /// `value`, moved in the direction that the derivative is taken in.
    static func moved(_ value: Double, by h: Double) -> Self
    /// The derivative that the number has got.
    func derivative(over h: Double) -> Double
    /// The number itself.
    var real: Double { get }
}

extension Dual: DirectionalNumber {
    static func moved(_ value: Double, by h: Double) -> Dual { Dual(value, 1) }
    func derivative(over h: Double) -> Double { tangent }
    var real: Double { value }
}

extension Complex: DirectionalNumber where RealType == Double {
    static func moved(_ value: Double, by h: Double) -> Complex { Complex(value, h) }
    func derivative(over h: Double) -> Double { imaginary / h }
}
