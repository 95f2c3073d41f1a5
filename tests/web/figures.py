"""The figures of a page with measures, and the same as the interface gives them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

TITLES = {"received", "on-time", "waiting", "balance", "answered", "dialogue"}


def keys_of(html: str) -> list[str]:
    """The measures that a page shows, in its order."""
    return [key for key in re.findall(r'<section[^>]* id="([\w-]+)"', html) if key in TITLES]


def rows_of(html: str, key: str) -> list[list[str]]:
    """The numbers of a measure's table, row by row."""
    table = html.split(f'id="{key}"')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [re.findall(r'<td class="num">([^<]*)</td>', row) for row in table.split("</tr>")[:-1]]


def shown(html: str) -> dict[str, list[str]]:
    """The numbers of every measure of one agency, whether they stand in one row or each on a line of its own."""
    return {key: [cell for row in rows_of(html, key) for cell in row] for key in TITLES - {"received"}}


def by_interface(client: Client, agency: str = "", days: int = 30) -> dict[str, Any]:
    """What `/api/v1/statistics` says."""
    asked = {"days": days} | ({"agency": agency} if agency else {})
    return client.get("/api/v1/statistics", asked).json()["statistics"]


def as_cells(numbers: dict[str, Any]) -> dict[str, list[str]]:
    """The interface's numbers as the tables round and write them, in Indonesian; times are of whole hours."""
    times = numbers["first_answer"]
    hours = [f"{round(times[name])} jam" for name in ("median", "tenth", "ninetieth")]
    balance = f"{numbers['balance']:.2f}".replace(".", ",").rstrip("0")
    return {
        "on-time": _share(numbers["on_time"]),
        "answered": _share(numbers["answered"]),
        "dialogue": _share(numbers["dialogue"]),
        "waiting": [str(times["count"]), *hours],
        "balance": [str(numbers["incoming"]), str(numbers["outgoing"]), balance],
    }


def _share(share: dict[str, Any]) -> list[str]:
    return [str(share["part"]), str(share["whole"]), *(f"{share[name] * 100:.0f}" for name in ("value", "low", "high"))]
