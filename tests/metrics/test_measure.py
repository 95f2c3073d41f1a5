"""Roll-ups are what the log alone gives."""

import orjson

from tanggap.cases.actions import answer_case, dismiss_case, forward_case
from tanggap.channels.contract import Sent
from tanggap.metrics.formulas import Ledger, statistics
from tanggap.metrics.queries import period, statistics_of
from tanggap.metrics.steps import measure
from tanggap.outbox.actions import claim_deliveries, settle_deliveries
from tanggap.outbox.actions.settle import Tried
from tanggap.records.models import Entry
from tanggap.records.steps import sequence


def busy(office):
    """A day at the office, counted in two goes."""
    cases = [office.case(f"Lampu jalan nomor {n} mati, tolong diperbaiki") for n in range(7)]
    for case in cases[:5]:
        answer_case(case.id, "Kami ganti besok", acting_officer=office.officer)
    sequence(1000)
    measure(10)
    settle_deliveries([Tried(d, Sent("x")) for d in claim_deliveries(100)])
    dismiss_case(cases[5].id, "duplicate", acting_officer=office.officer)
    forward_case(cases[6].id, office.dishub, "Bukan kami", acting_officer=office.officer)
    sequence(1000)
    measure(10)


def recomputed(agency=""):
    ledger = Ledger()
    for leaf in Entry.objects.filter(index__isnull=False).order_by("index").values_list("leaf", flat=True):
        ledger.take(orjson.loads(bytes(leaf)))
    return statistics(ledger.matters.values(), ledger.counts, *period(), agency)


def test_the_numbers_shown_are_the_numbers_recomputed_from_the_log(office):
    busy(office)
    assert statistics_of() == recomputed()
    for agency in (office.pu, office.dishub):
        assert statistics_of(agency.public_id) == recomputed(agency.public_id)


def test_what_happened_is_what_is_counted(office):
    busy(office)
    found = statistics_of(office.pu.public_id)
    assert (found.opened, found.dismissed, found.answered.part) == (6, 1, 5)
    assert (found.incoming, found.outgoing) == (7, 5)


def test_counting_twice_changes_nothing(office):
    busy(office)
    before = statistics_of()
    measure(10)
    assert statistics_of() == before
