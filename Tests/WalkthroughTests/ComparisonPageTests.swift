import Autograd
import CommandLanguage
import Debugger
import GradientComparison
import Screen
import Testing

@testable import Walkthrough

/// The page that `c` opens.
struct ComparisonPageTests {
    static let sizes = [Size(rows: 24, columns: 80), Size(rows: 12, columns: 40), Size(rows: 30, columns: 100)]

    @Test("Every parameter has one row, with its verdict, however small the screen", arguments: sizes, [Charset.unicode, .ascii])
    func table(size: Size, charset: Charset) throws {
        var model = try Model.of(charset: charset, size: size)
        try model.press("c")
        for _ in 0..<9 { try model.press("↑") }
        for name in ["w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"] {
            let lines = model.text.split(separator: "\n").filter { $0.contains(name) && $0.contains(charset == .unicode ? "▶" : " > ") }
            let line = try #require(lines.first, "\(name) in \n\(model.text)")
            #expect(line.contains(charset == .unicode ? "✓" : " v"), "\(line)")
            #expect(!line.contains("…") && !line.contains("..."), "\(line)")
            try model.press("↓")
        }
    }

    @Test("The arrows change the method, all of them and round", arguments: [Language.english, .chinese])
    func methods(language: Language) throws {
        var model = try Model.of(language: language)
        try model.press("c")
        var seen: [NumericMethod] = []
        for _ in NumericMethod.allCases {
            let page = try #require(model.overlay?.comparison)
            #expect(model.text.contains(Phrase.name(of: page.comparison.method)[language]))
            #expect(page.comparison.verdict == .agrees)
            seen.append(page.comparison.method)
            try model.press("→")
        }
        #expect(Set(seen) == Set(NumericMethod.allCases) && seen.first == .central)
        #expect(model.overlay?.comparison?.comparison.method == .central)
        try model.press("←")
        #expect(model.overlay?.comparison?.comparison.method == .backward)
    }

    @Test("The plot has a sign for each method, and the errors that they have", arguments: sizes)
    func plot(size: Size) throws {
        var model = try Model.of(size: size)
        try model.press("c", "p")
        guard case .plot(let curves)? = model.overlay?.comparison?.face else {
            Issue.record("no plot")
            return
        }
        #expect(curves.count == 5 && ComparisonPage.perturbations.first == 1)
        #expect(abs((ComparisonPage.perturbations.last ?? 0) / 1e-16 - 1) < 1e-12)
        let picture = model.text.split(separator: "\n").filter { $0.dropFirst(7).first == "│" }.map { $0.dropFirst(8).dropLast(2) }
        #expect(picture.count == size.rows - (size.rows >= 20 ? 9 : 8), "\(model.text)")
        // At h = 1 one-sided differences are the furthest off, and above the others; complex falls as central does.
        let columns = (picture.first?.count ?? 1) - 1
        func height(_ letter: Character, _ column: Int) -> Int? {
            picture.firstIndex { Array($0).indices.contains(column) && Array($0)[column] == letter }
        }
        #expect(picture.joined().contains("C") && picture.joined().contains("X") && picture.joined().contains("R"))
        // On the right differences are lost in round-off, and the complex step stays at the bottom.
        let (last, central) = (height("X", columns), height("C", columns))
        #expect(try #require(last) > (try #require(central)))
        try model.press("Esc")
        #expect(model.overlay?.comparison?.face == .table)
        try model.press("Esc")
        #expect(model.overlay == nil)
    }

    /// The quotient of the two losses on the screen is the derivative on the screen.
    @Test(arguments: sizes) func steps(size: Size) throws {
        var model = try Model.of(size: size)
        try model.press("c", "s")
        guard case .steps(let steps, 0)? = model.overlay?.comparison?.face else {
            Issue.record("no steps")
            return
        }
        #expect(steps.evaluations.map(\.shift) == [1, -1])
        let (above, below) = (steps.evaluations[0], steps.evaluations[1])
        #expect((above.loss - below.loss) / (above.place - below.place) == steps.quotient)
        #expect(steps.quotient == model.overlay?.comparison?.entry?.numeric)
        let shown = NumberText.short(above.loss, digits: 16)
        #expect(!model.text.contains(shown))
        try model.press("→")
        #expect(!model.text.contains(shown) && model.text.contains("+ h"))
        try model.press("→")
        #expect(model.text.contains(shown))
        try model.press("←")
        #expect(!model.text.contains(shown))
        try model.press("→", "→", "→", "→", "→")
        #expect(model.text.contains("/ 2h") || size.rows < 20)
        #expect(model.text.replacing("−", with: "-").contains(NumberText.short(steps.quotient, digits: 16)))
        try model.press("m")
        guard case .steps(let richardson, 0)? = model.overlay?.comparison?.face else {
            Issue.record("no steps")
            return
        }
        #expect(richardson.evaluations.map(\.shift) == [1, -1, 0.5, -0.5])
    }

    @Test func oneQuantityOfTheSampleOnShow() throws {
        var model = try Model.of()
        model.send(.command("goto delta(h1)"))
        model.send(.command("step"))
        model.send(.command("compare delta(h1) dual"))
        let page = try #require(model.overlay?.comparison)
        #expect(page.comparison.method == .dual && page.comparison.entries.map(\.name) == ["delta(h1)"])
        #expect(page.entry?.analytic == (try model.session.value(of: .call("delta", .name("h1")))))
        #expect(model.text.contains("δ(h1)"))
    }
}
