// swift-tools-version: 6.1
import PackageDescription

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
    ],
    targets: [
        .target(name: "Autograd"),
        .target(name: "NeuralNetwork", dependencies: ["Autograd"]),
        .target(name: "GradientComparison", dependencies: ["Autograd", "NeuralNetwork"]),
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
            linkerSettings: [
                // At a fixed address the program starts without relocating its libraries first, which took longer
                // than anything else before the first frame.
                .unsafeFlags(
                    ["-use-ld=lld", "-Xclang-linker", "-no-pie"],
                    .when(platforms: [.linux], configuration: .release))
            ]),
        .testTarget(name: "AutogradTests", dependencies: ["Autograd", "TestNetworks"]),
        .target(name: "TestNetworks", dependencies: ["NeuralNetwork"], path: "Tests/TestNetworks"),
        .testTarget(name: "NeuralNetworkTests", dependencies: ["NeuralNetwork", "Autograd", "TestNetworks"]),
        .testTarget(
            name: "GradientComparisonTests",
            dependencies: ["GradientComparison", "Debugger", "NeuralNetwork", "Autograd", "TestNetworks"],
            resources: [.copy("golden")]),
        .testTarget(
            name: "DebuggerTests", dependencies: ["Debugger", "NeuralNetwork", "Autograd", "TestNetworks"],
            resources: [.copy("golden")]),
        .testTarget(name: "CommandLanguageTests", dependencies: ["CommandLanguage", "TestNetworks"]),
        .testTarget(name: "LessonsTests", dependencies: ["Lessons", "TestNetworks"], resources: [.copy("bad"), .copy("golden"), .copy("models")]),
        .testTarget(name: "ScreenTests", dependencies: ["Screen"]),
        .testTarget(
            name: "WalkthroughTests",
            dependencies: [
                "Walkthrough", "Screen", "Lessons", "CommandLanguage", "Debugger", "NeuralNetwork", "Autograd",
                "TestNetworks",
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
        .testTarget(name: "ProgramTests", exclude: ["models"]),
    ],
    swiftLanguageModes: [.v6]
)
