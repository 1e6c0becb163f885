import Foundation
import Glibc

/// The folder in which a program keeps its state (XDG Base Directory Specification), with what it takes to replace a file
/// in it so that whoever reads finds the old content or the new one, whatever happens in between.
struct StateFolder {
    let path: String

    /// Why nothing can be kept.
    enum Trouble: Error {
        /// The environment names no folder for it.
        case noHome
        /// What cannot be done with which file, as the system says it.
        case system(path: String, reason: String)
        /// Another program has not let go of the folder for a while.
        case busy(path: String)
        /// A later program has written the file, which is its own to change.
        case newer(path: String)
    }

    /// `$XDG_STATE_HOME/backstep`, else `$HOME/.local/state/backstep`; nil without either. Relative values are none.
    static var usual: StateFolder? {
        func absolute(_ name: String) -> String? { Surroundings.variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        guard let base = absolute("XDG_STATE_HOME") ?? absolute("HOME").map({ $0 + "/.local/state" }) else { return nil }
        return StateFolder(path: base + "/backstep")
    }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// The content of a file, cut off one byte beyond `limit`; nil where there is no such file.
    func read(_ name: String, limit: Int) throws(Trouble) -> Data? {
        let path = path(of: name)
        // Not to wait for a writer, should someone have put a pipe there.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw trouble(path)
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let more = bytes[count...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if more < 0, errno == EINTR { continue }
            if more < 0 { throw trouble(path) }
            if more == 0 { break }
            count += more
        }
        return Data(bytes[..<count])
    }

    /// Does something that no other program does meanwhile; the folder is made if it is not there.
    func alone<Result>(_ body: () throws(Trouble) -> Result) throws(Trouble) -> Result {
        try make()
        // A file of its own, which stays: the one that is replaced is another one each time.
        let path = path(of: "lock")
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw trouble(path) }
        defer { close(descriptor) }
        // Others hold it for milliseconds; one that was stopped in between is not to stop this one.
        for _ in 0..<200 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return try body() }
            guard errno == EWOULDBLOCK || errno == EINTR else { throw trouble(path) }
            usleep(10_000)
        }
        throw .busy(path: path)
    }

    /// Puts new content in a file's place at one stroke; only for who is alone.
    func replace(_ name: String, with content: Data) throws(Trouble) {
        // Too large a file is an error to be told, as every other, and no end of the program.
        signal(SIGXFSZ, SIG_IGN)
        let (path, draft) = (path(of: name), path(of: name + ".new"))
        // What a program that was killed has left behind.
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw trouble(draft) }
        do throws(Trouble) {
            defer { close(descriptor) }
            try write(content, to: descriptor, draft)
            // The content first, then the name: else a name without content may be what a crash leaves.
            if fsync(descriptor) != 0 { throw trouble(draft) }
            if Glibc.rename(draft, path) != 0 { throw trouble(path) }
        } catch {
            unlink(draft)
            throw error
        }
        sync()
    }

    /// Gives a file another name, in place of whatever has it.
    func rename(_ name: String, to other: String) throws(Trouble) {
        let path = path(of: name)
        if Glibc.rename(path, self.path(of: other)) != 0 { throw trouble(path) }
        sync()
    }

    private func write(_ content: Data, to descriptor: Int32, _ path: String) throws(Trouble) {
        let bytes = Array(content)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { throw trouble(path) }
            start += max(0, count)
        }
    }

    /// Makes names last, on file systems that can.
    private func sync() {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// The folder and those above it, for nobody else to look into.
    private func make() throws(Trouble) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        var part = ""
        for name in path.split(separator: "/") {
            part += "/" + name
            // Where one may not write, the folder may be there all the same: the last one tells.
            if mkdir(part, 0o700) != 0, part == path, errno != EEXIST { throw trouble(path) }
        }
    }

    /// The last error of the system.
    private func trouble(_ path: String) -> Trouble { .system(path: path, reason: String(cString: strerror(errno))) }
}
