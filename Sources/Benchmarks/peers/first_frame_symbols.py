"""Writes down the functions and variables that the release build uses up to its first frame, in the order of their first
use, for the linker to lay side by side; else they lie all over 70 MB, and the program starts from many pages.

Names that are no longer there do no harm; after large changes this makes the list anew. Needs valgrind, nm and strip.
"""
import bisect
import os
import pathlib
import select
import subprocess
import sys
import tempfile

from first_frame import ENVIRONMENT, open_terminal

# On the last row, which is painted last.
END_OF_FRAME = b"quit"
ROOT = pathlib.Path(__file__).resolve().parents[3]


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
    terminal, end = open_terminal()
    reports, reporting = os.pipe()
    process = subprocess.Popen(
        ["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-fd={reporting}", program],
        stdin=end, stdout=end, stderr=end, env=ENVIRONMENT, pass_fds=[reporting], start_new_session=True)
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
        os.symlink(ROOT / "lessons", os.path.join(folder, "lessons"))
        program = os.path.join(folder, "build", "target", "release", "backstep")
        os.makedirs(os.path.dirname(program))
        # valgrind would read all that debuggers need.
        subprocess.run(["strip", "--strip-debug", "-o", program, ROOT / ".build/release/backstep"], check=True)
        addresses, names = symbols(program)
        places = (bisect.bisect_right(addresses, address) - 1 for address in addresses_used(program))
        found = dict.fromkeys(names[addresses[place]] for place in places if place >= 0)
    (ROOT / "Sources/backstep/first-frame.symbols").write_text("".join(name + "\n" for name in found))


if __name__ == "__main__":
    main()
