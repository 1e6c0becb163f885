import Screen
import Testing

@testable import Walkthrough

/// Numbers in the pictures and tables are rounded where they have little room, and never say more than is true.
struct FittedNumberTests {
    private let painter = Painter(frame: Frame(size: Size(rows: 0, columns: 0)), language: .english, charset: .unicode)

    private static let values: [Double] = {
        let digits = [1, 1.06998, 1.55, 3.333_333, 4.999_96, 7.1332, 9.4999, 9.9951]
        let sizes = (-12...12).flatMap { exponent in digits.map { digit -> Double in
            (0..<abs(exponent)).reduce(digit) { value, _ in exponent < 0 ? value / 10 : value * 10 }
        } }
        let positive = sizes + [1069.98, 713.32, 533.49, 55.598, 324, 1e100, 1e-100]
        return [0] + positive + positive.map { -$0 }
    }()

    /// Half a unit of the last digit of a text such as 12.30 or 1.2e-3.
    private func half(ofLastDigitIn text: String) throws -> Double {
        let parts = text.split(separator: "e")
        let exponent = parts.count > 1 ? try #require(Int(parts[1])) : 0
        let mantissa = try #require(parts.first)
        let decimals = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
        return try #require(Double("5e\(exponent - decimals - 1)"))
    }

    @Test("What is shown is the value, rounded in its last digit", arguments: [2, 4, 5])
    func rounding(decimals: Int) throws {
        for value in Self.values {
            for width in 5...decimals + 6 {
                let shown = painter.fitted(value, decimals: decimals, width: width)
                #expect(shown.width <= width, "\(value) in \(width)")
                let text = shown.string.replacing("−", with: "-")
                // What cannot be shown is not; but a sign, four digits and an exponent always fit.
                if ["…", "-…"].contains(text) || text == "≈0" && abs(value) < 1e-3 {
                    #expect(width < 6 || abs(value) >= 1e99 || abs(value) < 1e-9, "\(value) in \(width)")
                    continue
                }
                let read = try #require(Double(text), "\(text)")
                // A double is not the decimal number that it is written as.
                let slack = abs(value) * 1e-12
                #expect(abs(read - value) <= (try half(ofLastDigitIn: text)) + slack, "\(value) in \(width): \(text)")
            }
        }
    }

    @Test func largeNumbersLoseTheirDecimalsFirst() {
        let shown = [8, 7, 6, 5, 4, 3].map { painter.fitted(1069.98, decimals: 4, width: $0).string }
        #expect(shown == ["1069.980", "1069.98", "1070.0", "1070", "1070", "1e3"])
        #expect(painter.fitted(-55.598, decimals: 2, width: 5).string == "−55.6")
        #expect(painter.fitted(-12345.6, decimals: 2, width: 5).string == "−1e4")
    }
}
