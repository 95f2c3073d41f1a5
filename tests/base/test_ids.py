import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.base.ids import hash_secret, public_id, read_tracking_id, secret, timely_id, tracking_id


def test_a_tracking_id_is_two_groups_of_four_letters_that_cannot_be_mistaken():
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", tracking_id())


def test_ids_do_not_repeat():
    assert len({tracking_id() for _ in range(1000)}) == 1000
    assert len({public_id() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("typed", ["7Q2M-4K9X", "7q2m4k9x", " 7q2m 4k9x ", "#7Q2M–4K9X", "7 Q2M-4 K9X", "7q2m_4k9x"])
def test_a_tracking_id_is_read_however_it_was_typed(typed):
    assert read_tracking_id(typed) == "7Q2M-4K9X"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert read_tracking_id("oOiI-lL01") == "0011-1101"


@pytest.mark.parametrize(
    "typed", ["", "7Q2M", "7Q2M-4K9XX", "UUUU-UUUU", "../../etc", "7Q2M-4K9X" * 50, "\x00" * 8, "٣٣٣٣٣٣٣٣"]
)
def test_what_cannot_be_a_tracking_id_is_none(typed):
    assert read_tracking_id(typed) is None


@given(st.text())
def test_reading_never_fails(typed):
    found = read_tracking_id(typed)
    assert found is None or read_tracking_id(found) == found


def test_a_public_id_has_128_bits_in_26_small_letters():
    assert re.fullmatch(r"[0-7][0-9a-hjkmnp-tv-z]{25}", public_id())


def test_a_timely_id_comes_after_those_of_moments_before_and_is_not_to_be_guessed(monkeypatch):
    moments = [1_800_000_000_000_000_000 + number * 1_000_000 for number in range(50)]
    monkeypatch.setattr("tanggap.base.ids.time.time_ns", iter(moments * 2).__next__)
    first, second = [timely_id() for _ in moments], [timely_id() for _ in moments]
    assert sorted(first) == first
    assert all(re.fullmatch(r"[0-7][0-9a-hjkmnp-tv-z]{25}", one) for one in first)
    assert all(one[:10] == other[:10] and one[10:] != other[10:] for one, other in zip(first, second, strict=True))


def test_a_secret_fits_into_a_link_and_is_stored_as_its_digest():
    drawn = secret()
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", drawn)
    assert len(hash_secret(drawn)) == 32
    assert hash_secret(drawn) == hash_secret(drawn)
