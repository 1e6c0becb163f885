import Glibc

/// Writing a text into a file.
enum TextFile {
    /// Writes the whole text.
    ///
    /// - Returns: the number of the system's error; nil when all went well.
    static func write(_ text: String, to path: String, overwrites: Bool = false) -> Int32? {
        guard !path.utf8.contains(0) else { return EINVAL }
        // A file that is there already is found by opening it, so that none can come between.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (overwrites ? O_TRUNC : O_EXCL)
        let descriptor = open(path, flags, 0o666)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return errno }
            start += max(0, count)
        }
        return nil
    }
}
