"""Messages are signed in bulk, and never speak wider than what they answer."""

import pytest

from tanggap.outbox.actions import Draft, submit_messages, submit_protocol
from tanggap.outbox.errors import WiderAudience
from tanggap.outbox.models import Delivery, Message, MessageKind
from tanggap.outbox.text import paragraphs
from tanggap.threads.models import RemoteId


def test_a_reply_is_never_seen_by_more_people_than_the_post(office):
    case = office.case(audience="direct")
    draft = Draft(MessageKind.ANSWER, "activitypub", "Halo", audience="public", replies_to=case.opening_post.remote)
    with pytest.raises(WiderAudience):
        submit_messages([draft])


def test_our_own_message_is_known_to_its_thread_before_it_is_delivered(office):
    office.case()
    [message] = Message.objects.all()
    assert RemoteId.objects.get(remote_id__endswith=message.public_id).thread == message.thread


def test_a_publication_without_followers_goes_to_nobody(office):
    submit_messages([Draft(MessageKind.PUBLICATION, "activitypub", "Kabar", audience="public", to_addresses_only=True)])
    assert not Delivery.objects.exists()


def test_an_act_of_the_protocol_has_no_mandate(office):
    case = office.case()
    signed = submit_protocol(office.account, case.author, {"type": "Accept"})
    message = Message.objects.get(id=signed.id)
    assert message.mandate is None
    assert message.extra == {"type": "Accept"}


def test_words_become_simple_html_and_nothing_in_them_can_act():
    html = paragraphs("Lihat https://kota.example/a?b=1&c=2.\n<script>x</script>\n\nSalam")
    assert '<a href="https://kota.example/a?b=1&amp;c=2">' in html
    assert "<script>" not in html
    assert html.endswith("<p>Salam</p>")
