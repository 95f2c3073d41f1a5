"""A publication is written by one officer and approved by another."""

import pytest

from tanggap.base.clock import now
from tanggap.channels.actions import add_follower
from tanggap.channels.contract import Reaction
from tanggap.inbox.models import Post
from tanggap.outbox.actions.submit import note_url
from tanggap.outbox.models import Delivery, Message
from tanggap.publishing.actions import (
    approve_publication,
    digest_of_words,
    draft_publication,
    edit_publication,
    return_publication,
    withdraw_publication,
)
from tanggap.publishing.errors import OwnPublication, PublicationRefusal
from tanggap.publishing.models import Publication
from tanggap.publishing.queries import Echo, echo_of, replies_to
from tanggap.registry.actions import grant_mandate
from tanggap.registry.errors import NotAllowed
from tanggap.threads.actions import count_reactions


@pytest.fixture
def draft(office):
    return draft_publication(
        "service_news", "Jembatan Barat ditutup", "Sabtu malam sampai Senin pagi.", acting_officer=office.officer
    )


def approve(office, draft, officer=None):
    return approve_publication(draft.id, digest_of_words(draft), acting_officer=officer or office.approver)


def test_another_officer_approves_and_it_is_signed_and_recorded(office, draft, entries):
    approved = approve(office, draft)
    assert approved.state == "approved"
    assert entries() == ["publication.approved"]
    assert Message.objects.get(kind="publication").officer == office.approver


def test_the_author_never_approves_their_own_words(office, draft):
    grant_mandate(office.officer, ("approve",), "SK 9/2026", acting_officer=None)
    with pytest.raises(OwnPublication):
        approve(office, draft, office.officer)
    assert not Message.objects.filter(kind="publication").exists()


def test_whoever_may_approve_hears_that_a_draft_waits(office):
    grant_mandate(office.officer, ("approve",), "SK 9/2026", acting_officer=None)
    words = ("service_news", "Air mati", "Sabtu.")
    draft = draft_publication(*words, acting_officer=office.officer)
    draft_publication(*words, acting_officer=office.officer)
    edit_publication(draft.id, "service_news", "Air mati", "Minggu.", acting_officer=office.officer)
    [letter] = Delivery.objects.filter(message__kind="alert")
    assert letter.address == "penyetuju@kota.example"
    assert f"/desk/publications/{draft.public_id}/" in letter.message.text
    assert "Air mati" not in letter.message.text
    return_publication(draft.id, "Kurang jelas", acting_officer=office.approver)
    edit_publication(draft.id, "service_news", "Air mati", "Minggu pagi.", acting_officer=office.officer)
    assert Message.objects.filter(kind="alert").count() == 2


def test_approving_needs_the_power(office, draft):
    with pytest.raises(NotAllowed):
        approve(office, draft, office.colleague)


def test_words_that_changed_meanwhile_are_not_approved(office, draft):
    seen = digest_of_words(draft)
    edit_publication(draft.id, "service_news", "Judul lain", "Isi lain", acting_officer=office.officer)
    with pytest.raises(PublicationRefusal):
        approve_publication(draft.id, seen, acting_officer=office.approver)


def test_what_is_published_never_changes(office, draft):
    approve(office, draft)
    with pytest.raises(PublicationRefusal):
        edit_publication(draft.id, "service_news", "Judul lain", "Isi", acting_officer=office.officer)
    with pytest.raises(PublicationRefusal):
        approve(office, draft)


def test_a_draft_goes_back_with_a_reason(office, draft):
    with pytest.raises(PublicationRefusal):
        return_publication(draft.id, " ", acting_officer=office.approver)
    return_publication(draft.id, "Tanggalnya salah", acting_officer=office.approver)
    assert Publication.objects.get().reason == "Tanggalnya salah"


def test_a_draft_is_thrown_away_by_its_author_alone_and_only_before_it_is_published(office, draft):
    grant_mandate(office.colleague, ("draft",), "SK 9/2026", acting_officer=None)
    with pytest.raises(PublicationRefusal):
        withdraw_publication(draft.id, acting_officer=office.colleague)
    withdraw_publication(draft.id, acting_officer=office.officer)
    assert not Publication.objects.exists()
    again = draft_publication("service_news", "Air mati", "Sabtu.", acting_officer=office.officer)
    approve(office, again)
    with pytest.raises(PublicationRefusal):
        withdraw_publication(again.id, acting_officer=office.officer)
    assert Publication.objects.exists()


def test_likes_and_shares_of_the_publication_itself_are_added_up(office, draft):
    approve(office, draft)
    assert echo_of(draft) == Echo(0, 0)
    message = Message.objects.get(kind="publication")
    url = note_url(message.public_id)
    given = [("like", 1), ("like", 2), ("share", 1)]
    events = [
        Reaction(kind, f"https://town.example/{kind}/{who}", f"https://town.example/{who}", url) for kind, who in given
    ]
    count_reactions("activitypub", events)
    other = office.write("Terima kasih infonya, sangat membantu", in_reply_to=url)
    count_reactions("activitypub", [Reaction("like", "https://town.example/like/9", "https://town.example/9", other)])
    assert echo_of(draft) == Echo(2, 1)


def test_each_server_of_followers_gets_it_once(office, draft):
    for author in ("budi", "siti"):
        follower = office.case(author=author).author
        type(follower).objects.filter(id=follower.id).update(shared_inbox="https://town.example/inbox")
        add_follower(office.account, follower)
    approve(office, draft)
    assert [d.address for d in Delivery.objects.filter(message__kind="publication")] == ["https://town.example/inbox"]


def test_replies_come_back_under_it_and_those_that_ask_become_cases(office, draft):
    published = approve(office, draft)
    note = Message.objects.get(kind="publication").thread.remote_ids.get()
    office.write("Angkot lewat mana min?", author="budi", in_reply_to=note.remote_id, published_at=now())
    office.work()
    [reply] = replies_to(published)
    assert Post.objects.get().opened_case.agency == office.pu
    assert reply.text == "Angkot lewat mana min?"


def test_a_publication_needs_words(office):
    with pytest.raises(PublicationRefusal):
        draft_publication("service_news", " ", "Isi", acting_officer=office.officer)
    with pytest.raises(PublicationRefusal):
        draft_publication("gossip", "Judul", "Isi", acting_officer=office.officer)


def test_each_citizen_under_a_publication_gets_a_case_and_a_receipt_of_their_own(office, draft):
    approve(office, draft)
    thread = Message.objects.get(kind="publication").thread
    note = thread.remote_ids.get()
    first = office.write("Jalan ke pasar juga rusak min, tolong diperbaiki", author="budi", in_reply_to=note.remote_id)
    office.write("Lampu jalan di Melati mati, tolong diperbaiki", author="siti", in_reply_to=note.remote_id)
    office.work()
    office.write(
        "iya di situ gelap dan rusak", author="tono", in_reply_to=first, addressed_to=(office.account.remote_id,)
    )
    office.work()
    assert {case.author.handle[:5] for case in thread.cases.all()} == {"@budi", "@siti"}
    assert thread.cases.get(author__handle__startswith="@budi").steps.filter(kind="replied").count() == 1
    assert Message.objects.filter(kind="acknowledgement").count() == 2
