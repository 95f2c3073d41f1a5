import smtplib

import pytest
from django.core import mail

from tanggap.base.mail import MailError, send_mail


def letter():
    send_mail("budi@kota.example", "Ada kabar", "Buka tautan Anda.", "<7q2m@localhost>")


def test_a_letter_is_plain_text_with_the_id_it_was_given():
    letter()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["budi@kota.example"], "Ada kabar", "Buka tautan Anda.")
    assert sent.message()["Message-ID"] == "<7q2m@localhost>"
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_a_subject_cannot_smuggle_headers():
    send_mail("budi@kota.example", "Ada\r\nBcc: semua@kota.example", "x", "<a@b>")
    assert "Bcc" not in mail.outbox[0].message()


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
        (smtplib.SMTPRecipientsRefused({"budi@kota.example": (550, b"no such user budi")}), True),
        (smtplib.SMTPRecipientsRefused({"budi@kota.example": (450, b"later, budi")}), False),
        (smtplib.SMTPDataError(554, b"spam by budi"), True),
        (smtplib.SMTPDataError(451, b"busy"), False),
        (smtplib.SMTPAuthenticationError(535, b"wrong"), False),
        (smtplib.SMTPServerDisconnected(), False),
    ],
)
def test_a_refused_letter_says_whether_trying_again_helps_and_names_nobody(monkeypatch, capsys, error, permanent):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(MailError) as caught:
        letter()
    assert caught.value.permanent is permanent
    assert "budi" not in str(caught.value) + capsys.readouterr().out
