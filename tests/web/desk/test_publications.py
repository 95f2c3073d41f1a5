"""One officer writes, another approves: never the author, and only the words that were read."""

from tanggap.cases.actions import forward_case
from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post
from tanggap.outbox.actions.submit import note_url
from tanggap.outbox.models import Message
from tanggap.publishing.actions import (
    approve_publication,
    digest_of_words,
    draft_publication,
    edit_publication,
    return_publication,
)
from tanggap.publishing.models import Publication
from tanggap.registry.actions import grant_mandate
from tanggap.threads.models import RemoteId

WORDS = {"kind": "service_news", "title": "Jembatan Barat ditutup", "text": "Dari Sabtu pukul 22 sampai Senin pukul 5."}


def draft(office, **changes):
    return draft_publication(**{**WORDS, **changes}, acting_officer=office.officer)


def test_a_draft_waits_for_somebody_else(office, desk):
    response = desk.post("publications/new/", **WORDS)
    publication = Publication.objects.get()
    assert response.url == f"/desk/publications/{publication.public_id}/"
    page = desk.read(f"publications/{publication.public_id}/")
    assert "jadi bukan Anda yang menyetujui" in page
    assert "Setujui dan terbitkan" not in page


def test_a_draft_sent_twice_is_one_draft(office, desk):
    assert desk.post("publications/new/", **WORDS).url == desk.post("publications/new/", **WORDS).url
    assert Publication.objects.count() == 1


def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(office, desk):
    response = desk.post("publications/new/", **{**WORDS, "title": " "})
    page = response.content.decode()
    assert response.status_code == 422
    assert "perlu judul dan isi" in page.split('id="e-title"')[1].split("</p>")[0]
    assert WORDS["text"] in page


def test_another_officer_approves_what_they_read(office, sit):
    publication = draft(office)
    desk = sit("approver")
    page = desk.read(f"publications/{publication.public_id}/")
    digest = page.split('name="digest" value="')[1].split('"')[0]
    assert digest == digest_of_words(publication)
    desk.post(f"publications/{publication.public_id}/approval", digest=digest)
    assert Message.objects.filter(kind="publication").exists()
    assert "Disetujui Nama penyetuju" in desk.read(f"publications/{publication.public_id}/")


def test_the_author_never_approves(office, desk):
    grant_mandate(office.officer, ("approve",), "SK 9/2026", acting_officer=None)
    publication = draft(office)
    assert "Setujui dan terbitkan" not in desk.read(f"publications/{publication.public_id}/")
    response = desk.post(f"publications/{publication.public_id}/approval", digest=digest_of_words(publication))
    assert response.status_code == 403
    assert "Anda sendiri yang menulis" in response.content.decode()


def test_words_changed_while_they_were_read_are_read_again(office, sit):
    publication = draft(office)
    read = digest_of_words(publication)
    edit_publication(publication.id, **{**WORDS, "text": "Dibatalkan."}, acting_officer=office.officer)
    response = sit("approver").post(f"publications/{publication.public_id}/approval", digest=read)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Dibatalkan." in page
    assert not Message.objects.filter(kind="publication").exists()


def test_approving_twice_publishes_once(office, sit):
    publication = draft(office)
    desk, digest = sit("approver"), digest_of_words(publication)
    for _ in range(2):
        assert desk.post(f"publications/{publication.public_id}/approval", digest=digest).status_code == 302
    assert Message.objects.filter(kind="publication").count() == 1


def test_a_draft_goes_back_with_a_reason_that_its_author_reads(office, desk, sit):
    publication = draft(office)
    sit("approver").post(f"publications/{publication.public_id}/return", reason="Sebutkan jalan lain")
    page = desk.read(f"publications/{publication.public_id}/")
    assert "Sebutkan jalan lain" in page
    assert WORDS["text"] in page


def test_no_reason_to_return_it_is_said_beside_the_field(office, sit):
    response = sit("approver").post(f"publications/{draft(office).public_id}/return", reason=" ")
    assert response.status_code == 422
    assert 'id="e-reason"' in response.content.decode()


def test_a_returned_draft_is_not_approved_before_it_was_changed(office, sit):
    publication = draft(office)
    return_publication(publication.id, "Sebutkan jalan lain", acting_officer=office.approver)
    assert "Setujui dan terbitkan" not in sit("approver").read(f"publications/{publication.public_id}/")


def test_without_the_power_to_draft_there_is_no_form(office, sit):
    desk = sit("colleague")
    assert "publications/new/" not in desk.read("publications/")
    assert "<textarea" not in desk.read("publications/new/")
    response = desk.post("publications/new/", **WORDS)
    assert response.status_code == 403
    assert WORDS["text"] in response.content.decode()


def test_without_the_power_to_approve_there_is_no_button(office, sit):
    publication = draft(office)
    desk = sit("colleague")
    assert "Setujui dan terbitkan" not in desk.read(f"publications/{publication.public_id}/")
    assert desk.post(f"publications/{publication.public_id}/approval", digest="x").status_code == 403


