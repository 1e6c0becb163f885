import CommandLanguage
import Glibc
import Screen

/// Standard output and standard error, for text that has been through the filter.
///
/// When nobody reads standard output any longer, as after `| head`, the program ends quietly.
final class Output {
    private var buffer: [UInt8] = []
    private var failure: Failure?

    private init() {
        // A reader that leaves is found out by the write, which can then end the program in order.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Collects what `body` prints and sees to it that all of it is written, also when it fails.
    static func collect<Result>(_ body: (Output) throws -> Result) throws -> Result {
        let output = Output()
        let result: Result
        do {
            result = try body(output)
        } catch {
            output.flush()
            throw error
        }
        output.flush()
        if let failure = output.failure { throw failure }
        return result
    }

    static func collect(_ body: (Output) -> Void) throws(Failure) {
        let output = Output()
        body(output)
        output.flush()
        if let failure = output.failure { throw failure }
    }

    /// Prints a line; in ASCII where the locale has no more.
    func line(_ text: SafeText = "") { append(Surroundings.charset.spell(text).string + "\n") }

    func line(_ text: Localized) { line(SafeText(text[Surroundings.language], keepingNewlines: true)) }

    /// Prints text without ending the line, for a prompt.
    func text(_ text: SafeText) { append(Surroundings.charset.spell(text).string) }

    /// Prints a line of JSON, which is UTF-8 whatever the locale.
    func json(_ line: String) { append(SafeText(line).string + "\n") }

    private func append(_ text: String) {
        buffer += Array(text.utf8)
        if buffer.count > 1 << 16 { flush() }
    }

    /// Writes what has been printed so far.
    func flush() {
        var start = 0
        while start < buffer.count && failure == nil {
            let count = buffer[start...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                start += count
            } else if errno == EPIPE {
                exit(0)
            } else if errno != EINTR {
                failure = Failure(Phrase.cannotWrite(String(cString: strerror(errno))))
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes a message to standard error.
    static func complain(_ text: SafeText) { standardError(Surroundings.charset.spell(text).string + "\n") }

    static func complain(_ text: Localized) { complain(SafeText(text[Surroundings.language], keepingNewlines: true)) }

    /// Writes the progress line over itself; an empty text wipes it out.
    static func progress(_ text: SafeText) { standardError("\r\u{1B}[K" + Surroundings.charset.spell(text).string) }

    private static func standardError(_ text: String) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return }
            start += max(0, count)
        }
    }
}
