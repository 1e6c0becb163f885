import Foundation
import Testing

/// What the environment's locale makes of languages and characters.
struct LocaleTests {
    @Test(arguments: [
        ["LANG": "zh_CN.UTF-8"], ["LANG": "zh_XX.utf8"], ["LC_ALL": "zh_TW.UTF-8@none"],
        ["LANG": "fr_FR.UTF-8", "BACKSTEP_LANG": "zh"], ["LC_CTYPE": "xx_YY.UTF-8", "LC_ALL": "", "LANG": "zh_CN"],
    ])
    func chineseInALocaleThatNeedNotBeInstalled(environment: [String: String]) throws {
        let program = try Program.run("run", "two-two-one-linear", "--every", "50", environment: environment)
        #expect(program.status == 0 && program.errors.isEmpty, "\(program.errors)")
        #expect(program.output.contains("损失") && program.output.contains(" → "))
    }

    @Test func unicodeInALocaleThatIsNotInstalled() throws {
        let program = try Program.run("walk", "--plain", input: "goto delta(h1)\n", environment: ["LANG": "fr_XX.UTF-8"])
        #expect(program.output.contains("δ(h1) = δ(y)·w31"))
    }

    @Test(arguments: [["LANG": "C"], ["LANG": "zh_CN.GBK"], ["LANG": "C.UTF-8", "LC_ALL": "POSIX"]])
    func chineseNeedsUTF8(environment: [String: String]) throws {
        let wanted = environment.merging(["BACKSTEP_LANG": "zh"]) { $1 }
        for program in [
            try Program.run("run", "two-two-one-linear", environment: wanted),
            try Program.run("walk", "two-two-one-linear", "--plain", input: "step\n", environment: wanted),
            try Program.run("lessons", "--lang", "zh", environment: environment),
        ] {
            #expect(program.status == 0)
            #expect((program.output + program.errors).utf8.allSatisfy { $0 < 0x80 })
            #expect(program.errors.split(separator: "\n").count == 1 && program.errors.contains("UTF-8"), "\(program.errors)")
        }
        // Nobody asked for it by name.
        #expect(try Program.run("lessons", environment: environment).errors.isEmpty)
    }
}
