import Glibc

/// The locale as far as characters go: numbers are written and read the same everywhere.
public enum CharacterLocale {
    /// Takes over the environment's locale.
    ///
    /// One that asks for UTF-8 and is not installed, as is usual in containers, gets the one that always is.
    ///
    /// - Returns: whether text is UTF-8.
    @discardableResult
    public static func adopt() -> Bool {
        if setlocale(LC_CTYPE, "") == nil, asksForUTF8 {
            for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil { break }
        }
        guard let name = nl_langinfo(Int32(CODESET)) else { return false }
        return String(cString: name) == "UTF-8"
    }

    /// Whether the name of the locale ends as those with UTF-8 do: `zh_CN.UTF-8`, `de_DE.utf8@euro`.
    private static var asksForUTF8: Bool {
        for variable in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = getenv(variable), value.pointee != 0 else { continue }
            let name = String(cString: value).prefix { $0 != "@" }.lowercased()
            return name.hasSuffix(".utf-8") || name.hasSuffix(".utf8")
        }
        return false
    }
}
