"""What its author changes is read again, and nobody answers words that they have not seen."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, close_case, edits
from tanggap.cases.errors import ThreadChanged, WrongState
from tanggap.cases.models import Alert, Case
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost
from tanggap.inbox.actions import delete_posts, edit_posts
from tanggap.inbox.models import Post, Rereading
from tanggap.outbox.models import Message

DANGER = "TOLONG kebakaran di pasar, ada orang terjebak"


def take_in(remote_id, text, author="budi"):
    post = IncomingPost(remote_id, Author(f"https://town.example/users/{author}"), text, Audience.PUBLIC)
    assert edit_posts("activitypub", [EditedPost(post)], now()) == 1


def edit(office, remote_id, text, author="budi"):
    take_in(remote_id, text, author)
    office.work()


@pytest.fixture
def case(office):
    return office.case("Lampu taman mati, tolong diperbaiki", author="budi")


def test_an_edit_is_a_step_with_its_place_in_the_record(office, case, entries):
    edit(office, case.opening_post.remote.remote_id, "Lampu taman mati dua")
    step = case.steps.last()
    assert (step.kind, step.post, step.entry.type) == ("edited", case.opening_post, "post.edited")
    assert entries()[-1] == "post.edited"
    assert not Rereading.objects.exists()


def test_nobody_answers_words_that_they_have_not_seen(office, case):
    seen = case.steps.last().id
    edit(office, case.opening_post.remote.remote_id, "Apakah kepala dinas menerima suap?")
    with pytest.raises(ThreadChanged):
        answer_case(case.id, "Ya, benar.", acting_officer=office.officer, seen_step=seen)
    answer_case(case.id, "Tidak.", acting_officer=office.officer, seen_step=case.steps.last().id)


def test_danger_that_comes_with_an_edit_is_seen(office, case):
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    edit(office, case.opening_post.remote.remote_id, DANGER)
    case.refresh_from_db()
    assert (case.state, case.urgency) == ("open", "danger")
    assert Alert.objects.get(case=case).officer == office.officer
    assert "112" in Message.objects.get(kind="danger").text


def test_an_edit_of_what_was_dangerous_before_raises_no_second_alarm(office):
    case = office.case(DANGER, author="budi")
    answer_case(case.id, "Pemadam di jalan.", acting_officer=office.officer)
    edit(office, case.opening_post.remote.remote_id, f"{DANGER}!")
    case.refresh_from_db()
    assert case.state == "answered"
    assert not Message.objects.filter(kind="danger").exists()


def test_a_slip_that_is_mended_is_nobodys_turn(office, case):
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    edit(office, case.opening_post.remote.remote_id, "Lampu taman mati, tolong diperbaiki ya")
    case.refresh_from_db()
    assert case.state == "answered"


def test_not_done_by_an_edit_opens_again(office, case):
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    reply = office.write("makasih", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    close_case(case.id, "done", acting_officer=office.officer)
    edit(office, reply, "ternyata belum selesai, masih mati")
    case.refresh_from_db()
    assert (case.state, case.says) == ("open", "not_done")


def test_a_strangers_edit_changes_nothing(office, case):
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    seen = case.steps.last().id
    reply = office.write("ikut pantau", author="iseng", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    edit(office, reply, "belum selesai", author="iseng")
    case.refresh_from_db()
    assert (case.state, case.says) == ("answered", "")
    answer_case(case.id, "Ada lagi?", acting_officer=office.officer, seen_step=seen)


def test_conversation_that_becomes_a_request_opens_a_case(office):
    remote_id = office.write("terima kasih min", author="budi")
    office.work()
    assert not Case.objects.exists()
    edit(office, remote_id, "terima kasih min, tapi lampu taman mati dan gelap sekali, tolong perbaiki")
    assert Case.objects.get().steps.filter(kind="acknowledged").count() == 1


def test_an_edit_before_it_was_read_waits_until_it_is_filed(office):
    remote_id = office.write("Lampu taman mati, tolong diperbaiki", author="budi")
    edit(office, remote_id, DANGER)
    case = Case.objects.get()
    assert case.urgency == "danger"
    assert [step.kind for step in case.steps.order_by("id")] == ["opened", "edited", "acknowledged"]


def test_what_was_taken_back_is_read_no_more(office, case):
    remote_id = case.opening_post.remote.remote_id
    post = IncomingPost(remote_id, Author("https://town.example/users/budi"), DANGER, Audience.PUBLIC)
    edit_posts("activitypub", [EditedPost(post)], now())
    delete_posts("activitypub", [DeletedPost(remote_id, "https://town.example/users/budi")], now())
    office.work()
    assert not Alert.objects.exists()
    assert not Rereading.objects.exists()


def test_an_edit_that_comes_while_one_is_filed_is_read_in_the_next_round(office, case, transactional_db, monkeypatch):
    remote_id = case.opening_post.remote.remote_id
    take_in(remote_id, "Lampu taman mati dua")
    understand_again = edits.understand_again
    later = Thread(target=lambda: (take_in(remote_id, DANGER), connection.close()))

    def slowly(post_ids):
        understand_again(post_ids)
        if not later.is_alive() and later.ident is None:
            later.start()
            later.join(0.5)

    monkeypatch.setattr(edits, "understand_again", slowly)
    edits.file_edits(50)
    later.join(20)
    office.work()
    case.refresh_from_db()
    assert case.urgency == "danger"
    assert Alert.objects.filter(case=case).exists()
    assert not Rereading.objects.exists()


def test_two_edits_in_one_case_are_filed_as_one_case(office):
    thanks = office.write("terima kasih min", author="budi")
    asks = office.write("Lampu taman mati, tolong diperbaiki", author="budi", in_reply_to=thanks)
    office.work()
    case = Case.objects.get()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    take_in(thanks, DANGER)
    take_in(asks, "Lampu taman mati, tolong diperbaiki ya")
    office.work()
    case.refresh_from_db()
    assert (case.state, case.urgency) == ("open", "danger")


def test_the_clock_of_what_an_edit_asks_starts_with_the_edit(office):
    remote_id = office.write("terima kasih min", author="budi")
    office.work()
    Post.objects.update(received_at=now() - timedelta(days=60))
    edit(office, remote_id, "lampu taman mati dan gelap sekali, tolong perbaiki")
    assert Case.objects.get().answer_due > now()


def test_done_that_was_taken_back_confirms_nothing(office, case):
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    reply = office.write("sudah selesai, terima kasih", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    edit(office, reply, "kapan petugas datang?")
    with pytest.raises(WrongState):
        close_case(case.id, "confirmed", acting_officer=office.officer)


def test_an_opt_out_by_an_edit_is_heard(office, case):
    reply = office.write("ok", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    edit(office, reply, "berhenti")
    case.author.citizen.refresh_from_db()
    assert case.author.citizen.opted_out_at is not None


def test_nobody_answers_while_an_edit_is_on_its_way(office, case):
    take_in(case.opening_post.remote.remote_id, "Apakah kepala dinas menerima suap?")
    with pytest.raises(ThreadChanged):
        answer_case(case.id, "Ya.", acting_officer=office.officer, seen_step=case.steps.last().id)
