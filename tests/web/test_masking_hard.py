"""However people write a number or an address, the public does not read it; what a report is about stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.base.html import clean_html, text_of_clean
from tanggap.web.public import shadow
from tanggap.web.public.masking import mask_words

WORDS = st.lists(
    st.sampled_from(
        ["Lampu", "jalan", "mati", "Senin,", "diperbaiki.", "Dekat", "RT 03", "RW 07", "no. 12", "pukul 19.30"]
    ),
    max_size=8,
).map(" ".join)
SEPARATORS = [
    "",
    " ",
    ".",
    "-",
    " - ",
    "\u00a0",
    "\u2009",
    "\u3000",
    "\u200b",
    "\u2060",
    "\u00ad",
    "\u2011",
    "\u2013",
    "/",
    "_",
]
DIGITS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵"]
DAYS = st.sampled_from(["010190", "311299", "410285", "711105"])


def tail(least, most):
    return st.text("0123456789", min_size=least, max_size=most)


NIK = st.builds("{}{}{}".format, st.sampled_from(["340401", "317502", "110109", "737199"]), DAYS, tail(4, 4))
PHONE = st.builds("{}8{}".format, st.sampled_from(["0", "+62", "62", "0062", "+62-"]), tail(8, 11))
CARD = st.builds("{}{}".format, st.sampled_from(["4", "5"]), tail(15, 15)).filter(lambda card: card[4:8] != "0000")


@st.composite
def written(draw, number):
    """A number cut into groups of three or more with one separator, in one kind of digits."""
    separator, kind = draw(st.sampled_from(SEPARATORS)), draw(st.sampled_from(DIGITS))
    plain = draw(number)
    groups = []
    while plain:
        size = draw(st.integers(3, 6)) if len(plain) > 6 else len(plain)
        groups.append(plain[:size])
        plain = plain[size:]
    return separator.join(groups).translate(str.maketrans("0123456789", kind))


def digits_of(text):
    return "".join(filter(str.isdigit, shadow.shadow_of(text).text))


@given(WORDS, written(NIK | PHONE), WORDS)
def test_no_telephone_and_no_identity_number_survives(before, number, after):
    shown = mask_words(f"{before} lapor {number} ya {after}")
    assert digits_of(number)[-6:] not in digits_of(shown.replace(before, ""))
    assert shown == f"{mask_words(before)} lapor ••• ya {mask_words(after)}"


@given(WORDS, WORDS)
def test_ordinary_words_stay_as_they_are(before, after):
    assert mask_words(f"{before} dan {after}") == f"{before} dan {after}"


LOCAL = st.sampled_from(["budi", "siti.aminah", "b_99", "budi+lapor"])
HOST = st.sampled_from(["gmail.com", "yahoo.co.id", "kantor.example.org"])
AT = st.sampled_from(["@", "＠", " @ ", "(at)", " (at) ", "[at]", " at ", "{at}", "<at>", "\u200b@", "﹫", "(@)"])
DOT = st.sampled_from([".", "[dot]", " (dot) ", " dot ", " titik ", "．", "(.)", "\u200b."])


@given(WORDS, LOCAL, AT, HOST, DOT, WORDS)
def test_no_email_address_survives(before, local, at, host, dot, after):
    address = f"{local}{at}{host.replace('.', dot)}"
    assert mask_words(f"{before} tulis {address}, ya {after}") == f"{before} tulis •••@•••, ya {after}"


@pytest.mark.parametrize(
    "private",
    [
        "0812-3456-7890,0813 1111 2222",
        "hp081234567890",
        "0 8 1 2 3 4 5 6 7 8 9 0",
        "08 12 34 56 78 90",
        "+62 (0) 812 3456 7890",
        "(+62) 812-3456-7890",
        "0812\n3456\n7890",
        "０８１２ ３４５６ ７８９０",
        "0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣",
        "+62 812.345.678",
        "3.404.010.101.900.001",
        "081234567890" * 4,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "1370012345678",
        "08/12/3456/7890",
    ],
)
def test_a_number_is_masked_in_whole(private):
    assert not any(map(str.isdigit, mask_words(f"saya {private} ya")))


@pytest.mark.parametrize("private", ["O812-3456-789O", "o81234567890", "O8l2 3456 7890", "34O4O1O1O19OOOO1"])
def test_letters_for_digits_are_seen_where_they_are_sure(private):
    assert mask_words(f"hubungi {private} ya") == "hubungi ••• ya"


@pytest.mark.parametrize(
    "kept",
    [
        "Laporan 7Q2M-4K9X, 7421-4839 dan 1234-5678",
        "tanggal 08/12/2026 10.30 dan 2026-02-09 14:30:55",
        "09/02/2026-10/02/2026, 09-02-2026 - 10-02-2026",
        "buka 08.00-16.00, 13.00 - 15.30",
        "Rp 1250000000, Rp1.250.000.000,00 dan IDR 250000000000",
        "anggaran 1.250.000.000 2.500.000.000 3.842.700.000.000",
        "telepon 112, 110, 113, 118, 119 atau 129",
        "kode pos 55281 dan 10110, 2026",
        "SK 188.45/1234/2026 dan Nomor 800/123/2026",
        "tahun 2019 2020 2021 2022",
        "rumah 12 14 16 18 20 22",
        "100, 200, 300, 400, 500",
        "di -7.801389, 110.364722",
        "lolololololololo",
        "see the notice on the page at dinas.example",
    ],
)
def test_what_a_report_is_about_stays(kept):
    assert mask_words(kept) == kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("panggil 112 081234567890", "panggil 112 •••"),
        ("Yogyakarta 55281 081234567890", "Yogyakarta 55281 •••"),
        ("12/03/2026 0812 3456 7890", "12/03/2026 •••"),
        ("No. 12, 0274 512345", "No. 12, •••"),
    ],
)
def test_only_the_number_goes_and_not_its_neighbours(text, shown):
    assert mask_words(text) == shown


@pytest.mark.parametrize("html", ["0812<b>34</b>56<span></span>7890", "0812&nbsp;3456<wbr>7890", "0812<br>3456<p>7890"])
def test_tags_do_not_split_a_number(html):
    assert mask_words(text_of_clean(clean_html(html))) == "•••"


def test_an_identity_number_that_an_officer_quotes_is_masked():
    assert mask_words("NIK 3404010101900001, telepon 0274 512345", numbers=False) == "NIK •••, telepon 0274 512345"


HOSTILE = [
    "1 ",
    "a-",
    "a.",
    "@a.",
    "08",
    "(at)",
    " at a",
    "[",
    "o8",
    "https://",
    "1,",
    "1.234.",
    "a@a-",
    "@a@",
    "2026-01-01-",
    " dot a",
    "\u200b1",
    "09/02/2026 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_length_and_not_with_its_square(piece):
    small, large = (cost_of(piece * (size // len(piece))) for size in (4_000, 32_000))
    assert large < 40 * small + 0.2


def cost_of(text):
    """Seconds of processor time, the least of three."""
    from time import process_time

    def once():
        start = process_time()
        mask_words(text)
        return process_time() - start

    return min(once() for _ in range(3))
