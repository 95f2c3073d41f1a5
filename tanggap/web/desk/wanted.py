"""Which list is open, and how it is narrowed: what the address of every desk page carries along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from tanggap.cases.desk import VIEWS
from tanggap.cases.models import Case
from tanggap.channels.plugins import kinds
from tanggap.registry.models import Officer

HOLDERS = ("me", "nobody")
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Wanted:
    """A view, narrowed by network and by who holds a case, and the page of it."""

    view: str = "turn"
    network: str = ""
    holder: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether less is shown than the view's name says."""
        return bool(self.network or self.holder)

    @property
    def query(self) -> str:
        """The end of an address that opens the same list; empty for the first one."""
        plain = Wanted()
        kept = {name: value for name, value in vars(self).items() if value != getattr(plain, name)}
        return f"?{urlencode(kept)}" if kept else ""

    def but(self, **changes: Any) -> Wanted:
        """The same list with something else; any change leads to its first page."""
        return replace(self, **{"page": 1, **changes})

    def narrow(self, cases: QuerySet[Case], officer: Officer) -> QuerySet[Case]:
        """The cases of a view that are wanted."""
        if self.network:
            cases = cases.filter(network=self.network)
        if self.holder:
            cases = cases.filter(assignee=officer if self.holder == "me" else None)
        return cases

    def takes(self, case: Case, officer: Officer) -> bool:
        """Whether one case is wanted, as `narrow` says of many."""
        holds = {"": True, "me": case.assignee_id == officer.id, "nobody": case.assignee_id is None}
        return holds[self.holder] and self.network in ("", case.network)


def read_wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; 404 for a view that there is not, and nothing else is worth a complaint."""
    given = request.GET
    view, page = given.get("view", "turn"), given.get("page", "1")
    if view not in VIEWS:
        raise Http404
    return Wanted(
        view=view,
        network=given["network"] if given.get("network") in kinds() else "",
        holder=given["holder"] if given.get("holder") in HOLDERS else "",
        page=max(1, min(int(page), LAST_PAGE)) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )
