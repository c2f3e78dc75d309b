"""Programs that end when the one that started them ends, however it ends.

``python -m bahtera.cli.attached PARENT PROGRAM ...`` becomes the program, with the kernel told to stop it when the
process PARENT is gone. A supervisor that was killed (`kill -9`, no memory left) would otherwise leave a web server
and a worker that nobody watches and that hold the port. Linux only; elsewhere the program just runs.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def follow_parent(parent: int | None = None) -> None:
    """Ask the kernel for SIGTERM when the parent ends; at once, if `parent` is no longer the parent."""
    if not sys.platform.startswith("linux"):
        return
    expected = os.getppid() if parent is None else parent
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != expected:  # it ended before the kernel knew
        os.kill(os.getpid(), signal.SIGTERM)


def main(words: list[str]) -> None:
    """Become the program; what was asked of the kernel outlives this."""
    follow_parent(int(words[0]))
    os.execv(words[1], words[1:])  # noqa: S606 - our own command, no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
