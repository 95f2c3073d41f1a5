"""Understood posts open a case, join one, or stay conversation."""

import pytest

from tanggap.cases.actions import answer_case, close_case, dismiss_case, promote_post
from tanggap.cases.desk import cases_of_desk, seat_of
from tanggap.cases.models import Case, CaseStep
from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post


def test_a_complaint_opens_a_case_with_its_deadline_and_entry(office, entries):
    case = office.case()
    assert case.agency == office.pu
    assert case.subject == f"case:{case.tracking_id}"
    assert case.answer_due > case.received_at
    assert entries() == ["post.received", "case.opened"]


def test_a_thank_you_opens_none_but_is_recorded(office, entries):
    office.write("Makasih min, jalannya sudah bagus. Terima kasih!")
    office.work()
    assert not Case.objects.exists()
    assert entries() == ["post.received"]


def test_the_same_post_twice_is_one_post_and_one_case(office):
    for _ in range(2):
        office.write("Jalan berlubang di depan pasar", remote_id="https://town.example/notes/same")
    office.work()
    assert (Post.objects.count(), Case.objects.count()) == (1, 1)


def test_a_post_to_nobody_official_is_not_taken_in(office):
    office.write("Jalan berlubang", addressed_to=("https://town.example/users/someone",))
    assert not Post.objects.exists()


def test_a_direct_message_opens_a_confidential_case_under_a_name_of_its_own(office):
    case = office.case("Tolong, ada petugas minta uang di kantor", audience=Audience.DIRECT)
    assert case.is_sealed
    assert case.subject.startswith("sealed:")
    assert case.tracking_id not in case.subject


def test_a_non_public_reply_never_joins_a_public_case(office):
    case = office.case(author="budi")
    root = case.opening_post.remote.remote_id
    office.write("Ini nomor telepon saya, jangan disebar", author="budi", in_reply_to=root, audience=Audience.DIRECT)
    office.work()
    grown = Case.objects.exclude(id=case.id).get()
    assert grown.is_sealed
    assert grown.grew_from == case


def test_the_authors_not_done_reopens_a_closed_case(office, entries):
    case = office.case(author="budi")
    close_case(case.id, "out_of_scope", acting_officer=office.officer)
    office.write("belum selesai min", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert case.state == "open"
    assert entries()[-2:] == ["case.replied", "case.reopened"]


@pytest.mark.parametrize("words", ["makasih gercepnya min, keren", "siap, ditunggu ya", "terima kasih banyak pak"])
def test_praise_and_thanks_for_an_answer_leave_it_answered(office, words):
    case = office.case(author="budi")
    answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    office.write(words, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert case.state == "answered"


@pytest.mark.parametrize("words", ["RT 05", "makasih, itu di RT 05", "sudah beres yang di RT 04, yang ini belum"])
def test_what_a_form_only_adds_is_read_by_an_officer_and_says_nothing_of_the_result(office, words):
    case = office.case(author="budi")
    answer_case(case.id, "Lampunya di RT berapa?", acting_officer=office.officer)
    root = case.opening_post.remote.remote_id
    office.write(words, author="budi", in_reply_to=root, extra={"says": "adds"})
    office.work()
    case.refresh_from_db()
    assert (case.state, case.says, case.steps.get(kind="replied").says) == ("open", "", "")


def test_not_done_was_said_of_the_answer_before_it(office):
    case = office.case(author="budi")
    root = case.opening_post.remote.remote_id
    for reply in ({"says": "not_done"}, {"says": "adds"}):
        answer_case(case.id, f"Sudah, sebelum {reply}.", acting_officer=office.officer)
        office.write("Masih gitu", author="budi", in_reply_to=root, extra=reply)
        office.work()
        case.refresh_from_db()
        assert (case.state, case.says) == ("open", "not_done" if reply["says"] == "not_done" else "")


def test_somebody_elses_reply_is_shown_and_changes_nothing(office):
    case = office.case(author="budi")
    close_case(case.id, "out_of_scope", acting_officer=office.officer)
    office.write("belum selesai min", author="siti", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert case.state == "closed"
    assert case.steps.filter(kind="replied").count() == 1


def test_a_reply_in_the_same_batch_as_its_root_joins_the_same_case(office):
    root = office.write("Jalan rusak parah di Jl. Kenari", author="budi")
    office.write("ini sudah tiga bulan, tolong diperbaiki", author="budi", in_reply_to=root)
    office.work()
    assert Case.objects.get().steps.filter(kind="replied").count() == 1


def test_a_form_whose_number_another_case_has_gets_a_new_one_and_stops_nothing(office):
    older = office.case()
    for _ in range(2):
        office.write("Got mampet di depan pasar", network="webform", extra={"tracking_id": older.tracking_id})
    office.write("Jalan berlubang di depan sekolah, tolong")
    office.work()
    assert Case.objects.count() == 4
    assert Case.objects.filter(tracking_id=older.tracking_id).get() == older


def test_an_officer_makes_a_case_of_what_the_machine_missed(office):
    office.write("Makasih min")
    office.work()
    case = promote_post(Post.objects.get().id, acting_officer=office.officer)
    assert CaseStep.objects.filter(case=case, kind="promoted").exists()


@pytest.mark.parametrize("words", ["belum selesai", "Kok tidak dilanjutkan? Jalan ini rusak parah, tolong diperbaiki"])
def test_what_asks_again_after_it_was_set_aside_is_open_again(office, entries, words):
    case = office.case(author="budi")
    dismiss_case(case.id, "not_ours", acting_officer=office.officer)
    office.write(words, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("open", None)
    assert entries()[-2:] == ["case.replied", "case.reopened"]


def test_thanks_and_others_words_leave_it_set_aside(office):
    case = office.case(author="budi")
    dismiss_case(case.id, "not_ours", acting_officer=office.officer)
    parent = case.opening_post.remote.remote_id
    office.write("Makasih min", author="budi", in_reply_to=parent)
    office.write("belum selesai", author="siti", in_reply_to=parent)
    office.work()
    case.refresh_from_db()
    assert case.state == "dismissed"


@pytest.mark.parametrize("how", ["closed", "dismissed"])
def test_danger_opens_what_had_ended_and_stands_among_the_danger(office, how):
    case = office.case(author="budi")
    if how == "closed":
        close_case(case.id, "out_of_scope", acting_officer=office.officer)
    else:
        dismiss_case(case.id, "not_ours", acting_officer=office.officer)
    office.write(
        "Tolong! Kabel listrik putus menjuntai di jalan, bahaya sekali",
        author="budi",
        in_reply_to=case.opening_post.remote.remote_id,
    )
    office.work()
    case.refresh_from_db()
    assert (case.state, case.urgency) == ("open", "danger")
    assert case in cases_of_desk(seat_of(office.officer), "danger")
    warned = case.steps.get(kind="warned")
    assert "112" in warned.message.text
    assert "Ini pesan otomatis." in warned.message.text
