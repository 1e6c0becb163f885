import CommandLanguage
import Testing

struct NearestNameTests {
    @Test(arguments: [
        ("sigmod", "sigmoid"), ("simgoid", "sigmoid"), ("Sigmoid", "sigmoid"), ("tahn", "tanh"), ("reluu", "relu"),
        ("stpe", "step"), ("sample", "sample"), ("learning_rate", "learning-rate"), ("epocs", "epoch"),
    ])
    func findsWhatWasMeant(written: String, meant: String) {
        let names = ["sigmoid", "tanh", "relu", "step", "sample", "learning-rate", "epoch", "z", "a"]
        #expect(nearestName(to: written, in: names) == meant)
    }

    @Test(arguments: ["banana", "x", "", "re", "sigma-algebra"])
    func staysSilentWhereNothingIsNear(written: String) {
        #expect(nearestName(to: written, in: ["sigmoid", "tanh", "relu", "step", "z", "a"]) == nil)
    }

    @Test func tiesDoNotDependOnTheOrder() {
        let names = ["h3", "g1", "h2", "H1x"]
        for shift in names.indices {
            #expect(nearestName(to: "h1", in: names[shift...] + names[..<shift]) == "H1x")
        }
        #expect(nearestName(to: "h1", in: ["h3", "g1", "h2"]) == "h2")
    }

    @Test func aSwapIsOneMistake() {
        // "abcd" is two swaps from "badc" and, without swaps, four changes.
        #expect(nearestName(to: "badcefghi", in: ["abcdefghi"]) == "abcdefghi")
        #expect(nearestName(to: "badcef", in: ["abcdex"]) == nil)
        #expect(nearestName(to: "ab", in: ["ba"]) == "ba")
    }

    @Test func longNamesAreQuick() {
        #expect(nearestName(to: String(repeating: "a", count: 100_000), in: ["a", "b"]) == nil)
    }
}
