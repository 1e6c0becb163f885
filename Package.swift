// swift-tools-version: 6.1
import Foundation
import PackageDescription

/// With its libraries inside and at a fixed address, the program starts without finding and relocating them first, once
/// the longest part of the time before the first frame.
let linkerFlags: [String] = {
    // What the first frame takes, side by side: a fifth of the time before it went by in finding it page by page. Names
    // that are no more are no mistake. `Sources/Benchmarks/peers/first_frame_symbols.py` makes the list.
    let order = [
        "--symbol-ordering-file=\(Context.packageDirectory)/Sources/backstep/first-frame.symbols",
        "--no-warn-symbol-ordering",
    ].flatMap { ["-Xlinker", $0] }
    // Debian's development packages, and so Ubuntu's, hold the static libraries too; elsewhere they are on their own.
    guard FileManager.default.fileExists(atPath: "/etc/debian_version") else {
        return ["-use-ld=lld", "-Xclang-linker", "-no-pie"] + order
    }
    // What the static Foundation needs is known to the linker only after `--static-swift-stdlib`.
    let libraries = [
        "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections", "swiftSynchronization",
    ]
    return ["-use-ld=lld", "-static-executable"] + order + libraries.map { "-l" + $0 }
}()

let package = Package(
    name: "backstep",
    products: [
        .executable(name: "backstep", targets: ["backstep"]),
        .library(name: "Autograd", targets: ["Autograd"]),
        .library(name: "NeuralNetwork", targets: ["NeuralNetwork"]),
        .library(name: "GradientComparison", targets: ["GradientComparison"]),
        .library(name: "Debugger", targets: ["Debugger"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    ],
    targets: [
        .target(name: "Autograd"),
        .target(name: "NeuralNetwork", dependencies: ["Autograd"]),
        .target(
            name: "GradientComparison",
            dependencies: [
                "Autograd", "NeuralNetwork", .product(name: "ComplexModule", package: "swift-numerics"),
            ]),
        .target(name: "Debugger", dependencies: ["Autograd", "NeuralNetwork"]),
        .target(
            name: "CommandLanguage",
            dependencies: ["Autograd", "NeuralNetwork", "Debugger", "GradientComparison"]),
        .target(
            name: "Lessons",
            dependencies: [
                "Autograd", "NeuralNetwork", "Debugger", "GradientComparison", "CommandLanguage", "Yams",
            ]),
        .target(name: "Screen"),
        .target(
            name: "Walkthrough",
            dependencies: [
                "Autograd", "NeuralNetwork", "Debugger", "GradientComparison", "CommandLanguage", "Lessons",
                "Screen",
            ]),
        .systemLibrary(name: "CNcurses"),
        .target(name: "NcursesTerminal", dependencies: ["Screen", "CNcurses"]),
        .executableTarget(
            name: "backstep",
            dependencies: [
                "Autograd", "NeuralNetwork", "GradientComparison", "Debugger", "CommandLanguage", "Lessons",
                "Screen", "Walkthrough", "NcursesTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["first-frame.symbols"],
            linkerSettings: [.unsafeFlags(linkerFlags, .when(platforms: [.linux], configuration: .release))]),
        .testTarget(name: "AutogradTests", dependencies: ["Autograd", "TestNetworks"]),
        .target(name: "TestNetworks", dependencies: ["NeuralNetwork"], path: "Tests/TestNetworks"),
        .testTarget(name: "NeuralNetworkTests", dependencies: ["NeuralNetwork", "Autograd", "TestNetworks"]),
        .testTarget(
            name: "GradientComparisonTests",
            dependencies: [
                "GradientComparison", "Debugger", "NeuralNetwork", "Autograd", "TestNetworks",
                .product(name: "ComplexModule", package: "swift-numerics"),
            ],
            resources: [.copy("golden")]),
        .testTarget(
            name: "DebuggerTests", dependencies: ["Debugger", "GradientComparison", "NeuralNetwork", "Autograd", "TestNetworks"],
            resources: [.copy("golden")]),
        .testTarget(
            name: "CommandLanguageTests",
            dependencies: ["CommandLanguage", "GradientComparison", "Debugger", "NeuralNetwork", "Autograd", "TestNetworks"]),
        .testTarget(name: "LessonsTests", dependencies: ["Lessons", "GradientComparison", "TestNetworks"], resources: [.copy("bad"), .copy("golden"), .copy("models")]),
        .target(name: "TestTerminal", path: "Tests/TestTerminal"),
        .testTarget(name: "ScreenTests", dependencies: ["Screen", "TestNetworks", "TestTerminal"]),
        .testTarget(
            name: "WalkthroughTests",
            dependencies: [
                "Walkthrough", "Screen", "Lessons", "CommandLanguage", "GradientComparison", "Debugger", "NeuralNetwork",
                "Autograd", "TestNetworks",
            ],
            exclude: ["models", "screens"]),
        .testTarget(
            name: "ModelTests",
            dependencies: [
                "Walkthrough", "Screen", "Lessons", "CommandLanguage", "GradientComparison", "Debugger", "NeuralNetwork",
                "Autograd", "TestNetworks",
            ],
            exclude: ["golden"]),
        .testTarget(name: "LayeringTests"),
        .testTarget(name: "ProgramTests", dependencies: ["TestTerminal"], exclude: ["models"]),
    ],
    swiftLanguageModes: [.v6]
)

// Only for who asks for them: nobody else has to fetch a benchmark library and build one more program.
if Context.environment["BACKSTEP_BENCHMARKS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/google/swift-benchmark", from: "0.1.2"))
    package.targets.append(
        .executableTarget(
            name: "benchmarks",
            dependencies: [
                "Autograd", "NeuralNetwork", "GradientComparison", "Debugger", "CommandLanguage", "Lessons", "Screen",
                "Walkthrough",
                .product(name: "Benchmark", package: "swift-benchmark"),
            ],
            path: "Sources/Benchmarks",
            exclude: ["peers"],
            linkerSettings: [.unsafeFlags(linkerFlags, .when(platforms: [.linux], configuration: .release))]))
}

// Not where the package is a dependency, which may not have such flags.
if !Context.packageDirectory.contains("/checkouts/") {
    // Without this the first use of each generic type goes through the conformances of all libraries, some six
    // thousand: a seventh of the time before the first frame.
    var releaseFlags = ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"]
    // Function by function, for the linker to bring those of the first frame together.
    releaseFlags += ["-Xfrontend", "-function-sections"]
    #if arch(x86_64)
        // All the vectors that the processor has, which halve the time that training takes; no bit of a result changes.
        releaseFlags += ["-Xcc", "-march=native"]
    #endif
    for target in package.targets where target.type == .regular || target.type == .executable {
        target.swiftSettings = [.unsafeFlags(releaseFlags, .when(configuration: .release))]
        // The tests go through millions of these modules' operations; with bounds checked and optimised they take a
        // third of the time.
        if ["Autograd", "NeuralNetwork", "Debugger", "GradientComparison"].contains(target.name) {
            target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
        }
    }
}
