import Foundation
import Testing

struct HelpTests {
    /// An example that is too long for a terminal goes on in the first column, where it looks like a text of its own.
    @Test(
        "The examples of a help page fit a terminal's line",
        arguments: ["", "walk", "play", "run", "trace", "compare", "lessons", "lessons check", "lessons new", "explain"], ["en", "zh"])
    func examplesFit(command: String, language: String) throws {
        let words = command.split(separator: " ").map(String.init)
        let help = try Program.run(["help"] + words + ["--lang", language])
        let page = help.lines.prefix { !$0.hasPrefix("USAGE") && !$0.hasPrefix("用法") }
        #expect(page.contains { $0.hasPrefix("  backstep ") })
        for (line, next) in zip(page, page.dropFirst()) where line.hasPrefix("  ") {
            #expect(next.isEmpty || next.hasPrefix("  "), "\(line)")
        }
    }
}
