"""The list: what is most urgent stands on top, and says why in words."""

import html
import re
from datetime import timedelta

import pytest
import time_machine

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, close_case, dismiss_case
from tanggap.outbox.models import Delivery

DANGER = "Tolong! Kabel listrik putus menjuntai di jalan banjir, bahaya sekali"


def numbers(page: str) -> list[str]:
    """The cases of a list, in order."""
    return re.findall(r'id="case-([0-9A-Z-]{9})"', page)


def answered(office, text="Sudah kami ganti.", **changes):
    case = office.case(author="budi", **changes)
    return case, answer_case(case.id, text, acting_officer=office.officer)


def stick(step):
    Delivery.objects.filter(message=step.message).update(state="stuck", reason="Facebook refused this message.")


def test_danger_stands_above_what_is_late(office, desk):
    with time_machine.travel(now() - timedelta(days=30)):
        late = office.case()
    danger = office.case(DANGER)
    page = desk.read()
    assert numbers(page) == [danger.tracking_id, late.tracking_id]
    assert "Bahaya: lihat ini dulu" in page


def test_danger_takes_one_line_above_any_chosen_list_and_on_later_pages(office, desk):
    danger = [office.case(DANGER) for _ in range(3)]
    for query in ({"view": "disputed"}, {"view": "mine"}, {"page": "2"}, {"view": "danger", "page": "2"}):
        page = desk.read(**query)
        assert '<a href="/desk/?view=danger">3 laporan bahaya baru</a>' in page
        assert "Buka laporan" not in page
    for query in ({}, {"view": "danger"}):
        page = desk.read(**query)
        assert numbers(page) == [case.tracking_id for case in danger]
        assert "bahaya baru" not in page


def test_an_alert_that_the_list_of_danger_lacks_is_found_on_the_first_list(office, desk):
    case = office.case(DANGER)
    answer_case(case.id, "Petugas sudah di sana.", acting_officer=office.colleague)
    assert '<a href="/desk/">1 laporan bahaya baru</a>' in desk.read(view="danger")
    assert numbers(desk.read()) == [case.tracking_id]


def test_a_stuck_answer_comes_before_the_rest(office, desk):
    waiting = office.case()
    stuck, step = answered(office)
    stick(step)
    page = desk.read()
    assert numbers(page) == [stuck.tracking_id, waiting.tracking_id]
    assert "Jawaban tidak sampai" in page


def test_what_falls_due_first_stands_first(office, desk):
    newer = office.case()
    with time_machine.travel(now() - timedelta(days=2)):
        older = office.case()
    assert numbers(desk.read()) == [older.tracking_id, newer.tracking_id]


def test_the_deadline_is_said_in_working_days(office, desk):
    with time_machine.travel("2026-03-02 03:00"):
        office.case()
        assert "5 hari kerja lagi" in desk.read()
    with time_machine.travel("2026-03-09 03:00"):
        assert "Jawab hari ini" in desk.read()
    with time_machine.travel("2026-03-11 03:00"):
        assert "Terlambat 2 hari kerja" in desk.read()


def test_views_hold_what_their_names_say(office, desk):
    turn = office.case()
    waiting, _ = answered(office)
    closed, _ = answered(office)
    close_case(closed.id, "done", acting_officer=office.officer)
    aside = office.case()
    dismiss_case(aside.id, "spam", acting_officer=office.officer)
    for view, case in (("turn", turn), ("waiting", waiting), ("closed", closed), ("dismissed", aside)):
        assert numbers(desk.read(view=view)) == [case.tracking_id]


def test_a_case_that_its_author_calls_done_is_ready_to_close(office, desk):
    case, _ = answered(office)
    office.write("sudah beres min, makasih", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert numbers(desk.read(view="to_close")) == [case.tracking_id]
    assert numbers(desk.read(view="waiting")) == []
    assert 'value="confirmed"' in desk.read(f"{case.tracking_id}/")


def test_the_list_shows_the_authors_newest_words(office, desk):
    case, _ = answered(office)
    office.write("masih gelap pak, belum nyala", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    page = desk.read()
    assert "masih gelap pak" in page
    assert "Kata warga: belum selesai" in page


def test_what_its_author_calls_not_done_stands_in_a_list_of_its_own(office, desk):
    office.case()
    case, _ = answered(office)
    office.write("belum selesai pak, masih gelap", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert numbers(desk.read(view="disputed")) == [case.tracking_id]


def test_until_it_is_answered_the_list_shows_what_the_report_says(office, desk):
    case = office.case(author="budi")
    office.write("siap min, ditunggu kabarnya", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    page = desk.read()
    assert "Lampu jalan di depan sekolah mati" in page
    assert "ditunggu kabarnya" not in page


def test_danger_in_a_later_post_is_read_in_the_list_at_once(office, desk):
    case = office.case(author="budi")
    office.write(DANGER, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert DANGER in html.unescape(desk.read())


def test_counts_stand_beside_the_views(office, desk):
    office.case()
    office.case(DANGER)
    page = desk.read()
    assert re.search(r'id="n-all-turn"[^>]*>2<', page)
    assert re.search(r'id="n-all-danger" class="hot">1<', page)


def test_the_list_is_narrowed_by_network_and_holder(office, desk):
    mine, free = answered(office)[0], office.case()
    assert numbers(desk.read(view="mine", holder="me")) == [mine.tracking_id]
    assert numbers(desk.read(holder="nobody")) == [free.tracking_id]
    assert numbers(desk.read(network="facebook")) == []


def test_a_long_list_has_pages_and_no_case_twice(office, desk):
    for _ in range(27):
        office.write("Lampu jalan mati, tolong diperbaiki")
    office.work()
    first, second = numbers(desk.read()), numbers(desk.read(page="2"))
    assert (len(first), len(second)) == (25, 2)
    assert not set(first) & set(second)


def test_a_number_typed_loosely_leads_to_its_case(office, desk):
    case = office.case()
    response = desk.get(number=case.tracking_id.lower().replace("-", " "))
    assert response.url == f"/desk/{case.tracking_id}/"


def test_a_number_that_leads_nowhere_is_said_so(desk):
    response = desk.get(number="0000-0000")
    assert response.status_code == 404
    assert "Tidak ada laporan 0000-0000" in response.content.decode()


def test_an_empty_desk_says_that_everybody_was_answered(desk):
    assert "Semua warga sudah dijawab" in desk.read()


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"network": "?"}, {"holder": "?"}])
def test_a_strange_address_still_shows_a_list(office, desk, query):
    office.case()
    assert desk.get(**query).status_code == 200


def test_a_view_that_is_none_is_not_found(desk):
    assert desk.get(view="nothing").status_code == 404


def test_the_list_speaks_english_too(office, desk):
    office.case()
    page = desk.read(lang="en")
    assert "Your turn" in page
    assert "1 report, the most urgent at the top." in page
