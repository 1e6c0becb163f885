import Debugger
import TestNetworks
import Testing

@testable import CommandLanguage

/// Values shown after every move, as one types them.
@Suite struct DisplayTranscriptTests {
    // By hand: z(h1) = 0.2·0.5 + 0.4·0.8 + 0.1 = 0.52 is the third result, σ(0.52) the fourth; of an epoch's 56 results
    // the last 18 are the update's, two for each of 9 parameters, w11 first: 56 − 18 + 2 = 40.
    @Test func transcript() throws {
        var session = try Session(run: Networks.twoTwoOne(.sigmoid))
        let lines = [
            ("display", "none: display sets them"),
            ("display z(h1)", "1: z(h1): not reached before position 3"),
            ("display w11 * 2", "2: w11·2 = 0.4"),
            ("display z(h1)", "1: z(h1): not reached before position 3"),
            ("step", ""),
            ("display a(h1) > z(h1)", "3: a(h1) > z(h1): not reached before position 4"),
            ("step", ""),
            ("display", "1: z(h1) = 0.52\n2: w11·2 = 0.4\n3: a(h1) > z(h1): true"),
            ("display z(h1) + z(h9)", "there is no neuron h9; did you mean h1?"),
            ("delete display 1", "Display 1 deleted"),
            ("undisplay 3", "Display 3 deleted"),
            ("undisplay 3", "there is no display 3; there are 2"),
            ("display new(w11)", "4: new(w11): not reached before position 40"),
            ("info display", "2: w11·2 = 0.4\n4: new(w11): not reached before position 40"),
            ("set w11 = 0.5", ""),
            ("display", "2: w11·2 = 1\n4: new(w11): not reached before position 40"),
            ("undisplay", "All displays deleted"),
            ("info displays", "none: display sets them"),
            ("undisplay 1", "there is no display 1: none has been set"),
            ("display L", "1: L: not reached before position 15"),
        ]
        for (line, expected) in lines {
            let said = answer(line, &session)
            if !line.hasPrefix("set") { #expect(said == expected, "\(line)") }
        }
    }
}
