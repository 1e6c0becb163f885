import Foundation
import Testing

/// The documents' mistakes, each as a command that shows it fail and names it.
struct MistakeTests {
    @Test("A formula as it is printed fails, and is named", arguments: [
        ("E1", "two-two-one-sigmoid", "activation-derivative-of-previous-layer"),
        ("E2", "deep", "weights-not-transposed"), ("E2", "deep", "weights-of-own-layer"),
        ("E3", "two-two-one-sigmoid", "activation-derivative-missing"),
        ("E4", "two-two-one-sigmoid", "sign-flipped"),
        ("E6", "two-two-one-sigmoid", "activation-derivative-of-z-as-a"),
        ("E7", "two-two-one-sigmoid", "activation-derivative-twice"),
        ("E8", "two-two-one-sigmoid", "error-ignored"),
        ("E9", "two-two-one-sigmoid", "activation-derivative-of-next-layer"),
        ("E17", "two-two-one-sigmoid", "gradients-not-zeroed"),
    ])
    func printed(row: String, model: String, mistake: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var file = model
        if model == "deep" {
            // Square and not symmetric, which 2-2-1 cannot be.
            file = folder.appending(path: "deep.yaml").path
            try """
                title: Two square layers
                model:
                  network:
                    inputs: [x1, x2]
                    layers:
                      - {name: one, units: 2, activation: tanh, weights: [[0.2, 0.4], [-0.3, 0.5]], biases: [0.1, -0.1]}
                      - {name: two, units: 2, activation: tanh, weights: [[0.7, -0.6], [0.1, 0.3]], biases: [0.2, 0]}
                    loss: half-squared-error
                data: {samples: [{inputs: [0.5, 0.8], targets: [1, 0]}]}
                """.write(toFile: file, atomically: true, encoding: .utf8)
        }
        let program = try Program.run("compare", file, "--mutate", mistake)
        #expect(program.status == 1 && program.errors.isEmpty, "\(row): \(program.errors)")
        #expect(program.output.contains(mistake) && program.output.contains("disagrees"))
    }

