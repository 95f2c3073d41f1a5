"""Comments under a publication on the agency's Page, from Facebook's hook to the publication's public page."""

from __future__ import annotations

from typing import Any

import pytest

from tanggap.cases.models import Case
from tanggap.channels.actions import connect_account
from tanggap.channels.connectors.facebook.samples import CONNECTION, PAGE, POST, comment, entry, hook, signed_hook
from tanggap.channels.contract import Sent
from tanggap.inbox.steps import read_arrivals
from tanggap.outbox.actions import claim_deliveries, settle_deliveries
from tanggap.outbox.actions.settle import Tried
from tanggap.publishing.actions import approve_publication, digest_of_words, draft_publication
from tanggap.registry.models import OfficialAccount

ASKS, CHATS = "Lampu jalan di dekat jembatan juga mati, tolong diperbaiki", "Terima kasih infonya min!"


@pytest.fixture
def page(office: Any, client: Any) -> Any:
    """A publication that stands on the Page, and a way for the hook to tell what happened there."""
    account = OfficialAccount.objects.create(
        agency=office.pu,
        network="facebook",
        handle="DinasPUTeladan",
        url="https://page.example/",
        remote_id=PAGE,
        state="published",
    )
    connected = connect_account(account, "facebook", {}, dict(CONNECTION.secrets))
    draft = draft_publication("service_news", "Jembatan ditutup", "Sabtu malam.", acting_officer=office.officer)
    publication = approve_publication(draft.id, digest_of_words(draft), acting_officer=office.approver)
    settle_deliveries([Tried(delivery, Sent(POST)) for delivery in claim_deliveries(10)])

    def tell(*changes: dict[str, Any]) -> str:
        signed = signed_hook(hook(entry(*changes)))
        signature = {"HTTP_X_HUB_SIGNATURE_256": signed.headers["x-hub-signature-256"]}
        client.post(f"/hooks/{connected.token}", signed.body, content_type="application/json", **signature)
        read_arrivals(50)
        office.work()
        return client.get(f"/publications/{publication.public_id}/").content.decode()

    return tell


def said(text: str, number: int, citizen: str = "7001", **changed: Any) -> dict[str, Any]:
    author = {"id": citizen, "name": f"Warga {citizen}"}
    return comment(text, comment_id=f"900_{number}", **{"from": author, **changed})


def test_comments_stand_under_the_publication_and_who_asks_gets_a_case(page):
    html = page(said(ASKS, 1), said(CHATS, 2, "7002"))
    case = Case.objects.get()
    assert ASKS in html
    assert CHATS in html
    assert f"/cases/{case.tracking_id}/" in html
    assert (case.agency.slug, case.network) == ("dinas-pu", "facebook")


def test_no_name_and_no_number_of_a_commenter_stands_on_the_page(page):
    html = page(said(f"{ASKS}, hubungi 0812 3456 7890", 1))
    assert "Warga 7001" not in html
    assert "3456" not in html


def test_a_comment_under_a_comment_comes_back_too(page):
    html = page(said(CHATS, 1), said(ASKS, 2, "7002", parent_id="900_1"))
    assert ASKS in html
    assert Case.objects.get().author.remote_id == "7002"


def test_each_commenter_who_asks_has_a_case_of_their_own(page):
    page(said(ASKS, 1), said("Jalan di pasar rusak, kapan diperbaiki?", 2, "7002"))
    assert {case.author.remote_id for case in Case.objects.all()} == {"7001", "7002"}


def test_a_comment_told_twice_is_one_reply_and_one_case(page):
    page(said(ASKS, 1))
    html = page(said(ASKS, 1))
    assert html.count(ASKS) == 1
    assert Case.objects.count() == 1


def test_an_edited_comment_shows_its_new_words_and_a_removed_one_none(page):
    page(said(ASKS, 1), said(CHATS, 2, "7002"))
    html = page(said("Sudah menyala, tidak jadi", 1, verb="edited"), said(CHATS, 2, "7002", verb="remove"))
    assert "Sudah menyala" in html
    assert ASKS not in html
    assert CHATS not in html


def test_the_pages_own_comments_are_no_replies(page):
    html = page(said("Lampu jalan mati? Lapor di sini", 1, PAGE))
    assert "Lapor di sini" not in html
    assert not Case.objects.exists()
