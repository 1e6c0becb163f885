import CNcurses
import Glibc
import Screen

/// Why there can be no full-screen program here.
public enum TerminalError: Error, Hashable, Sendable {
    public enum Stream: Hashable, Sendable { case input, output }

    /// Standard input or output is a file or a pipe.
    case notATerminal(Stream)
    /// `TERM` is unset, or names a type the terminal database does not know.
    case unknownTerminalType(String)
    /// A terminal of this type cannot move its cursor (`TERM=dumb`).
    case cannotMoveCursor(type: String)
    /// Another `Terminal` has it.
    case alreadyOpen
    /// The system refused what a terminal program needs.
    case systemRefused
}

/// The terminal in full-screen mode: paints frames, reads keys, and gives the terminal back.
///
/// It is given back by `restore()`, at `deinit` and `exit`, and when a signal ends the program
/// (which then ends by that signal), crashes included; Ctrl-Z stops and `fg` repaints. One
/// thread uses it, and one at a time exists.
public final class Terminal {
    /// Whether the locale's text is UTF-8. If not, only ASCII can be shown.
    public let isUTF8: Bool
    /// Whether styles have colours: the terminal can, and `NO_COLOR` is unset or empty.
    public var hasColors: Bool { palette.colors > 0 }
    /// How many colours styles have: 0 for none.
    public var colors: Int { palette.colors }

    private let screen: OpaquePointer
    private let keyboard: Keyboard
    private var palette: Palette
    /// The frame painted last; nil after anything that may have changed the window behind it.
    private var shown: Frame?
    private var isOpen = true
    private var isGone = false

    public init() throws(TerminalError) {
        if isatty(STDIN_FILENO) == 0 { throw .notATerminal(.input) }
        if isatty(STDOUT_FILENO) == 0 { throw .notATerminal(.output) }
        CharacterLocale.adopt()
        let type = Self.environment("TERM") ?? ""
        var modes = termios()
        guard tcgetattr(STDIN_FILENO, &modes) == 0 else { throw .systemRefused }
        switch cn_restoration_begin(&modes) {
        case cn_begin_done: break
        case cn_begin_already: throw .alreadyOpen
        default: throw .systemRefused
        }
        // The kernel's size and no other: LINES and COLUMNS would freeze it.
        use_env(false)
        use_tioctl(true)
        var found: Int32 = 0
        guard let screen = cn_open_screen(type, &found) else {
            cn_restoration_end()
            throw Int(found) == cn_terminal_unknown ? .unknownTerminalType(type) : .cannotMoveCursor(type: type)
        }
        // Until a screen has been left once, ncurses 6.4 takes it for one not yet in use, and writes every movement of
        // the cursor by itself: sixty writes to a frame in place of two, which took a quarter of the time to the first.
        // Before there are colours, because coming back resets those.
        endwin()
        doupdate()
        guard let keyboard = Keyboard(isUTF8: cn_is_utf8()) else {
            endwin()
            delscreen(screen)
            cn_restoration_end()
            throw .systemRefused
        }
        self.screen = screen
        self.keyboard = keyboard
        isUTF8 = cn_is_utf8()
        palette = Palette(allowsColors: (Self.environment("NO_COLOR") ?? "").isEmpty)
        Self.setModes()
        cn_restoration_ready()
    }

    deinit { restore() }

