"""Two workers that meet the same new authors at once, really at once, on their own connections."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tanggap.people.actions import KnownAuthor, know_identities
from tanggap.people.models import Citizen, Identity, SealingKey

WORKERS, AUTHORS = 2, 60


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_author_once_and_no_citizen_too_many() -> None:
    start, seen = threading.Barrier(WORKERS), []

    def work(backwards: bool) -> None:
        batch = [KnownAuthor("activitypub", f"https://kampung.example/{n}") for n in range(AUTHORS)]
        start.wait()
        known = know_identities(batch[::-1] if backwards else batch)
        seen.append({key: identity.citizen_id for key, identity in known.items()})
        connection.close()

    threads = [threading.Thread(target=work, args=(bool(n),)) for n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[0] == seen[1]
    assert Identity.objects.count() == Citizen.objects.count() == SealingKey.objects.count() == AUTHORS
