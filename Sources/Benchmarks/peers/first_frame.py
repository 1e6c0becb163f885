"""The time from the start of a program to its complete first frame: `first_frame.py PROGRAM [ARGUMENT…]`."""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

# A frame is complete when the terminal has been silent for so long; what comes later answers nothing on the screen.
SILENCE = 0.1
LONGEST = 5.0
# Nobody's progress: who has some is greeted, some frames later, with where they stopped.
ENVIRONMENT = {
    **os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": os.devnull}


def open_terminal():
    """The two ends of a terminal of 100×30, the second for the program."""
    terminal, program = pty.openpty()
    fcntl.ioctl(program, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    return terminal, program


def first_frame(call):
    """Starts the program in a terminal of 100×30; the seconds to the last byte of its first frame."""
    terminal, program = open_terminal()
    start = last = time.perf_counter()
    process = os.posix_spawnp(
        call[0], call, ENVIRONMENT, setsid=True,
        file_actions=[(os.POSIX_SPAWN_DUP2, program, stream) for stream in (0, 1, 2)])
    os.close(program)
    received = 0
    try:
        while time.perf_counter() - start < LONGEST:
            ready, _, _ = select.select([terminal], [], [], SILENCE if received else LONGEST)
            if not ready:
                break
            try:
                received += len(os.read(terminal, 1 << 16))
            except OSError:  # the program has ended
                break
            last = time.perf_counter()
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)
    if not received:
        sys.exit(f"{call[0]} has shown nothing")
    return last - start


if __name__ == "__main__":
    print(f"{first_frame(sys.argv[1:]) * 1e3:.2f} ms")