def test_a_draft_of_another_agency_is_not_found(office, sit):
    assert sit("stranger").get(f"publications/{draft(office).public_id}/").status_code == 404


def test_the_page_says_where_it_will_stand(office, desk):
    page = desk.read("publications/new/")
    assert "Fediverse" in page
    assert "0 pengikut" in page


def test_replies_and_their_publication_lead_to_each_other(office, desk, sit):
    publication = draft(office)
    approve_publication(publication.id, digest_of_words(publication), acting_officer=office.approver)
    assert "Belum ada yang membalas" in desk.read(f"publications/{publication.public_id}/")
    note = Message.objects.get(kind="publication").thread.remote_ids.get()
    case = office.case("Angkot lewat mana min?", author="budi", in_reply_to=note.remote_id)
    page = desk.read(f"publications/{publication.public_id}/")
    assert "Angkot lewat mana min?" in page
    assert f'href="/desk/{case.tracking_id}/"' in page
    head = desk.read(f"{case.tracking_id}/").split('class="talk-body"')[0]
    assert "Balasan atas kabar:" in head
    assert f'href="/desk/publications/{publication.public_id}/"' in head
    forward_case(case.id, office.dishub, "Soal angkot", acting_officer=office.officer)
    elsewhere = sit("stranger").read(f"{case.tracking_id}/").split('class="talk-body"')[0]
    assert f'href="/publications/{publication.public_id}/"' in elsewhere


def test_an_empty_publication_is_marked_at_both_fields(office, desk):
    page = desk.post("publications/new/", kind="service_news", title="", text="").content.decode()
    assert 'id="e-title"' in page
    assert 'id="e-text"' in page


def test_an_author_throws_their_draft_away(office, desk, sit):
    publication = draft(office)
    way = f"publications/{publication.public_id}/withdrawal"
    assert f"/desk/{way}" not in sit("approver").read(f"publications/{publication.public_id}/")
    assert sit("approver").post(way).status_code == 403
    assert f"/desk/{way}" in desk.read(f"publications/{publication.public_id}/")
    assert desk.post(way).url == "/desk/publications/"
    assert "Rancangan sudah dibuang." in desk.read("publications/")
    assert not Publication.objects.exists()


def test_what_is_published_is_not_thrown_away(office, desk):
    publication = draft(office)
    approve_publication(publication.id, digest_of_words(publication), acting_officer=office.approver)
    assert desk.post(f"publications/{publication.public_id}/withdrawal").status_code == 409
    assert Publication.objects.exists()


def test_an_author_sees_how_often_it_was_liked_and_shared(office, desk):
    publication = draft(office)
    approve_publication(publication.id, digest_of_words(publication), acting_officer=office.approver)
    way = f"publications/{publication.public_id}/"
    assert "suka" not in desk.read(way)
    RemoteId.objects.update(likes=12, shares=3)
    assert "12 suka, dibagikan 3 kali." in desk.read(way)


def published_with_a_reply(office, **changes):
    publication = draft(office)
    publication = approve_publication(publication.id, digest_of_words(publication), acting_officer=office.approver)
    under = note_url(publication.releases.get().message.public_id)
    office.write("terima kasih, DOXXMARK tinggal di sana", author="budi", in_reply_to=under, **changes)
    office.work()
    return publication, Post.objects.latest("id").id


def test_a_reply_that_is_no_report_is_hidden_and_shown_again(office, desk, client, entries):
    publication, post = published_with_a_reply(office)
    page, public = f"publications/{publication.public_id}/", f"/publications/{publication.public_id}/"
    assert "DOXXMARK" in client.get(public).content.decode()
    refused = desk.post(f"{page}hidden/{post}", reason="because")
    assert refused.status_code == 422
    assert "Pilih alasan menyembunyikannya." in refused.content.decode()
    desk.post(f"{page}hidden/{post}", reason="personal_data")
    assert "DOXXMARK" not in client.get(public).content.decode()
    assert "Disembunyikan dari umum" in desk.read(page)
    desk.post(f"{page}shown/{post}")
    assert "DOXXMARK" in client.get(public).content.decode()
    assert entries()[-2:] == ["post.hidden", "post.shown"]


def test_only_what_stands_under_a_publication_is_hidden_there(office, desk):
    publication, _ = published_with_a_reply(office)
    elsewhere = office.case().opening_post_id
    assert desk.post(f"publications/{publication.public_id}/hidden/{elsewhere}", reason="spam").status_code == 404
    assert desk.post(f"publications/{publication.public_id}/shown/{elsewhere}").status_code == 404


def test_a_quiet_reply_stands_on_no_page_that_is_found(office, client):
    publication, _ = published_with_a_reply(office, audience=Audience.UNLISTED)
    assert "DOXXMARK" not in client.get(f"/publications/{publication.public_id}/").content.decode()