    /// Ctrl-Z and Ctrl-C stay signals, so that they work while the program computes; Ctrl-S,
    /// Ctrl-V and Ctrl-O become keys like any other.
    private static func setModes() {
        cbreak()
        noecho()
        var modes = termios()
        if tcgetattr(STDIN_FILENO, &modes) == 0 {
            modes.c_iflag &= ~tcflag_t(IXON)
            modes.c_lflag &= ~tcflag_t(IEXTEN)
            tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
        }
        def_prog_mode()
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The size now.
    public var size: Size {
        guard isOpen, let window = cn_window() else { return Size(rows: 0, columns: 0) }
        return Size(rows: Int(getmaxy(window)), columns: Int(getmaxx(window)))
    }

    /// Shows a frame; only what differs from the last one is sent. A frame of another size is
    /// shown from the top left as far as it goes.
    public func paint(_ frame: Frame) {
        guard isOpen, !isGone, let window = cn_window() else { return }
        let size = self.size
        // A row that is as it was need not be made again.
        let known = shown.flatMap { $0.size == frame.size ? $0 : nil }
        var cells: [cchar_t] = []
        // Most cells are styled as the one before.
        var style = Style.normal
        var look = palette.look(of: style)
        for row in 0..<size.rows where known == nil || known?.row(row) != frame.row(row) {
            cells.removeAll(keepingCapacity: true)
            let line = frame.row(row)
            var column = 0
            var last: Int?
            // By their places: to take each cell out costs more than to compare it.
            for place in line.indices where !line[place].isContinuation {
                let width = line[place].width
                if column + width > size.columns { break }
                // Most cells are like the one before; of one column, that is one element.
                if width == 1, let last, line[place].text == line[last].text, line[place].style == line[last].style,
                    let same = cells.last
                {
                    cells.append(same)
                } else {
                    if line[place].style != style {
                        style = line[place].style
                        look = palette.look(of: style)
                    }
                    Self.append(line[place], look, to: &cells)
                }
                last = place
                column += width
            }
            while column < size.columns {
                Self.append(.blank, palette.look(of: .normal), to: &cells)
                column += 1
            }
            // Without wrapping or scrolling: the last cell of the screen is one like any other.
            mvwadd_wchnstr(window, Int32(row), 0, cells, Int32(cells.count))
        }
        shown = frame
        if let cursor = frame.cursor, cursor.row < size.rows, cursor.column < size.columns,
            cursor.row >= 0, cursor.column >= 0
        {
            wmove(window, Int32(cursor.row), Int32(cursor.column))
            showCursor(true)
        } else {
            wmove(window, Int32(size.rows - 1), Int32(size.columns - 1))
            showCursor(false)
        }
        wrefresh(window)
    }

    private func showCursor(_ isVisible: Bool) {
        cn_note_cursor(!isVisible)
        curs_set(isVisible ? 1 : 0)
    }

    /// Appends a cell in exactly its width: what the terminal library would give another width,
    /// or cannot show, becomes `?`, so that nothing shifts.
    private static func append(_ cell: Cell, _ look: Palette.Look, to cells: inout [cchar_t]) {
        // Nearly every cell is one ASCII character.
        if cell.text.utf8.count == 1, let byte = cell.text.utf8.first {
            var made = cchar_t()
            var scalar = UInt32(byte)
            cn_set_cell(&made, &scalar, 1, look.attributes, look.pair)
            cells.append(made)
            return
        }
        var scalars: [UInt32] = []
        for scalar in cell.text.unicodeScalars {
            let width = scalar.isASCII ? 1 : Int(cn_width(scalar.value))
            if scalars.isEmpty, width != cell.width { break }
            if !scalars.isEmpty, width != 0 { continue }
            scalars.append(scalar.value)
        }
        let isShown = !scalars.isEmpty
        for _ in 0..<(isShown ? 1 : cell.width) {
            var made = cchar_t()
            let content: [UInt32] = isShown ? scalars : [0x3F]
            cn_set_cell(&made, content, Int32(content.count), look.attributes, look.pair)
            cells.append(made)
        }
    }

    /// The next key, or nil if none comes in time; without a `timeout` it waits for ever.
    ///
    /// `.resize` also means that everything was lost and needs painting. Ctrl-C is `.interrupt`;
    /// pressed again before the first was read, it ends the program. Alt combinations and
    /// sequences nobody knows are no keys. Once `.endOfInput` came, nothing else comes.
    public func readKey(timeout: Duration? = nil) -> Key? {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        var fruitless = 0
        while isOpen, !isGone {
            if cn_take_size_change() {
                adoptSize()
                return .resize
            }
            if cn_take_interrupt() { return .interrupt }
            switch keyboard.next() {
            case .key(let key): return key
            case .nothing: break
            case .ignored:
                fruitless = 0
                continue
            }
            switch Int(cn_wait(milliseconds(until: deadline))) {
            case cn_wait_timeout: return nil
            case cn_wait_signal: fruitless = 0
            case cn_wait_gone: isGone = true
            default:
                // Input that is announced and never there is the end of a terminal that hung up.
                fruitless += 1
                if fruitless > 3 { isGone = true }
            }
        }
        return .endOfInput
    }

    private func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        // Rounded up, so that the last millisecond is not spent turning.
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        return Int32(min(max(left.rounded(.up), 0), 1e9))
    }

    private func adoptSize() {
        shown = nil
        var rows: Int32 = 0
        var columns: Int32 = 0
        if cn_kernel_size(&rows, &columns), Size(rows: Int(rows), columns: Int(columns)) != size {
            resizeterm(rows, columns)
        }
        cn_repaint_everything()
    }

    /// Leaves the full screen and gives the terminal back as it was; again does nothing.
    public func restore() {
        guard isOpen else { return }
        isOpen = false
        keyboard.close()
        endwin()
        cn_restoration_end()
        delscreen(screen)
    }
}
