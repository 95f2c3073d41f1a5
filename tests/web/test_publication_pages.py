from __future__ import annotations

import pytest

from tanggap.outbox.models import Message
from tanggap.publishing.actions import approve_publication, digest_of_words, draft_publication
from tanggap.publishing.models import Publication


@pytest.fixture
def draft(office) -> Publication:
    words = ("Jembatan Barat ditutup Sabtu", "Dari pukul 22. Pejalan kaki tetap bisa lewat.")
    return draft_publication("service_news", *words, acting_officer=office.officer)


def test_a_draft_has_no_page(client, draft):
    assert client.get(f"/publications/{draft.public_id}/").status_code == 404
    assert "Jembatan" not in client.get("/publications/").content.decode()


def test_a_publication_names_two_positions_and_no_person(client, office, draft):
    approve_publication(draft.id, digest_of_words(draft), acting_officer=office.approver)
    html = client.get(f"/publications/{draft.public_id}/").content.decode()
    assert "Kepala Seksi petugas" in html
    assert "Kepala Seksi penyetuju" in html
    assert "Nama petugas" not in html


def test_a_publication_stands_in_the_list_and_with_its_agency(client, office, draft):
    approve_publication(draft.id, digest_of_words(draft), acting_officer=office.approver)
    for address in ("/publications/", "/publications/?agency=dinas-pu", "/agencies/dinas-pu/"):
        assert "Jembatan Barat ditutup Sabtu" in client.get(address).content.decode()
    assert "Jembatan" not in client.get("/publications/?agency=dinas-perhubungan").content.decode()


def test_an_empty_list_says_so(client, office):
    assert "Belum ada yang diterbitkan." in client.get("/publications/").content.decode()


@pytest.fixture
def question(office, draft):
    """A case that a reply under the publication opened."""
    approve_publication(draft.id, digest_of_words(draft), acting_officer=office.approver)
    note = Message.objects.get(kind="publication").thread.remote_ids.get()
    return office.case("Angkot lewat mana min?", author="budi", in_reply_to=note.remote_id)


def test_a_question_under_a_publication_leads_to_it(client, office, draft, question):
    html = client.get(f"/cases/{question.tracking_id}/").content.decode()
    assert "Balasan atas kabar:" in html
    assert f'href="/publications/{draft.public_id}/"' in html
    other = client.get(f"/cases/{office.case().tracking_id}/").content.decode()
    assert "Balasan atas kabar:" not in other
