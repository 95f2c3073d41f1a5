"""Danger is seen, in four languages; a figure of speech is none."""

from __future__ import annotations

import pytest

from tanggap.inbox.text import urgency_of
from tests.inbox.text.conftest import read

DANGER = [
    "ada kebakaran di gang melati, tolong cepat",
    "kabel listrik putus menjuntai ke jalan depan SD",
    "kabel PLN depan rumah keluar percikan api",
    "bau gas menyengat banget dari dapur warung sebelah",
    "gas bocor di pasar!!!",
    "pohon besar tumbang menimpa rumah warga",
    "tembok sekolah mau roboh, anak2 masih main di situ",
    "banjir udah masuk rumah, ada nenek gak bisa jalan",
    "banjir sepinggang di rt 3, kami terjebak di atap",
    "ada anak tenggelam di kali",
    "jembatan kayu retak, orang masih lewat",
    "bapak saya kesetrum tiang lampu",
    "tanah longsor di bukit sari, ada rumah tertimbun",
    "ada orang bawa celurit di depan sekolah, tawuran",
    "tolong, tetangga saya dipukuli suaminya",
    "saya mau bunuh diri saja",
    "motor jatuh kena lubang, orangnya berdarah",
    "tutup got hilang, lubang menganga di trotoar",
    "jalan ambles di jembatan kenari, sangat membahayakan",
    "butuh ambulans, ibu pingsan",
    "omahe tanggaku kobongan, tulung",
    "kabele pedhot gemandul ning dalan",
    "wit gedhe ambruk neng dalan, ana sing ketiban",
    "banyune wis mlebu omah, tulung evakuasi",
    "ana bocah keli ning kali",
    "imah tatangga kahuruan, tulungan",
    "kabel listrik ngagantung di payuneun sakola",
    "tangkal badag rubuh kana imah",
    "caah asup ka imah, barudak kajebak",
    "aya budak palid di walungan",
    "there is a fire, the house is burning",
    "live wire hanging over the footpath",
    "strong smell of gas near the market",
    "a wall collapsed and people are trapped",
    "water is coming inside the house, we are trapped, need rescue",
]
NO_DANGER = [
    "lampu jalan mati sejak minggu lalu",
    "warga pada kebakaran jenggot soal tarif parkir",
    "dinas PU banjir pujian hari ini",
    "toko online saya kebanjiran order, makasih pelatihannya",
    "saya tenggelam dalam berkas, syaratnya apa saja",
    "mohon informasi jumlah kasus dbd per kecamatan buat bahan rapat",
    "jl cempaka ancur, ban motor kayak disiksa",
    "tidak ada kebakaran, cuma simulasi kebakaran di kantor",
    "kapan jadwal penyuluhan kebakaran di rt kami?",
    "alat pemadam kebakaran di pasar sudah kedaluwarsa",
    "di mana kantor pemadam kebakaran?",
    "banjir di jalan kenari sudah surut, terima kasih",
    "apinya sudah padam, makasih pemadam",
    "pohon di taman sudah dipotong, rapi",
    "penduduk sini naik terus, ledakan penduduk",
    "tetap semangat, semangat kami terbakar",
    "ora bahaya kok, mung peteng",
    "teu bahaya, ngan poek",
    "banyune ing ngarep pasar wis surut",
    "the fire station was closed when I came",
    "they had a fire sale at the market",
    "I was trapped in traffic for two hours because of the road works",
    "no fire, just smoke machines",
    "kapan loket buka?",
]
HIGH = [
    "listrik mati dari semalam, mohon segera",
    "darurat min, ibu saya ditolak puskesmas",
    "lubang di depan sekolah berbahaya kalau malam",
    "power outage since last night, it is urgent",
]


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_seen(text: str) -> None:
    assert read(text).urgency == "danger"


@pytest.mark.parametrize("text", NO_DANGER)
def test_what_only_sounds_like_danger_is_none(text: str) -> None:
    assert read(text).urgency != "danger"


@pytest.mark.parametrize("text", HIGH)
def test_what_cannot_wait_is_high(text: str) -> None:
    assert read(text).urgency == "high"


def test_a_fire_beside_one_that_is_out_is_still_a_fire() -> None:
    assert read("yang di pasar kebakaran sudah padam. sekarang di gudang kebakaran lagi").urgency == "danger"


def test_a_no_that_belongs_to_something_else_does_not_calm() -> None:
    assert read("tidak ada petugas yang datang padahal ada kebakaran").urgency == "danger"


def test_capitals_drawn_out_letters_and_short_forms_hide_no_danger() -> None:
    assert read("TOLOOONG KEBAKARAAAN DI JLN MELATI").urgency == "danger"


def test_plain_lists_are_enough() -> None:
    assert urgency_of("ada kebakaran", {"id": ["kebakaran"]}) == "danger"
