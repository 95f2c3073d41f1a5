"""The measures as pure functions of entries."""

from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.metrics.formulas import Ledger, balance, ranks, read_time, share, statistics, times

START = datetime(2026, 11, 1, tzinfo=UTC)
END = START + timedelta(days=30)


def leaf(type_, subject, hours, public=None, agency="pu"):
    time = (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"type": type_, "subject": subject, "time": time, "agency": agency, "public": public or {}}


def case(number, received, answered=None, delivered=True, due=120):
    subject, message = f"case:{number}", f"m{number}"
    at = (START + timedelta(hours=received)).strftime("%Y-%m-%dT%H:%M:%SZ")
    due_at = (START + timedelta(hours=due)).strftime("%Y-%m-%dT%H:%M:%SZ")
    opened = {"kind": "complaint", "network": "activitypub", "received": at, "answer_due": due_at}
    leaves = [leaf("case.opened", subject, received, opened)]
    if answered is not None:
        leaves.append(leaf("case.answered", subject, answered, {"message": message}))
        if delivered:
            leaves.append(leaf("message.delivered", subject, answered + 1, {"message": message}))
    return leaves


def measured(*cases, agency=""):
    ledger = Ledger()
    for leaves in cases:
        for one in leaves:
            ledger.take(one)
    return statistics(ledger.matters.values(), ledger.counts, START, END, agency)


def test_a_case_is_answered_when_its_message_was_delivered_and_dated_at_signing():
    result = measured(*(case(n, 0, answered=10) for n in range(5)))
    assert (result.answered.part, result.answered.whole) == (5, 5)
    assert result.first_answer.median == 10


def test_an_answer_that_never_arrived_does_not_count():
    assert measured(*(case(n, 0, answered=10, delivered=False) for n in range(5))).answered.part == 0


def test_on_time_looks_at_the_cases_whose_deadline_fell_in_the_period():
    late, open_, good = case(1, 0, answered=130), case(2, 0), case(3, 0, answered=119)
    later = case(4, 700, answered=None, due=900)
    result = measured(late, open_, good, later)
    assert (result.on_time.part, result.on_time.whole) == (1, 3)


def test_a_forwarded_case_counts_for_who_holds_it():
    moved = [*case(1, 0), leaf("case.forwarded", "case:1", 1, {"to": "hub"})]
    assert measured(moved, agency="hub").opened == 1
    assert measured(moved, agency="pu").opened == 0


def test_a_dismissed_case_is_shown_apart_and_not_dropped():
    result = measured([*case(1, 0), leaf("case.dismissed", "case:1", 2, {"reason": "spam"})])
    assert (result.opened, result.dismissed) == (1, 1)


def test_sealed_entries_count_only_in_the_governments_total():
    result = measured([leaf("case.opened", "sealed:x", 0, agency=None)])
    assert (result.incoming, result.opened) == (1, 0)


def test_publications_are_speech_and_receipts_are_not():
    published = [leaf("publication.approved", f"publication:{n}", n) for n in range(3)]
    result = measured(published, *(case(n, 0, answered=1) for n in range(5)))
    assert result.dialogue.value == pytest.approx(5 / 8)


@pytest.mark.parametrize(("incoming", "outgoing", "b"), [(10, 10, 1), (10, 0, 0), (0, 0, None), (30, 10, 0.5)])
def test_balance(incoming, outgoing, b):
    assert balance(incoming, outgoing) == b


def test_a_share_of_a_handful_is_a_count_without_a_share():
    assert share(3, 4).value is None
    assert share(4, 5).value == pytest.approx(0.8)


def test_the_interval_is_wilsons():
    # Newcombe 1998, Statist. Med. 17, 857, table I: 81 of 263.
    found = share(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


@given(st.integers(5, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(pair):
    found = share(*pair)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_times_are_median_and_percentiles():
    found = times(11, dict(enumerate(range(1, 12))))
    assert (found.median, found.tenth, found.ninetieth) == (6, 2, 10)
    assert times(2, {0: 1, 1: 2}).median is None


@given(st.lists(st.integers(0, 10**7), min_size=5, max_size=60))
def test_times_need_no_more_than_the_ranks_that_are_named(seconds):
    ordered = dict(enumerate(sorted(seconds)))
    found = times(len(seconds), {rank: ordered[rank] for rank in ranks(len(seconds))})
    tenth, *_, ninetieth = quantiles(seconds, n=10, method="inclusive")
    assert (found.tenth, found.median, found.ninetieth) == pytest.approx((tenth, median(seconds), ninetieth))


def test_a_date_of_a_sealed_entry_is_read_as_midnight():
    assert read_time("2026-11-03") == datetime(2026, 11, 3, tzinfo=UTC)
