"""The functions and variables that the program uses up to its first frame, a line each, in the order of their first use:

    python3 Sources/Benchmarks/first_frame_symbols.py .build/release/backstep > Sources/backstep/first-frame.symbols

The linker lays them side by side, where they lie else all over 70 MB, so that the program starts from few pages. Names
that are no longer there do no harm; after large changes this makes the list anew. Needs valgrind, nm and strip.
"""
import bisect
import fcntl
import os
import pathlib
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios

# On the last row, which is painted last.
END_OF_FRAME = b"quit"
LESSONS = pathlib.Path(__file__).resolve().parents[2] / "lessons"


def symbols(program):
    """The addresses at which something begins, ascending, and its name for each."""
    listing = subprocess.run(["nm", "--defined-only", program], capture_output=True, text=True, check=True).stdout
    names = {}
    for line in listing.splitlines():
        address, kind, name = line.split(" ", 2)
        if kind.lower() in "tdbrwv":
            names.setdefault(int(address, 16), name)
    return sorted(names), names


def addresses_used(program):
    """The addresses of what is executed, read and written up to the first frame, in the order of their first use."""
    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    reports, reporting = os.pipe()
    environment = {
        **os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": os.devnull}
    process = subprocess.Popen(
        ["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-fd={reporting}", program],
        stdin=end, stdout=end, stderr=end, env=environment, pass_fds=[reporting], start_new_session=True)
    os.close(end)
    os.close(reporting)
    used, rest, screen = {}, b"", b""
    while END_OF_FRAME not in screen:
        ready, _, _ = select.select([terminal, reports], [], [])
        if terminal in ready:
            try:
                screen += os.read(terminal, 1 << 16)
            except OSError:
                sys.exit("the program has ended: " + screen.decode(errors="replace"))
        if reports in ready:
            *lines, rest = (rest + os.read(reports, 1 << 16)).split(b"\n")
            # "I  04001000,3", " L 1ffeffe7e,8", " S …", " M …"
            used.update((line[3:].split(b",")[0], None) for line in lines if line[:1] in b"I " and b"," in line)
    process.kill()
    process.wait()
    os.close(terminal)
    os.close(reports)
    return [int(address, 16) for address in used]


def main():
    with tempfile.TemporaryDirectory() as folder:
        # As deep as in `.build`, so that the lessons are looked for in the usual way.
        os.symlink(LESSONS, os.path.join(folder, "lessons"))
        program = os.path.join(folder, "build", "target", "release", "backstep")
        os.makedirs(os.path.dirname(program))
        # valgrind would read all that debuggers need.
        subprocess.run(["strip", "--strip-debug", "-o", program, sys.argv[1]], check=True)
        addresses, names = symbols(program)
        places = (bisect.bisect_right(addresses, address) - 1 for address in addresses_used(program))
        print(*dict.fromkeys(names[addresses[place]] for place in places if place >= 0), sep="\n")


if __name__ == "__main__":
    main()
