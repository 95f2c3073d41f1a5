"""The command line `tanggap`. Each command is a module of `tanggap.config.commands`, found by its name when called."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tanggap.config.commandline import run_command


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 refused or failed with one line, 2 wrong usage."""
    return run_command(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
