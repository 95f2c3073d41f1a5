"""What a process of Tanggap asks of the operating system."""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
M_ARENA_MAX = -8
FILES_WANTED = 8192


def die_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends, however that ended; nothing is lost by a kill."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # The parent was gone before the kernel was asked.
        os._exit(1)


def name_process(title: str) -> None:
    """Show a title in `ps` and `top` in place of the command line that this process was forked from."""
    ctypes.CDLL(None).prctl(PR_SET_NAME, title.encode()[:15])
    numbers = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    # proc(5): where the kernel finds the arguments, fields 48 and 49. Python keeps a copy of its own.
    start, end = int(numbers[45]), int(numbers[46])
    if 0 < start < end:
        ctypes.memmove(start, title.encode()[: end - start - 1].ljust(end - start, b"\0"), end - start)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def allow_many_files() -> None:
    """Raise the number of files and sockets that may be open, as far as the operator's limit lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def settle_memory() -> None:
    """Spare memory and time: few arenas, and a garbage collector that leaves alone what is loaded now."""
    # Threads that mostly wait would each keep their own freed memory; only glibc has the call.
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)
    gc.collect()
    gc.freeze()


def is_port_free(address: str, port: int) -> bool:
    """Whether a server could listen there alone.

    The web server would share a port with a forgotten one without a word (SO_REUSEPORT), and each would answer a part
    of the requests from its own database.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError:
            return False
    return True
