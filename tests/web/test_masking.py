import pytest

from tanggap.web.public.masking import headline, mask_words

OFFICIAL = {"dinaspu.teladan", "dinas-pu@teladan.example"}


@pytest.mark.parametrize(
    "private",
    ["0812-3456-7890", "+62 812 3456 7890", "081234567890", "(0274) 555 123 99", "62.812.3456.7890"],
)
def test_a_phone_number_is_masked_however_it_is_grouped(private):
    assert mask_words(f"hubungi {private} ya") == "hubungi ••• ya"


def test_an_identity_number_is_masked():
    assert mask_words("NIK saya 3404012345670001.") == "NIK saya •••."


@pytest.mark.parametrize(
    "kept", ["Rp 1.250.000.000", "09/02/2026 sampai 10/02/2026", "RT 03 RW 07", "112", "2026-02-09"]
)
def test_sums_dates_and_short_numbers_stay(kept):
    assert mask_words(kept) == kept


@pytest.mark.parametrize("handle", ["@budi", "@budi_s", "@budi@mastodon.example", "＠budi", "@budi@localhost:8001"])
def test_a_private_handle_is_masked(handle):
    assert mask_words(f"tolong {handle} lihat") == "tolong @••• lihat"


def test_an_official_handle_stays():
    text = "min @dinaspu.teladan dan @dinas-pu@teladan.example tolong"
    assert mask_words(text, OFFICIAL) == text


def test_an_email_address_is_masked_whole():
    assert mask_words("surel budi.s@example.org") == "surel •••@•••"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://mastodon.example/@budi/11223", "mastodon.example/•••"),
        ("https://www.instagram.com/budi_s/", "www.instagram.com/•••"),
        ("wa.me/6281234567890", "wa.me/•••"),
        ("https://kabar.example/jembatan-barat", "https://kabar.example/jembatan-barat"),
        ("instagram.com/dinaspu.teladan", "instagram.com/dinaspu.teladan"),
    ],
)
def test_a_link_that_names_a_person_is_cut_to_its_host(link, shown):
    assert mask_words(link, OFFICIAL) == shown


def test_the_governments_own_telephone_numbers_stay():
    assert mask_words("Pos jaga: 0800 0000 118 22", numbers=False) == "Pos jaga: 0800 0000 118 22"


def test_a_headline_drops_the_mentions_and_cuts_between_words():
    text = "Min @dinaspu.teladan tolong dong ini lubang di Jl Kenari pas depan SD Teladan 2 udah dari sebelum taun baru"
    assert headline(text, OFFICIAL) == "Min tolong dong ini lubang di Jl Kenari pas depan SD Teladan 2 udah…"


def test_a_headline_leaves_no_gap_where_a_mention_was():
    assert headline("Terima kasih @dinas-pu, lampunya nyala", OFFICIAL) == "Terima kasih, lampunya nyala"


def test_a_headline_ends_with_the_first_sentence():
    assert headline("Lampu jalan mati sejak Senin. Tolong dicek.") == "Lampu jalan mati sejak Senin"


def test_a_headline_of_nothing_is_empty():
    assert headline("@dinaspu.teladan", OFFICIAL) == ""
    assert headline("got depan pasar mampet") == "Got depan pasar mampet"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("kabel tiang lampu di Jl. Bukit Sari putus. Tolong", "Kabel tiang lampu di Jl. Bukit Sari putus"),
        ("Rumah No. 12 kebanjiran! Sudah dua hari", "Rumah No. 12 kebanjiran!"),
    ],
)
def test_a_title_does_not_end_at_an_abbreviation(text, title):
    assert headline(text) == title
