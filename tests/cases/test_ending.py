"""In the thread, too, its author is told that a case has ended, and how it is opened again."""

from datetime import timedelta

import pytest

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, close_case, dismiss_case
from tanggap.cases.actions.close import DISMISSAL_REASONS
from tanggap.cases.models import CaseStep
from tanggap.channels.actions import note_block
from tanggap.channels.contract import Audience
from tanggap.channels.models import ConnectedAccount
from tanggap.outbox.models import Message
from tanggap.people.actions import opt_out_citizen


def told():
    return list(Message.objects.filter(kind="news").order_by("id"))


def close(office, case, outcome="done"):
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    if outcome == "silent":
        CaseStep.objects.filter(case=case, kind="answered").update(at=now() - timedelta(days=40))
    close_case(case.id, outcome, acting_officer=office.officer)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("done", "menurut kami sudah selesai"),
        ("silent", "tidak ada kabar lagi"),
        ("out_of_scope", "di luar wewenang kami"),
        ("withdrawn", "setahu kami Anda menariknya"),
    ],
)
def test_its_author_is_told_how_it_was_closed_and_what_opens_it(office, outcome, words):
    case = office.case()
    close(office, case, outcome)
    [notice] = told()
    assert words in notice.text
    assert "balas di sini: belum selesai" in notice.text
    assert f"/cases/{case.tracking_id}/" in notice.text
    assert "Ini pesan otomatis." in notice.text
    assert (notice.replies_to, notice.audience) == (case.opening_post.remote, "unlisted")
    assert notice.mandate is not None


def test_what_the_notice_asks_for_opens_the_case(office):
    case = office.case(author="budi")
    close(office, case)
    office.write("belum selesai", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert case.state == "open"


@pytest.mark.parametrize("reason", DISMISSAL_REASONS)
def test_its_author_is_told_why_it_was_set_aside_but_no_advertiser(office, reason):
    case = office.case()
    dismiss_case(case.id, reason, acting_officer=office.officer)
    if reason == "spam":
        assert told() == []
    else:
        assert "Kalau Anda keberatan, balas di sini" in told()[0].text


def test_whose_own_word_ended_it_hears_nothing_new(office):
    case = office.case(author="budi")
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    office.write("sudah selesai, terima kasih", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    close_case(case.id, "confirmed", acting_officer=office.officer)
    assert told() == []


def test_of_what_is_confidential_no_public_address_stands_in_it(office):
    case = office.case("Ada pungli di kantor kelurahan", audience=Audience.DIRECT)
    close(office, case)
    [notice] = told()
    assert notice.audience == "direct"
    assert "/cases/" not in notice.text


@pytest.mark.parametrize("who", ["opted_out", "blocking", "silent_account", "bot", "form"])
def test_the_rules_of_every_automatic_message_hold(office, who):
    case = office.case(is_bot=who == "bot", **({"network": "webform"} if who == "form" else {}))
    if who == "opted_out":
        opt_out_citizen(case.author.citizen)
    elif who == "blocking":
        note_block(office.account, case.author)
    elif who == "silent_account":
        ConnectedAccount.objects.update(acknowledging="none")
    close(office, case)
    assert told() == []


@pytest.mark.parametrize(
    ("language", "words"), [("jv", "dereng rampung"), ("su", "teu acan réngsé"), ("en", "not done")]
)
def test_the_words_that_it_asks_for_are_understood(office, language, words):
    case = office.case(author="budi")
    type(case).objects.filter(id=case.id).update(language=language)
    close(office, case)
    assert f": {words}." in told()[0].text
    office.write(words, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert case.state == "open"
