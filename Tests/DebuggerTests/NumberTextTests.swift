import Debugger
import Foundation
import Testing

/// Against the C library, for numbers with few digits and with many.
@Test(arguments: 0...6)
func fixedNumbersAreThoseOfTheLibrary(decimals: Int) {
    for power in [1.0, 10, 1e3, 1e5, 1e9, 3, 7] {
        for numerator in stride(from: -99_991.0, through: 99_991, by: 113) {
            let value = numerator / power
            // Below that and above, texts have an exponent.
            guard abs(value) >= 5 * pow(10, Double(-decimals)), abs(value) < 1e5 else { continue }
            #expect(NumberText.fixed(value, decimals: decimals) == String(format: "%.\(decimals)f", value))
        }
    }
    #expect(NumberText.fixed(-0.0, decimals: decimals) == String(format: "%.\(decimals)f", 0.0))
}

@Test func levelsAreNamedAsTheirCases() {
    for zoom in Zoom.allCases { #expect(zoom.name == "\(zoom)") }
}
