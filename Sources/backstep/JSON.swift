import Autograd
import Screen

/// JSON whose keys keep their order, which Foundation's encoder cannot promise.
///
/// Numbers read back to the same bits. JSON has no infinities and no NaN: they are the strings `"inf"`, `"-inf"` and
/// `"nan"`.
enum JSON {
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])

    /// The value on one line.
    var text: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value):
            value.isFinite ? Expression.exactText(value) : Self.quoted(Expression.exactText(value))
        case .string(let text): Self.quoted(text)
        case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(Self.quoted($0.key)):\($0.value.text)" }.joined(separator: ","))}"
        }
    }

    /// A string, in which all that the filter would change is escaped, so that nothing is lost and nothing reaches a
    /// terminal.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            default:
                let safe = SafeText(String(scalar))
                if safe.wasAltered || safe.string.unicodeScalars.first != scalar {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}
