import Glibc
import Synchronization

/// Ctrl-C, which asks a long computation to stop.
enum Interruption {
    /// What a program without anything to stop does at Ctrl-C.
    enum Waiting: UInt8, AtomicRepresentable {
        /// Nothing: it computes, and looks for itself.
        case no
        /// At a prompt a new line begins, as in a shell.
        case atPrompt
        /// At the end of a pipe the program ends.
        case forPipe
    }

    private static let flag = Atomic<Bool>(false)
    private static let waiting = Atomic<Waiting>(.no)

    static var hasCome: Bool { flag.load(ordering: .relaxed) }

    /// Whether it has come since this was asked last.
    static func take() -> Bool { flag.exchange(false, ordering: .relaxed) }

    /// The first one asks the computation to stop, the second one ends the program.
    static func watchOnce() { watch(flags: Int32(bitPattern: UInt32(SA_RESETHAND))) }

    /// Every one stops only what is being computed.
    static func watchAlways() { watch(flags: Int32(SA_RESTART)) }

    private static func watch(flags: Int32) {
        // Before the handler can come to them: making them is not for a handler to do.
        flag.store(false, ordering: .relaxed)
        waiting.store(.no, ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            switch Interruption.waiting.load(ordering: .relaxed) {
            case .no: Interruption.flag.store(true, ordering: .relaxed)
            case .atPrompt:
                let prompt: StaticString = "\n(backstep) "
                _ = write(STDOUT_FILENO, prompt.utf8Start, prompt.utf8CodeUnitCount)
            case .forPipe: _exit(130)
            }
        }
        action.sa_flags = flags
        sigaction(SIGINT, &action, nil)
    }

    /// Reads a line of standard input.
    static func readLine(atPrompt: Bool) -> String? {
        _ = take()
        waiting.store(atPrompt ? .atPrompt : .forPipe, ordering: .relaxed)
        defer { waiting.store(.no, ordering: .relaxed) }
        return Swift.readLine()
    }
}

/// The time since the program began to look, in seconds.
enum Stopwatch {
    private static let began = ContinuousClock.now

    static var now: Double { (ContinuousClock.now - began) / .seconds(1) }
}
