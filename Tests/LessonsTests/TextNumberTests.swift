import Testing

@testable import Lessons

struct TextNumberTests {
    /// Texts, and the decimal numbers that they state.
    private static let texts: [(text: String, values: [Double])] = [
        ("z(h1) = 0.52, a(h1) = 0.62715", [0.52, 0.62715]),
        ("L = 4, x = −3. k = 2·x, n = 10⁻³, p = 3 + q, r == 5, t = 7", [4, -3, 5, 7]),
        ("2-2-1, step 3 of 20, 1986, h1.", []),
        ("δ = −0.112, −(0.5), 3 − 0.25, (−0.75), x−0.5", [-0.112, 0.5, 0.25, -0.75, 0.5]),
        ("0.2·0.5 = 0.1", [0.2, 0.5, 0.1]),
        ("2.5·10⁻⁸, 1.5e-3, 12.5%, 0.5·10", [2.5e-8, 1.5e-3, 0.125, 0.5]),
        ("1.2.3 and w0.5", []),
        ("D1 §4.2, §4.3; D3 § 5.2.3", []),
        ("是−0.5，得 0.25。", [-0.5, 0.25]),
        ("Try set w = 0.7 or 0.8. Then 0.9", [0.9]),
        ("试试 set w = 0.7，或 0.8。得 0.9", [0.9]),
        ("reset w = 0.7", [0.7]),
    ]

    @Test(arguments: texts.indices) func found(index: Int) {
        let (text, values) = Self.texts[index]
        #expect(TextNumber.stated(in: text).map(\.value) == values)
    }

    @Test(arguments: [
        ("0.6271", 0.62714999, true), ("0.6271", 0.62715001, false), ("0.6271", 0.6270501, true), ("0.13", 0.125, true),
        ("0.12", 0.125, true), ("0.333…", 0.33399, true), ("0.333", 0.33399, false), ("2.5·10⁻⁸", 2.549e-8, true),
        ("2.5·10⁻⁸", 2.56e-8, false), ("12.5%", 0.12549, true), ("12.5%", 12.5, false), ("0.5", -0.5, false), ("−0.5", 0.5, false),
        ("3 − 0.5", -0.5, true), ("3 − 0.5", 0.5, true), ("0.5²", -0.5, true), ("-0.5²", 0.5, true), ("3 − (−0.5)", 0.5, false),
        ("exp(−0.5)", 0.5, true),
    ])
    func showsAsFarAsItsDigitsGo(text: String, value: Double, shows: Bool) throws {
        let number = try #require(TextNumber.all(in: text).last)
        #expect(number.shows(value) == shows)
    }
}
