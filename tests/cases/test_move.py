"""Whoever moved to another account is still the citizen whose case it is."""

from __future__ import annotations

import pytest

from tanggap.cases.actions import answer_case, correct_answer
from tanggap.cases.desk import newest_words
from tanggap.cases.models import Case
from tanggap.cases.queries import case_for_officer, story_for
from tanggap.cases.steps import acknowledge_cases, file_posts
from tanggap.channels.contract import Audience
from tanggap.inbox.steps import understand
from tanggap.outbox.envelope import outgoing
from tanggap.outbox.models import Message
from tanggap.outbox.queries import with_messages
from tanggap.people.actions import KnownAuthor, mark_identity_gone, move_identity
from tanggap.people.models import Identity
from tanggap.web.desk.thread import thread_of
from tanggap.web.public.case_story import story_of
from tanggap.web.public.handles import public_mask

USERS = "https://town.example/users"


def move(old: str, new: str) -> Identity:
    """A confirmed move; of the new account the door has read its document."""
    address = f"{USERS}/{new}"
    account = KnownAuthor("activitypub", address, handle=f"{new}@town.example", inbox=f"{address}/inbox")
    moved = move_identity("activitypub", f"{USERS}/{old}", account)
    assert moved is not None
    return moved


def root(case: Case) -> str:
    return case.opening_post.remote.remote_id


@pytest.fixture
def moved(office) -> Case:
    """A case that was answered before its author moved from `budi` to `budi2`."""
    case = office.case(author="budi")
    answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    move("budi", "budi2")
    return case


def test_not_done_from_the_new_account_is_the_authors_word(moved, office):
    office.write("belum selesai min", author="budi2", in_reply_to=root(moved))
    office.work()
    moved.refresh_from_db()
    assert (moved.state, moved.says) == ("open", "not_done")
    assert moved.steps.get(kind="replied").says == "not_done"
    assert newest_words([moved])[moved.id].post.author.handle == "@budi2@town.example"


def test_the_new_accounts_words_are_shown_as_the_authors(moved, office):
    office.write("belum selesai min", author="budi2", in_reply_to=root(moved))
    office.work()
    case = case_for_officer(moved.tracking_id, office.officer)
    said = [turn.words.who for turn in story_of(case).turns if turn.words and not turn.is_gov]
    assert said == ["Seorang warga", "Warga yang sama"]
    lines = thread_of(case, story_for(case, office.officer, public_mask())).lines
    assert [line.by for line in lines if line.side == "c"] == ["Warga", "Warga"]


def test_nobody_else_is_the_author_after_a_move(moved, office):
    office.write("belum selesai min", author="siti", in_reply_to=root(moved))
    office.work()
    moved.refresh_from_db()
    assert (moved.state, moved.says) == ("answered", "")


def test_an_answer_goes_to_the_new_account_and_names_it(moved, office):
    step = answer_case(moved.id, "Sudah kami ganti.", acting_officer=office.officer)
    [delivery] = with_messages(list(step.message.deliveries.all()))
    recipient = outgoing(delivery).recipient
    assert (recipient.remote_id, recipient.inbox) == (f"{USERS}/budi2", f"{USERS}/budi2/inbox")


def test_an_answer_follows_several_moves_and_a_correction_too(moved, office):
    newest = move("budi2", "budi3")
    step = answer_case(moved.id, "Sudah kami ganti.", acting_officer=office.officer)
    correct_answer(step.id, "Sudah kami ganti kemarin.", acting_officer=office.officer)
    recipients = Message.objects.filter(thread=moved.thread).order_by("-id").values_list("recipient_id", flat=True)
    assert list(recipients[:2]) == [newest.id, newest.id]


def test_an_answer_answers_the_newest_words_of_either_account(moved, office):
    remote_id = office.write("belum selesai min", author="budi2", in_reply_to=root(moved))
    office.work()
    step = answer_case(moved.id, "Hari ini kami ganti.", acting_officer=office.officer)
    assert step.message.replies_to.remote_id == remote_id


def test_an_account_that_is_only_gone_is_answered_where_it_was(office):
    case = office.case(author="budi")
    mark_identity_gone("activitypub", f"{USERS}/budi")
    step = answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    assert step.message.recipient == case.author


def test_the_receipt_goes_to_the_new_account(office):
    office.write("Jalan berlubang di depan pasar, tolong diperbaiki", author="budi")
    understand(100)
    file_posts(100)
    new = move("budi", "budi2")
    acknowledge_cases(100)
    assert Message.objects.get(kind="acknowledgement").recipient == new


def test_a_direct_message_from_the_new_account_joins_the_confidential_case(office):
    case = office.case("Tolong, ada pungli di kantor kelurahan", author="budi", audience=Audience.DIRECT)
    move("budi", "budi2")
    for author in ("budi2", "siti"):
        words = "Petugasnya minta uang lagi, tolong"
        office.write(words, author=author, in_reply_to=root(case), audience=Audience.DIRECT)
    office.work()
    assert case.steps.get(kind="replied").post.author.remote_id == f"{USERS}/budi2"
    assert Case.objects.exclude(id=case.id).get().author.remote_id == f"{USERS}/siti"


def test_danger_is_told_once_to_a_citizen_who_moved(office):
    case = office.case(author="budi")
    office.write("Tolong! Kabel listrik putus, bahaya sekali", author="budi", in_reply_to=root(case))
    office.work()
    move("budi", "budi2")
    office.write("Tolong! Kabelnya masih putus, bahaya sekali", author="budi2", in_reply_to=root(case))
    office.work()
    assert Message.objects.filter(kind="danger").count() == 1
