"""What the town is told on its command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE_NAME = "Dinas PU Kota Teladan"


@dataclass(frozen=True)
class Settings:
    """Where the town is, whom it talks to, and what it knows of the Page."""

    port: int
    data: Path
    tanggap: str = "http://localhost:8000"
    agencies: tuple[str, ...] = ("dinas-pu",)
    pace: float = 6.0
    page_hook: str = ""
    page_id: str = "100200300400500"
    page_token: str = ""
    app_secret: str = ""
    verify_token: str = ""
    mail_dir: Path | None = None
    page_name: str = field(default=PAGE_NAME)

    @property
    def host(self) -> str:
        """Host and port, as they stand in handles."""
        return f"localhost:{self.port}"

    @property
    def base(self) -> str:
        """The address before every path."""
        return f"http://{self.host}"


def read_arguments(arguments: Sequence[str] | None = None) -> Settings:
    """Settings from the command line; wrong usage ends the program with status 2."""
    given = vars(_parser().parse_args(arguments))
    agencies = tuple(given.pop("agency") or ["dinas-pu"])
    given["tanggap"] = given["tanggap"].rstrip("/")
    return Settings(agencies=agencies, **given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m town", description="A pretend town with invented citizens.")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--data", type=Path, default=Path("town-data"), help="keys and posts; kept over a restart")
    parser.add_argument("--tanggap", default="http://localhost:8000", help="the government's address")
    parser.add_argument("--agency", action="append", help="handle of an agency there; may be repeated")
    parser.add_argument(
        "--pace", type=float, default=6.0, help="posts a minute by the citizens, later a quarter of it; 0: none"
    )
    parser.add_argument("--page-hook", default="", help="where the Page sends its web hooks; empty for none")
    parser.add_argument("--page-id", default="100200300400500")
    parser.add_argument("--page-token", default="", help="the Page's access token; without one no call is let in")
    parser.add_argument("--app-secret", default="", help="signs the web hooks")
    parser.add_argument("--verify-token", default="", help="for the web hook's handshake")
    parser.add_argument("--mail-dir", type=Path, default=None, help="folder with mail as .eml or .log files to show")
    return parser
