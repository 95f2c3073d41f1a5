"""What a visitor may type as an e-mail address."""

from __future__ import annotations

import pytest

from tanggap.web.public.mail_address import is_mail_address


@pytest.mark.parametrize("text", ["siti@example.org", "siti.k+lapor@sub.example.co.id", f"{'a' * 64}@example.org"])
def test_an_address_at_a_domain_is_one(text):
    assert is_mail_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "siti", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@localhost", f"{'a' * 65}@example.org", f"{'a' * 300}@b.org"],
)
def test_what_no_letter_can_reach_is_none(text):
    assert not is_mail_address(text)


def test_an_address_that_is_too_long_as_a_whole_is_none():
    assert not is_mail_address("a@" + ".".join(["b" * 60] * 5) + ".org")
