"""Fills an installation with cases in bulk: `python -m scripts.benches._fill COUNT`. Run inside its settings."""

from __future__ import annotations

import sys
from datetime import timedelta

BATCH = 500
TEXTS = (
    "min jalan di depan SD Kenari berlubang parah, tolong diperbaiki dong udah 3 bulan",
    "lampu jalan mati di Jl Mawar gelap banget kalo malem, kapan dibenerin",
    "gimana cara ngurus izin jembatan darurat ya min, jalan muter jauh banget",
    "trotoar jalan pasar lama ambrol, ibu-ibu pada kesandung tiap hari",
)


def main() -> None:
    """Receive, understand, file, and answer most, all through the rooms' own actions."""
    import django

    django.setup()
    count = int(sys.argv[1])
    for start in range(0, count, BATCH):
        _receive(start, min(BATCH, count - start))
    _answer(count // 2)
    _count()


def _receive(start: int, count: int) -> None:
    from tanggap.base.clock import now
    from tanggap.cases.models import Case
    from tanggap.cases.steps import file_posts
    from tanggap.channels.contract import Audience, Author, IncomingPost
    from tanggap.inbox.actions import Received, receive_posts
    from tanggap.inbox.steps import understand
    from tanggap.registry.models import OfficialAccount

    account = OfficialAccount.objects.get(network="activitypub")
    at = now() - timedelta(hours=start % 600)
    posts = []
    for number in range(start, start + count):
        person = f"https://s{number % 200}.example/users/u{number % 20_000}"
        name = f"https://s{number % 200}.example/notes/{number}"
        posts.append(
            IncomingPost(
                remote_id=name,
                author=Author(person, handle=f"u{number}@s{number % 200}.example", inbox=f"{person}/inbox"),
                text=f"{TEXTS[number % len(TEXTS)]} ({number})",
                audience=Audience.PUBLIC,
                addressed_to=(account.remote_id,),
                url=name,
            )
        )
    receive_posts([Received("activitypub", at, post) for post in posts])
    understand(count)
    file_posts(count)
    Case.objects.filter(to_acknowledge=True).update(to_acknowledge=False)


def _answer(count: int) -> None:
    """Answers in a batch of their own, since one at a time 50,000 of them would take an hour."""
    from django.db.models import F

    from tanggap.cases.actions import answer_case
    from tanggap.cases.models import Case
    from tanggap.registry.models import Officer

    officer = Officer.objects.get()
    ids = list(Case.objects.order_by("id").values_list("id", flat=True)[:count])
    for case_id in ids[:200]:
        answer_case(case_id, "Terima kasih, tim kami ke lokasi besok pagi.", acting_officer=officer)
    Case.objects.filter(id__in=ids[200:30_000]).update(state="answered", answered_at=F("opened_at"))


def _count() -> None:
    from tanggap.metrics.steps import measure
    from tanggap.records.steps import sequence

    while sequence(5000):
        pass
    while measure(50):
        pass


if __name__ == "__main__":
    main()
