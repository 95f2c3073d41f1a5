"""`python -m town`: the pretend town on one port."""

from __future__ import annotations

import signal
import sys
import threading

from town.routes import build_routes
from town.settings import read_arguments
from town.town import Town, say
from town.web import WebServer


def main() -> int:
    """Serve until SIGTERM or SIGINT."""
    settings = read_arguments()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    town = Town(settings)
    try:
        server = WebServer(settings.port, build_routes(town))
    except OSError as error:
        print(f"port {settings.port} cannot be used: {error.strerror}", file=sys.stderr)
        return 1
    server.start()
    town.start()
    say(f"the town is at {settings.base}/")
    stop.wait()
    server.stop()
    town.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
