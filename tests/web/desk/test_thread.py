"""The thread: whose words, which acts, and what the public does not see."""

import re
from datetime import timedelta

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case
from tanggap.cases.queries import newest_step
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost
from tanggap.inbox.actions.change import delete_posts, edit_posts
from tanggap.people.models import Citizen, Identity


def line(page: str, words: str) -> str:
    """The line of the thread that holds these words."""
    [found] = [part for part in page.split("<li ") if words in part and part.startswith('class="') and "step-" in part]
    return found


def test_a_note_stays_among_colleagues(office, desk):
    case = office.case()
    desk.post(f"{case.tracking_id}/notes", text="Alat dipakai sampai Kamis")
    assert "tidak terlihat warga" in line(desk.read(f"{case.tracking_id}/"), "Alat dipakai sampai Kamis")
    assert "Alat dipakai" not in desk.client.get(f"/cases/{case.tracking_id}/").content.decode()


def test_an_empty_note_is_said_beside_its_field(office, desk):
    response = desk.post(f"{office.case().tracking_id}/notes", text=" ")
    assert response.status_code == 422
    assert "Tulis sesuatu dulu." in response.content.decode().split('id="e-note"')[1].split("</p>")[0]


def test_a_note_pressed_twice_is_one_note(office, desk):
    case = office.case()
    for _ in range(2):
        desk.post(f"{case.tracking_id}/notes", text="Cek dulu", newest_step=newest_step(case))
    assert case.steps.filter(kind="noted").count() == 1


def test_others_words_are_told_from_the_authors(office, desk):
    case = office.case(author="budi")
    office.write("iya bener", author="tetangga", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert "Warga lain" in line(desk.read(f"{case.tracking_id}/"), "iya bener")


def test_no_handle_and_no_name_of_a_networks_account_is_shown(office, desk):
    case = office.case(author="budi_tetangga")
    Identity.objects.filter(id=case.author_id).update(name="Budi Tetangga")
    page = desk.read(f"{case.tracking_id}/")
    assert "budi_tetangga" not in page
    assert "Budi Tetangga" not in page


def test_an_edited_post_shows_its_earlier_text(office, desk):
    case = office.case(author="budi")
    author = Author("https://town.example/users/budi")
    post = IncomingPost(case.opening_post.remote.remote_id, author, "Yang mati dua lampu", Audience.PUBLIC)
    edit_posts("activitypub", [EditedPost(post)], now())
    page = desk.read(f"{case.tracking_id}/")
    assert "Teks sebelumnya" in line(page, "Yang mati dua lampu")
    assert "Lampu jalan di depan sekolah mati" in page


def test_a_deleted_post_is_no_longer_read(office, desk):
    case = office.case(author="budi")
    remote_id, author = case.opening_post.remote.remote_id, Author("https://town.example/users/budi")
    post = IncomingPost(remote_id, author, "Yang mati dua lampu", Audience.PUBLIC)
    edit_posts("activitypub", [EditedPost(post)], now())
    delete_posts("activitypub", [DeletedPost(remote_id, author.remote_id)], now())
    page = desk.read(f"{case.tracking_id}/")
    assert "Penulisnya menghapus kiriman ini." in page
    # Neither as they stood nor as they were before, and not as the title either.
    assert "di depan sekolah mati" not in page
    assert "Yang mati dua lampu" not in page


def test_a_post_leads_to_its_place_through_our_own_address(office, desk):
    case = office.case()
    assert f'href="/cases/{case.tracking_id}/source/1"' in desk.read(f"{case.tracking_id}/")
    Citizen.objects.update(opted_out_at=now())
    assert "/source/" not in desk.read(f"{case.tracking_id}/")


def test_a_long_thread_folds_its_beginning(office, desk):
    case = office.case(author="budi")
    for turn in range(7):
        answer_case(case.id, f"Jawaban ke-{turn}", acting_officer=office.officer)
        office.write(f"balasan ke-{turn}", author="budi", in_reply_to=case.opening_post.remote.remote_id)
        office.work()
    page = desk.read(f"{case.tracking_id}/")
    assert "langkah sebelumnya" in page
    assert "balasan ke-6" in page.split("</details>")[-1]


def test_script_in_a_post_stays_words(office, desk):
    case = office.case("Lampu jalan mati <script>alert(1)</script> tolong")
    page = desk.read(f"{case.tracking_id}/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_case_says_its_deadline_and_who_holds_it(office, desk):
    case = office.case()
    page = desk.read(f"{case.tracking_id}/")
    assert "Jawab paling lambat" in page
    assert "belum ada yang menangani" in page


def test_after_the_answer_the_result_has_its_deadline(office, desk):
    case = office.case()
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    assert "Hasil paling lambat" in desk.read(f"{case.tracking_id}/")
    case.result_due = now() - timedelta(days=3)
    case.save(update_fields=["result_due"])
    assert "Hasil terlambat" in desk.read(f"{case.tracking_id}/")


def test_danger_names_the_emergency_number_first(office, desk):
    from tests.web.desk.test_list import DANGER

    assert 'href="tel:112"' in desk.read(f"{office.case(DANGER).tracking_id}/")


def test_a_case_that_grew_out_of_another_is_linked_to_it(office, desk):
    case = office.case(author="budi")
    sealed = office.case("Petugasnya minta uang", author="budi", audience=Audience.DIRECT,
                         in_reply_to=case.opening_post.remote.remote_id)  # fmt: skip
    assert f'href="/desk/{case.tracking_id}/"' in desk.read(f"{sealed.tracking_id}/").split('class="talk-head"')[1]


def test_the_machines_warning_stands_in_the_thread(office, desk):
    case = office.case(author="budi")
    words = "Tolong! Kabel listrik putus menjuntai di jalan, bahaya sekali"
    office.write(words, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert "Nomor darurat diberitahukan otomatis" in desk.read(f"{case.tracking_id}/")
    assert "Nomor darurat diberitahukan otomatis" in desk.client.get(f"/cases/{case.tracking_id}/").content.decode()


def test_in_a_very_long_case_each_link_leads_to_its_own_post(office, desk, client, monkeypatch):
    for room in ("tanggap.cases.queries", "tanggap.web.desk.thread"):
        monkeypatch.setattr(f"{room}.MOST_STEPS", 20)
    case = office.case(author="budi")
    above = case.opening_post.remote.remote_id
    for number in range(30):
        office.write(f"ikut {number}", author=f"c{number}", in_reply_to=above)
    newest = office.write("kata terakhir saya", author="budi", in_reply_to=above)
    office.work()
    links = re.findall(r"/cases/[0-9A-Z-]{9}/source/[0-9]+", desk.read(f"{case.tracking_id}/"))
    assert client.get(links[-1]).headers["Location"] == newest
    assert client.get(links[0]).headers["Location"] == above
