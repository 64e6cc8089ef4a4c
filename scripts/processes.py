"""Processes that do not outlive the one that started them."""

import ctypes
import signal
import subprocess
import sys

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_SET_PARENT_DEATH_SIGNAL = 1


def die_with_parent(asked: signal.Signals = signal.SIGTERM) -> None:
    """Let the kernel send `asked` when the parent is gone, even after a SIGKILL; for `preexec_fn`.

    The library is loaded above, since between fork and exec a process may do very little.
    """
    if _libc is not None:
        _libc.prctl(_SET_PARENT_DEATH_SIGNAL, asked)


def end(process: subprocess.Popen[bytes], *signals: signal.Signals, seconds: float = 10) -> None:
    """Ask a process that we started to stop, each time more firmly, and wait until it is gone."""
    for asked in (*signals, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(asked)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    process.wait()
