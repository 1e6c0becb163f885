import Foundation

/// Gives the bytes of the files that a lesson names.
public struct FileLoader: Sendable {
    public enum Failure: Error, Sendable {
        case notFound
        /// The path leads out of the lesson's folder.
        case outside
        /// A folder, a device or a pipe.
        case notAFile
        case tooLarge
        case unreadable
    }

    /// The bytes at a path relative to the lesson's folder; more than the limit are a failure.
    let load: @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], Failure>
    /// How a message calls the file.
    let displayPath: @Sendable (_ path: String) -> String

    public init(
        load: @escaping @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], Failure>,
        displayPath: @escaping @Sendable (_ path: String) -> String = { $0 }
    ) {
        self.load = load
        self.displayPath = displayPath
    }

    /// No files at all.
    public static let none = FileLoader { _, _ in .failure(.notFound) }

    /// The files of the folder that `file` stands in, and of the folders inside it.
    ///
    /// Links are followed first and the place they lead to is judged, so that none leads out.
    public static func folder(ofFile file: String) -> FileLoader {
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        return FileLoader { path, limit in
            guard !path.isEmpty, !path.utf8.contains(0), staysInside(path) else { return .failure(.outside) }
            guard let base = resolved(folder.isEmpty ? "." : folder) else { return .failure(.notFound) }
            guard let target = resolved(base + "/" + path) else {
                return .failure(errno == ENOENT || errno == ENOTDIR ? .notFound : .unreadable)
            }
            guard target.hasPrefix(base.hasSuffix("/") ? base : base + "/") else { return .failure(.outside) }
            return contents(of: target, limit: limit, onlyRegular: true)
        } displayPath: { folder + $0 }
    }

    /// Whether the path, as it is written, stays in its folder: relative, and never more steps up than
    /// down.
    private static func staysInside(_ path: String) -> Bool {
        guard !path.hasPrefix("/") else { return false }
        var depth = 0
        for part in path.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            if depth < 0 { return false }
        }
        return true
    }

    private static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// The bytes of a file. A lesson itself may also come from a pipe; a file that a lesson names may
    /// not, since waiting for one would hold the program.
    public static func contents(of path: String, limit: Int, onlyRegular: Bool = false) -> Result<[UInt8], Failure> {
        guard !path.isEmpty, !path.utf8.contains(0) else { return .failure(.notFound) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (onlyRegular ? O_NONBLOCK : 0))
        guard descriptor >= 0 else {
            return .failure(errno == ENOENT || errno == ENOTDIR ? .notFound : .unreadable)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.unreadable) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || (!onlyRegular && kind == S_IFIFO) else { return .failure(.notAFile) }
        guard status.st_size <= limit else { return .failure(.tooLarge) }
        // One byte more than there seems to be, so that the end shows without asking for more room.
        var bytes = [UInt8](repeating: 0, count: min(max(Int(status.st_size), 1 << 12), limit) + 1)
        var used = 0
        while true {
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: used), $0.count - used) }
            if count == 0 {
                bytes.removeLast(bytes.count - used)
                return .success(bytes)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return .failure(.unreadable)
            }
            used += count
            guard used <= limit else { return .failure(.tooLarge) }
            if used == bytes.count { bytes += repeatElement(0, count: min(used, limit + 1 - used)) }
        }
    }
}
