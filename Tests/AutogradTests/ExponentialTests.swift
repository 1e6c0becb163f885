import Autograd
import Foundation
import TestNetworks
import Testing

/// The functions that are computed in lanes: their values, and that no lane knows of the others.
struct ExponentialTests {
    /// Numbers of every size, next to the limits of the range among them.
    static let arguments: [Double] = {
        var generator = SeededGenerator(seed: 12)
        let usual = (0..<2000).map { _ in Double.random(in: -40...40, using: &generator) }
        let small = (0..<500).map { _ in Double.random(in: -1...1, using: &generator) * pow(10, .random(in: -320...0, using: &generator)) }
        let large = (0..<500).map { _ in Double.random(in: -760...760, using: &generator) }
        return usual + small + large + [
            0, -0.0, 1, -1, 708, 709.78, 709.79, -708, -708.4, -745.13, -745.14, -1e300, 1e300, .infinity, -.infinity,
        ]
    }()

    /// How many units in the last place of the second number the first is away from it.
    private func units(_ found: Double, _ expected: Double) -> Double {
        found == expected ? 0 : Swift.abs(found - expected) / expected.ulp
    }

    /// The C library rounds its own to within one unit, so that much is added to what the doc comments promise.
    @Test func values() {
        for x in Self.arguments {
            #expect(units(Elementary.exp(x), exp(x)) <= 2.5, "e^\(x)")
            #expect(units(Elementary.tanh(x), tanh(x)) <= 4, "tanh \(x)")
            let e = exp(-Swift.abs(x))
            #expect(units(Elementary.sigmoid(x), (x >= 0 ? 1 : e) / (1 + e)) <= 4, "σ(\(x))")
        }
    }

    @Test func signsAndWhatIsNoNumber() {
        #expect(Elementary.tanh(-0.0).sign == .minus)
        #expect(Elementary.tanh(0.0).sign == .plus)
        #expect(Elementary.exp(.nan).isNaN)
        #expect(Elementary.tanh(.nan).isNaN)
        #expect(Elementary.sigmoid(.nan).isNaN)
        #expect(Elementary.exp(0) == 1)
        #expect(Elementary.sigmoid(0) == 0.5)
        for x in Self.arguments { #expect(Elementary.tanh(-x) == -Elementary.tanh(x)) }
    }

    @Test func lanesDoNotKnowOfEachOther() {
        let functions: [(lanes: (Lanes) -> Lanes, one: (Double) -> Double)] = [
            ({ Elementary.exp($0) }, { Elementary.exp($0) }), ({ Elementary.tanh($0) }, { Elementary.tanh($0) }),
            ({ Elementary.sigmoid($0) }, { Elementary.sigmoid($0) }),
        ]
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let x = (0..<4).map { _ in Self.arguments.randomElement(using: &generator) ?? 0 }
            for function in functions {
                let y = function.lanes(Lanes(x))
                for lane in 0..<4 { #expect(y[lane].bitPattern == function.one(x[lane]).bitPattern) }
            }
        }
    }
}
