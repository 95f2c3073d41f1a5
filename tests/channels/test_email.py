"""Letters go out as plain text, each with an id of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tanggap.channels.connectors.email.connector import EmailConnector
from tanggap.channels.connectors.email.samples import NEWS, SAMPLES
from tanggap.channels.contract import Author, ConnectorError, Letter, OutgoingMessage
from tanggap.channels.door import ContractDoor

email = EmailConnector()


class Mailbox:
    """A mail server that keeps what it is handed."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def request(self, method: str, url: str, **given: Any) -> Any:
        raise AssertionError("mail is no HTTP")

    def mail(self, letter: Letter) -> None:
        self.letters.append(letter)


def send(message: OutgoingMessage = NEWS) -> Letter:
    box = Mailbox()
    email.send(message, SAMPLES.connection, box)
    [letter] = box.letters
    return letter


def test_a_letter_goes_to_the_recipient_with_subject_and_text() -> None:
    letter = send()
    assert (letter.to, letter.subject, letter.text) == ("sari@warga.example", "Ada kabar", NEWS.text)


def test_the_same_message_is_the_same_letter() -> None:
    assert send().message_id == send().message_id == "<01invented@teladan.example>"


def test_two_messages_are_two_letters() -> None:
    assert send(replace(NEWS, message_id="02")).message_id != send().message_id


def test_an_officers_address_stands_in_the_delivery() -> None:
    assert send(replace(NEWS, recipient=None, extra={"address": "piket@kota.example"})).to == "piket@kota.example"


def test_without_a_subject_the_first_line_is_it() -> None:
    assert send(replace(NEWS, text="Ada kabar.\nBuka tautan Anda.", extra={})).subject == "Ada kabar."


@pytest.mark.parametrize("address", ["", "sari", "https://a@b.example", "a@b.example\nBcc: x@y.example"])
def test_what_is_no_address_gets_no_letter(address: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        send(replace(NEWS, recipient=Author(address)))
    assert caught.value.permanent


def test_the_door_hands_a_letter_to_the_mail_server(mailoutbox: list[Any]) -> None:
    email.send(NEWS, SAMPLES.connection, ContractDoor())
    [letter] = mailoutbox
    assert (letter.to, letter.extra_headers["Message-ID"]) == (["sari@warga.example"], "<01invented@teladan.example>")
