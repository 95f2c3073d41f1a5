"""The shipped packs are whole, and a broken one is refused in a line that says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tanggap.rules.packs import KINDS, BadPack, Status, load_pack, pack
from tanggap.rules.packs.shape import TEXTS

SHIPPED = Path("tanggap/rules/packs")
VALUES = {
    "tracking_id": "7Q2M-4K9X",
    "agency": "Dinas PU",
    "deadline": "Selasa, 3 Maret 2026",
    "case_url": "https://kota.example/cases/7Q2M-4K9X/",
    "receipt_url": "https://kota.example/receipts/7Q2M-4K9X.tlog-proof",
    "own_url": "https://kota.example/s/rahasia",
    "emergency": "112",
    "url": "https://kota.example/email/x",
    "government": "Kota Teladan",
    "stop_url": "https://lapor.kota.example/email/stop/1-x",
    "reason": "ini urusan pihak lain",
    "outcome": "menurut kami sudah selesai",
}


@pytest.mark.parametrize("code", ["id", "generic"])
def test_a_shipped_pack_has_deadlines_for_every_kind_and_every_text(code: str) -> None:
    rules = load_pack(code)
    assert set(rules.deadline_rules) == set(KINDS)
    assert all(rules.words(language, key, **VALUES).strip() for language in rules.texts for key in TEXTS)


@pytest.mark.parametrize("code", ["id", "generic"])
def test_every_rule_of_a_shipped_pack_has_a_source_and_says_how_well_it_is_known(code: str) -> None:
    assert all(
        fact.source and fact.status in set(Status) and fact.text("en") for fact in load_pack(code).facts.values()
    )


def test_the_indonesian_pack_speaks_four_languages_and_knows_danger_in_each() -> None:
    rules = load_pack("id")
    assert set(rules.texts) == {"id", "jv", "su", "en"}
    assert all(rules.danger_words[language] for language in rules.texts)


@pytest.mark.parametrize("language", ["id", "jv", "su", "en"])
def test_a_confidential_receipt_names_the_authors_own_link(language: str) -> None:
    assert f": {VALUES['own_url']}\n" in load_pack("id").words(language, "acknowledgement_sealed", **VALUES)


@pytest.mark.parametrize("language", ["id", "jv", "su", "en"])
def test_an_acknowledgement_names_number_deadline_receipt_and_the_way_to_stop(language: str) -> None:
    words = load_pack("id").words(language, "acknowledgement", **VALUES)
    assert all(VALUES[name] in words for name in ("tracking_id", "agency", "deadline", "case_url", "receipt_url"))
    stops = [word for words in load_pack("id").opt_out_words.values() for word in words]
    assert words.rstrip(".").rpartition(": ")[2].lower() in stops


def test_danger_is_answered_with_the_emergency_number() -> None:
    rules = load_pack("id")
    assert all(rules.emergency_number in rules.words(lang, "danger", emergency="112") for lang in rules.texts)


def test_a_language_that_a_pack_does_not_speak_gets_its_first_one() -> None:
    assert load_pack("generic").words("id", "news_subject") == load_pack("generic").words("en", "news_subject")


def test_an_agency_with_braces_in_its_name_is_only_a_name() -> None:
    assert "{url}" in load_pack("id").words("id", "acknowledgement", **{**VALUES, "agency": "{url}"})


def test_the_installations_pack_knows_the_governments_name(settings) -> None:  # type: ignore[no-untyped-def]
    settings.GOVERNMENT = "Kota Teladan"
    assert "Kota Teladan" in pack().words("id", "news", stop_url="")


def test_a_case_keeps_the_name_of_its_rule_with_the_packs_version() -> None:
    rules = load_pack("id")
    fact = rules.deadline_rules["information"].answer.rule
    assert rules.rule_name(fact) == f"id/{rules.version}/public-information"
    assert rules.fact_of("id/1999.1/public-information") == fact


def test_a_pack_takes_only_the_word_lists_of_languages_that_it_speaks() -> None:
    assert set(load_pack("generic").danger_words) == {"en"}


def test_an_unknown_pack_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadPack, match="generic, id"):
        load_pack("atlantis")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('status = "official"', 'status = "rumoured"', "status: must be one of official"),
        ("[silence]", "[hush]", "silence: is missing, or is no table"),
        ("working_days = 14", "working_days = 0", "working_days: must be a whole number"),
        ("working_days = 14", "working_days = 2", "answer is due after the result"),
        ('rule = "first-answer"', 'rule = "no-rule"', "'no-rule', which is none"),
        ("[deadlines.unclear]", "[deadlines.muddled]", "deadlines.muddled: is no kind"),
        ('weekend = ["saturday", "sunday"]', 'weekend = ["sabtu"]', "calendar.weekend: must be a list"),
        ("{tracking_id}", "{full_name}", "names {full_name}"),
        ("{tracking_id}", "{tracking_id", "has a brace too many"),
        ("effective = 2026-01-01", 'effective = "soon"', "effective: is missing, or is no date"),
        ('emergency_number = "112"', "emergency_number = 112", "emergency_number: is missing, or is no text"),
        ('default_language = "id"', 'default_language = "nl"', "default language 'nl'"),
        ('words = "words-id.toml"', 'words = "gone.toml"', "gone.toml: cannot be read"),
        ("[calendar]", "[calendar", "cannot be read"),
    ],
)
def test_a_broken_pack_is_refused_with_the_place(was: str, becomes: str, says: str, tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "words-id.toml", tmp_path)
    broken = tmp_path / "own.toml"
    broken.write_text((SHIPPED / "id.toml").read_text().replace(was, becomes))
    with pytest.raises(BadPack) as refusal:
        load_pack(str(broken))
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_word_list_without_danger_words_is_refused(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "id.toml", tmp_path / "own.toml")
    words = (SHIPPED / "words-id.toml").read_text().replace("[danger]", "[peril]")
    (tmp_path / "words-id.toml").write_text(words)
    with pytest.raises(BadPack, match=r"words-id\.toml: danger: is missing"):
        load_pack(str(tmp_path / "own.toml"))