    /// E10 and E4 are seen in the parameters after an update. Every number is worked by hand from the golden file.
    @Test(arguments: [("update-replaces", "E10"), ("update-ascends", "E4")])
    func update(mistake: String, row: String) throws {
        let golden = Places.golden.appending(path: "two-two-one-sigmoid.json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: golden)) as? [String: Any])
        let gradients = try #require(object["grad"] as? [String: Double])
        let old = ["w11": 0.2, "w12": 0.4, "b1": 0.1, "w21": -0.3, "w22": 0.5, "b2": -0.1, "w31": 0.7, "w32": -0.6, "b3": 0.2]
        let updated = old.merging(gradients) { old, gradient in (mistake == "update-replaces" ? 0 : old) + 0.1 * gradient }
        let program = try against(["gradients": gradients, "updated": updated], "--format", "json")
        #expect(program.status == 1)
        #expect(program.output.contains("\"diagnosis\":[{\"mistake\":\"\(mistake)\",\"where\":\"network\",\"fit\":"), "\(program.output)")
        #expect(program.output.hasPrefix("{\"method\":\"central\",\"loss\":") && program.output.contains("\"verdict\":\"disagrees\""))
    }

    /// What gradients alone do not show is told by the first number that is wrong: E4, E10, E15 and E19.
    @Test(arguments: [
        ("two-two-one-sigmoid", "update-ascends", "after update 1, w11 is"), ("two-two-one-sigmoid", "update-replaces", "after update 1, w11 is"),
        ("two-two-one-sigmoid", "sums-all-layers", "all is right up to z(y)"), ("initialisation-xavier", "xavier-as-he", "w1[1,1] begins at"),
        ("gan", "factor-two", "disagrees"),
    ])
    func firstWrongNumber(model: String, mistake: String, says: String) throws {
        let program = try Program.run("compare", model, "--mutate", mistake)
        #expect(program.status == 1 && program.output.contains(mistake) && program.output.contains(says), "\(program.output)")
    }

    /// E4 in training: the loss climbs; the right run's falls.
    @Test func aBrokenRunIsTrained() throws {
        let right = try Program.run("run", "two-two-one-sigmoid", "--format", "json")
        let broken = try Program.run("run", "two-two-one-sigmoid", "--format", "json", "--mutate", "update-ascends")
        func losses(_ text: String) throws -> [Double] {
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            return (object?["epochs"] as? [[String: Any]] ?? []).compactMap { $0["loss"] as? Double }
        }
        let (falling, climbing) = (try losses(right.output), try losses(broken.output))
        #expect(falling.count == 100 && climbing.count == 100 && falling[0] == climbing[0])
        #expect(falling[99] < falling[0] && climbing[99] > climbing[0] && broken.errors.contains("update-ascends"))
        let trace = try Program.run("trace", "two-two-one-sigmoid", "--epochs", "1", "--mutate", "update-ascends")
        #expect(trace.status == 0 && trace.output.contains("w11 + η·∂L/∂w11"))
        #expect(try Program.run("run", "two-two-one-sigmoid", "--mutate", "update-ascend").status == 2)
    }

    @Test func statuses() throws {
        let path = Places.root.appending(path: "Tests/LessonsTests/golden/exports/pytorch-gradients.json").path
        let right = try Program.run("compare", "two-two-one-sigmoid", "--against", path)
        #expect(right.status == 0 && right.output.contains("10 numbers"))
        #expect(try Program.run("compare", "two-two-one-tanh", "--against", path).status == 1)
        for arguments in [["--against", "/no/such"], ["--against", "README.md"], ["--map", "sideways", "--against", path],
            ["--mutate", "x"], ["--as", "weights", "--against", path], ["--after", "-1", "--against", path], ["--after", "2"],
            ["--as", "gradients", "--after", "1", "--against", path], ["--as", "updated", "--against", path],
            ["--mutate", "sign-flipped", "--against", path], ["--template", "--against", path],
            ["--after", "101", "--against", path]] {
            let program = try Program.run(["compare", "two-two-one-sigmoid"] + arguments)
            #expect(program.status == 2 && program.output.isEmpty && !program.errors.isEmpty, "\(arguments)")
        }
        let template = try Program.run("compare", "two-two-one-sigmoid", "--template")
        #expect(template.status == 0 && template.output.contains("\"w32\": null"))
    }

    /// A file of parameters after updates, counted from a position of a run with momentum; worked by hand:
    /// v = γ·v + g, θ = θ − η·v.
    @Test func updatesFromAPosition() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = folder.appending(path: "line.yaml")
        try """
            title: A line through the origin
            model:
              network:
                inputs: [x]
                layers: [{name: output, activation: identity, neurons: {y: {weights: {w: 1}}}}]
                loss: half-squared-error
            data: {samples: [{inputs: [1], targets: [0]}]}
            training: {optimizer: {name: momentum, momentum: 0.5, learning-rate: 0.25}, epochs: 6}
            """.write(to: model, atomically: true, encoding: .utf8)
        var (w, v, after) = (1.0, 0.0, [1.0])
        for _ in 0..<5 {
            v = 0.5 * v + w
            w -= 0.25 * v
            after.append(w)
        }
        let file = folder.appending(path: "weights.csv")
        func compare(_ value: Double, _ options: String...) throws -> Program {
            try "name,value\nw,\(value)\n".write(to: file, atomically: true, encoding: .utf8)
            return try Program.run(["compare", model.path, "--against", file.path] + options)
        }
        #expect(try compare(after[1], "--as", "updated").status == 0)
        #expect(try compare(after[5], "--after", "5").status == 0)
        #expect(try compare(after[4], "--at", "epoch 4", "--as", "updated").status == 0)
        #expect(try compare(after[5], "--at", "epoch 4", "--after", "2", "--format", "json").output.contains("\"verdict\":\"agrees\""))
        let wrong = try compare(after[3] - 0.25 * after[3], "--at", "epoch 4", "--as", "updated")
        #expect(wrong.status == 1 && wrong.output.contains("momentum-buffer-dropped"), "\(wrong.output)")
        let late = try compare(after[5], "--at", "end", "--as", "updated")
        #expect(late.status == 2 && late.errors.contains("--at"), "\(late.errors)")
    }

    private func against(_ numbers: [String: Any], _ options: String...) throws -> Program {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "numbers.json")
        try JSONSerialization.data(withJSONObject: numbers).write(to: file)
        return try Program.run(["compare", "two-two-one-sigmoid", "--against", file.path] + options)
    }
}
