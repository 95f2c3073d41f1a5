"""A colleague at the demo's desk, who answers the first few citizens over `/api/v1` and then leaves it to the visitor.

A city in which nobody was ever answered shows half of its pages empty. Only the first cases of a new demo are answered:
whatever a visitor posts later waits for the visitor.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

COLLEAGUE = "rekan"
ANSWERS = (
    "Terima kasih laporannya. Tim kami ke lokasi siang ini, hasilnya kami kabari di sini.",
    "Sudah kami catat. Petugas memeriksa besok pagi pukul 08.00.",
    "Terima kasih. Sudah kami teruskan ke regu lapangan, dikerjakan hari ini juga.",
    "Mohon maaf atas gangguannya. Perbaikan dijadwalkan besok, selesai sebelum sore.",
)
LOOK_AFTER, LOOKS, BETWEEN_ANSWERS = 5.0, 24, 15.0


def start_colleague(address: str, password: str) -> None:
    """Let the colleague work beside us for the next minutes."""
    threading.Thread(target=Colleague(address, password).work, daemon=True).start()


@dataclass
class Colleague:
    """An officer who uses nothing but the public interface of the demo."""

    address: str
    password: str
    token: str = ""

    def work(self) -> None:
        """Answer the first cases, one after the other; whatever fails is left alone."""
        try:
            self.token = self.ask("/api/v1/session", {"username": COLLEAGUE, "password": self.password})["token"]
            for case, text in zip(self.first_cases(), ANSWERS, strict=False):
                newest = self.ask(f"/api/v1/cases/{case}")["newest_step"]
                self.ask(f"/api/v1/cases/{case}/answers", {"text": text, "newest_step": newest})
                time.sleep(BETWEEN_ANSWERS)
        except (urllib.error.URLError, OSError, ValueError, KeyError):
            return

    def first_cases(self) -> list[str]:
        """The numbers of the first ordinary cases, once there are enough of them."""
        numbers: list[str] = []
        for _ in range(LOOKS):
            time.sleep(LOOK_AFTER)
            cases = [case for case in self.ask("/api/v1/cases?status=open")["cases"] if case["urgency"] != "danger"]
            numbers = [case["id"] for case in sorted(cases, key=lambda case: case["opened_at"])][: len(ANSWERS)]
            if len(numbers) == len(ANSWERS):
                break
        return numbers

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request of the interface. Raises URLError for anything but a success."""
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, headers), timeout=10) as answer:
            told: dict[str, Any] = json.loads(answer.read())
            return told
