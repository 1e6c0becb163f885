import Autograd
import Debugger

extension NumberText {
    /// A number for people, with a minus sign as formulas have it; without `digits` exactly.
    ///
    /// Where only ASCII can be shown, the filter spells the sign.
    public static func written(_ value: Double, digits: Int? = nil) -> String {
        Expression.number(value).text(.mathematical) { number in
            digits.map { short(number, digits: $0) } ?? exact(number)
        }
    }
}
