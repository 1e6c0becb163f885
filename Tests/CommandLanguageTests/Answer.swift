import Debugger

@testable import CommandLanguage

/// What a line typed in a session answers, in English.
func answer(_ line: String, _ session: inout Session) -> String {
    do throws(CommandError) {
        guard let command = try Command.parse(line) else { return "" }
        switch try session.execute(command) {
        case .moved(let remark): return remark?.english ?? ""
        case .stopped(let sentence): return sentence.english
        case .text(let lines): return lines.map(\.english).joined(separator: "\n")
        case let outcome: return "\(outcome)"
        }
    } catch {
        return error.message.english
    }
}
