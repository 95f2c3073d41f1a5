"""Fills an installation with cases in bulk: `python -m scripts.benches._fill COUNT`. Run inside its settings.

Four hundred days are lived one after the other: posts come in, are understood and filed by the rooms' own actions,
are acknowledged, answered within days (a few never), answered back, and closed. What lies in the last days is still
open when the store is full, as on a real desk.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import time_machine

from scripts.benches import _lives
from scripts.benches._offices import AGENCIES, Desk, open_offices

if TYPE_CHECKING:
    from tanggap.inbox.actions import Received

DAYS = 400
BATCH = 500
AUTHORS = 20_000
TEXTS = (
    "min {word} di depan SD Kenari RT {n} parah, tolong diperbaiki dong udah 3 bulan",
    "{word} di Jl Mawar no {n} bermasalah banget kalo malem, kapan dibenerin",
    "gimana cara ngurus {word} ya min, saya warga RW {n} sudah dua kali datang",
    "{word} dekat pasar lama {n} rusak, ibu-ibu pada kesandung tiap hari",
)
DANGER = "tolong min, ada kabel listrik putus di {word} RT {n}, ada anak kesetrum"
SAYS = {"done": "sudah beres min, makasih", "not_done": "belum selesai ternyata, masih sama saja"}


@dataclass
class Lived:
    """What is due on which day, and what became of the posts so far."""

    desks: list[Desk]
    chance: random.Random
    due: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    # The case of each post that opened one, by the post's number.
    cases: dict[int, int] = field(default_factory=dict)


def main() -> None:
    """Live all days, then let the record and the measures catch up."""
    import django

    django.setup()
    count = int(sys.argv[1])
    first = (datetime.now(UTC) - timedelta(days=DAYS)).replace(hour=2, minute=0)
    with time_machine.travel(first, tick=False):
        lived = Lived(open_offices(), random.Random(7))
    for day in range(DAYS):
        with time_machine.travel(first + timedelta(days=day), tick=False):
            _live(day, range(count * day // DAYS, count * (day + 1) // DAYS), lived)
        if day % 50 == 0:
            print(time.strftime("%X"), "day", day, file=sys.stderr, flush=True)
    _count()


def _live(day: int, numbers: range, lived: Lived) -> None:
    from tanggap.cases.steps import acknowledge_cases, file_posts
    from tanggap.inbox.actions import receive_posts
    from tanggap.inbox.steps import understand

    posts = [*_posts(numbers, lived), *_replies(day, lived)]
    receive_posts(posts)
    for step in (understand, file_posts, acknowledge_cases):
        step(len(posts))
    _lives.arrive()
    _remember(numbers, lived)
    for number in numbers:
        _plan(day, number, lived)
    desks = {desk.agency.id: desk for desk in lived.desks}
    for kind, act in (("dismiss", _lives.dismiss), ("answer", _lives.answer), ("close", _lives.close)):
        ids = [lived.cases[number] for number in lived.due.pop((day, kind), ()) if number in lived.cases]
        for start in range(0, len(ids), BATCH):
            act(ids[start : start + BATCH], desks)


def _posts(numbers: range, lived: Lived) -> Iterator[Received]:
    weights = [weight for *_, weight in AGENCIES]
    for number in numbers:
        [place] = lived.chance.choices(range(len(AGENCIES)), weights)
        network = "webform" if lived.chance.random() < 0.15 else "activitypub"
        text = DANGER if lived.chance.random() < 0.004 else lived.chance.choice(TEXTS)
        is_direct = network == "activitypub" and lived.chance.random() < 0.03
        desk = lived.desks[place]
        to = desk.form if network == "webform" else desk.account
        said = text.format(word=AGENCIES[place][2], n=number)
        yield _post(network, str(number), lived.chance.randrange(AUTHORS), said, to=to, is_direct=is_direct)


def _replies(day: int, lived: Lived) -> Iterator[Received]:
    """Authors who say how it went, and neighbours who join in."""
    from tanggap.cases.models import Case

    accounts = {desk.agency.id: desk.account for desk in lived.desks}
    for says, words in (*SAYS.items(), ("joined", "di tempat saya juga begitu min")):
        numbers = [number for number in lived.due.pop((day, says), ()) if number in lived.cases]
        about = Case.objects.select_related("author", "opening_post__remote").in_bulk(
            [lived.cases[number] for number in numbers]
        )
        for number in numbers:
            case = about[lived.cases[number]]
            parent, to = case.opening_post.remote.remote_id, accounts[case.agency_id]
            author = -1 if says == "joined" else int(case.author.remote_id.rpartition("u")[2])
            yield _post(case.network, f"{number}-{says}-{day}", author, words, to=to, parent=parent)


def _post(
    network: str, name: str, author: int, text: str, *, to: str, parent: str = "", is_direct: bool = False
) -> Received:
    from tanggap.base.clock import now
    from tanggap.channels.contract import Audience, Author, IncomingPost
    from tanggap.inbox.actions import Received

    person = f"https://s{author % 200}.example/users/u{author if author >= 0 else name}"
    address = f"https://s{author % 200}.example/notes/{name}"
    post = IncomingPost(
        remote_id=address,
        author=Author(person, handle=f"u{author}@s{author % 200}.example", inbox=f"{person}/inbox"),
        text=text,
        audience=Audience.DIRECT if is_direct else Audience.PUBLIC,
        addressed_to=(to,),
        in_reply_to=parent,
        url=address,
    )
    return Received(network, now(), post)


def _remember(numbers: range, lived: Lived) -> None:
    from tanggap.cases.models import Case

    newest = max(lived.cases.values(), default=0)
    opened = Case.objects.filter(id__gt=newest).values_list("id", "opening_post__remote__remote_id")
    known = {name.rpartition("/")[2]: case_id for case_id, name in opened}
    lived.cases |= {number: known[str(number)] for number in numbers if str(number) in known}


def _plan(day: int, number: int, lived: Lived) -> None:
    """A case's life, as far as it can be known on its first day."""
    chance, due = lived.chance, lived.due
    if chance.random() < 0.04:
        due[day + chance.randrange(1, 5), "dismiss"].append(number)
        return
    if chance.random() < 0.05:
        return
    answered = day + int(chance.expovariate(1 / 3))
    due[answered, "answer"].append(number)
    if chance.random() < 0.1:
        due[answered + 1, "joined"].append(number)
    if chance.random() < 0.35:
        says = "done" if chance.random() < 0.6 else "not_done"
        answered += chance.randrange(1, 6)
        due[answered, says].append(number)
        if says == "not_done" and chance.random() < 0.95:
            answered += chance.randrange(1, 6)
            due[answered, "answer"].append(number)
    if chance.random() < 0.9:
        due[answered + chance.randrange(3, 30), "close"].append(number)


def _count() -> None:
    from tanggap.metrics.steps import measure
    from tanggap.records.steps import sequence

    while sequence(5000):
        pass
    while measure(50):
        pass


if __name__ == "__main__":
    main()
