"""Is this account official? Whatever people paste gets one of four answers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.registry.actions import add_domain, draft_account, open_own_account, publish_account, retire_account
from tanggap.registry.likeness import is_like
from tanggap.registry.models import Agency
from tanggap.registry.queries import account_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(agency: Agency) -> Agency:
    """An agency with an account on the fediverse, a Page, Instagram, WhatsApp, and one given up on X."""
    open_own_account(agency)
    add_domain(agency, "pu.teladan.example", acting_officer=None)
    for network, handle, url in (
        ("facebook", "Dinas PU Teladan", "https://www.facebook.com/dinasputeladan"),
        ("instagram", "dinaspu.teladan", "https://www.instagram.com/dinaspu.teladan/"),
        ("whatsapp", "+62 800 0000 1112", ""),
        ("x", "pu_teladan_lama", "https://x.com/pu_teladan_lama"),
        ("tiktok", "dinaspu_rancangan", ""),
    ):
        account = draft_account(agency, network, handle, url=url, acting_officer=None)
        if network != "tiktok":
            publish_account(account, acting_officer=None)
        if network == "x":
            retire_account(account, "Tidak dipakai", acting_officer=None)
    return agency


@pytest.mark.parametrize(
    "question",
    [
        "@dinas-pu@localhost:8000",
        "dinas-pu@localhost:8000",
        "acct:dinas-pu@localhost:8000",
        "ACCT:Dinas-PU@LOCALHOST:8000",
        "http://localhost:8000/@dinas-pu",
        "http://localhost:8000/@dinas-pu/",
        "http://localhost:8000/agencies/dinas-pu/",
        "@dinas-pu@pu.teladan.example",
        "@dinas-pu",
        "dinas-pu",
        " @dinaspu.teladan\n",
        "instagram.com/dinaspu.teladan",
        "https://m.facebook.com/dinasputeladan?ref=share",
        "Dinas PU Teladan",
        "+62 800-0000-1112",
        "0800 0000 1112",
        "https://wa.me/6280000001112",
        "dinas-pu@local\u200bhost:8000",
    ],
)
def test_an_official_account_is_known_however_it_is_written(register: Agency, question: str) -> None:
    verdict = account_verdict(question)
    assert verdict.verdict == "official"
    assert verdict.account is not None
    assert verdict.account.agency == register


@pytest.fixture
def page(register: Agency) -> Agency:
    """A Page whose address nobody entered: its name is all that the register knows."""
    account = draft_account(register, "facebook", "DinasPUKota", acting_officer=None)
    publish_account(account, acting_officer=None)
    return register


@pytest.mark.parametrize(
    "address",
    [
        "facebook.com/DinasPUKota",
        "https://facebook.com/DinasPUKota/",
        "https://www.facebook.com/dinaspukota?ref=share",
        "http://m.facebook.com/DinasPUKota",
        "https://web.facebook.com/DinasPUKota",
        "mbasic.facebook.com/DinasPUKota",
        "www.fb.com/DinasPUKota",
    ],
)
def test_every_address_of_a_page_is_that_page(page: Agency, address: str) -> None:
    assert account_verdict(address).verdict == "official"


@pytest.mark.parametrize(
    "address",
    [
        "https://faceb00k.com/DinasPUKota",
        "https://www.facebook.com.evil.example/DinasPUKota",
        "https://facebook.com@evil.example/DinasPUKota",
        "https://web.facebook.com.evil.example/DinasPUKota",
        "https://evil.example/facebook.com/DinasPUKota",
        "https://instagram.com/DinasPUKota",
        "https://facebook.com/DinasPUK0ta",
    ],
)
def test_an_address_that_only_looks_like_the_networks_is_not_official(page: Agency, address: str) -> None:
    assert account_verdict(address).verdict != "official"


@pytest.mark.parametrize(
    "question", ["@pu_teladan_lama", "https://x.com/pu_teladan_lama", "https://x.com/PU_Teladan_Lama/"]
)
def test_an_account_that_was_given_up_was_official(register: Agency, question: str) -> None:
    assert account_verdict(question).verdict == "was_official"


@pytest.mark.parametrize(
    "question",
    [
        "@dinaspu.te1adan",
        "https://www.instagram.com/dinaspu.te1adan",
        "@dinаs-pu",
        "dinas_pu",
        "@dinas-pu-resmi",
        "@dinas-pu@evil.example",
        "https://evil.example/@dinas-pu",
        "http://localhost:8000.evil.example/@dinas-pu",
        "@drnaspu.teladan",
        "@dinsapu.teladan",
        "@official_dinaspu.teladan",
    ],
)
def test_a_copy_is_called_one_with_its_original(register: Agency, question: str) -> None:
    verdict = account_verdict(question)
    assert verdict.verdict == "lookalike"
    assert verdict.account is not None
    assert verdict.account.state == "published"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "\x00\x07\x1b[31m",
        "@",
        "@@@",
        "acct:",
        "https://",
        "http://[::1",
        "a" * 5000,
        "@info_teladan_update",
        "@warga_biasa@kampung.example",
        "@dinas-pu@kabupaten-lain.go.id",
        "@dinaspu_rancangan",
        "https://x.com/",
        "+62 811 2222 3333",
        "\ud800",
        "%00%ff",
    ],
)
def test_anything_else_is_unknown_and_politely_answered(register: Agency, question: str) -> None:
    verdict = account_verdict(question)
    assert verdict.verdict == "unknown"
    assert verdict.account is None
    assert len(verdict.asked) <= 300


def test_an_answer_is_good_json_with_what_the_register_says(register: Agency) -> None:
    answer = json.loads(json.dumps(account_verdict("@pu_teladan_lama").as_dict()))
    assert answer["verdict"] == "was_official"
    assert answer["account"]["agency"] == "Dinas PU"
    assert answer["account"]["retired_at"]


@given(question=st.text(max_size=400))
def test_no_question_breaks_the_answer(question: str) -> None:
    assert account_verdict(question).as_dict()["verdict"] in ("official", "was_official", "lookalike", "unknown")


@pytest.mark.parametrize(
    ("name", "original", "alike"),
    [
        ("pdam", "PDAM", True),
        ("pdan", "pdam", False),
        ("dinas-pariwisata", "dinas-pu", False),
        ("ｄｉｎａｓ-pu", "dinas-pu", True),
        ("dinaspū", "dinas-pu", True),
        ("", "dinas-pu", False),
        ("!!!", "???", False),
    ],
)
def test_names_are_alike_to_a_quick_eye(name: str, original: str, alike: bool) -> None:
    assert is_like(name, original) is alike
