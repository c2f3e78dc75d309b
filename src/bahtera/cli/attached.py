"""Programs that end when the one that started them ends, however it ends.

``python -m bahtera.cli.attached PARENT PROGRAM ...`` becomes the program, with the kernel told to stop it when the
process PARENT is gone. A supervisor that was killed (`kill -9`, no memory left) would otherwise leave a web server
and a worker that nobody watches and that hold the port. Linux only; elsewhere the program just runs.

A process of the web server, which its server may have forked with a handler of SIGTERM that only the server
understands, watches its parent itself (``end_after``) and is given a limited time to finish what it answers.
"""

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 0.5


def follow_parent(parent: int) -> None:
    """Ask the kernel for SIGTERM when the parent ends; at once, if `parent` is no longer the parent."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel knew
        os.kill(os.getpid(), signal.SIGTERM)


def end_after(parent: int, grace: float) -> None:
    """Stop this process when `parent` no longer is its parent: by SIGTERM, and after `grace` seconds regardless.

    Called from the main thread, before the process sets its own handlers. The second stop is the kernel's
    (SIGALRM, which nothing here handles), because a process that hangs may hang with the interpreter's lock.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, grace)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="end-after-parent", daemon=True).start()


def main(words: list[str]) -> None:
    """Become the program; what was asked of the kernel outlives this."""
    follow_parent(int(words[0]))
    os.execv(words[1], words[1:])  # noqa: S606 - our own command, no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
