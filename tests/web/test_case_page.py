from __future__ import annotations

import re

from tanggap.base.clock import now
from tanggap.cases.actions import (
    answer_case,
    assign_case,
    close_case,
    correct_answer,
    dismiss_case,
    forward_case,
    hide_case_post,
    note_case,
    show_case_post,
)
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost
from tanggap.inbox.actions import delete_posts, edit_posts
from tanggap.outbox.actions.submit import note_url

TEXT = "Lampu jalan di depan sekolah mati, hubungi 0812 3456 7890 atau @budi@town.example"


def page_of(client, case) -> str:
    return client.get(f"/cases/{case.tracking_id}/").content.decode()


def test_the_page_shows_the_words_without_who_wrote_them(client, office):
    html = page_of(client, office.case(TEXT, author="siti"))
    assert "Lampu jalan di depan sekolah mati" in html
    assert "Seorang warga" in html
    assert "siti" not in html


def test_private_numbers_and_handles_are_masked(client, office):
    html = page_of(client, office.case(TEXT))
    assert "0812" not in html
    assert "budi" not in html


def test_the_page_says_until_when_an_answer_is_due(client, office):
    html = page_of(client, office.case())
    assert "wajib menjawab paling lambat" in html
    assert "hari kerja lagi" in html


def test_an_answer_stands_with_its_mandate_and_position(client, office, settle):
    case = office.case()
    step = answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    html = page_of(client, case)
    assert "Besok kami ganti." in html
    assert f"/mandates/{step.mandate.public_id}" in html
    assert "Kepala Seksi petugas" in html
    assert "Nama petugas" not in html


def test_each_act_shows_its_place_in_the_record_once_it_has_one(client, office, settle):
    case = office.case()
    assert "menunggu segel" in page_of(client, case)
    settle()
    index = case.steps.get(kind="opened").entry.index
    assert f'href="/record/?at={index}#{index}"' in page_of(client, case)


def test_a_corrected_answer_stays_readable_and_is_marked(client, office):
    case = office.case()
    step = answer_case(case.id, "Rabu kami ganti.", acting_officer=office.officer)
    correct_answer(step.id, "Kamis kami ganti.", acting_officer=office.officer)
    html = page_of(client, case)
    assert "Rabu kami ganti." in html
    assert "Kamis kami ganti." in html
    assert "Diralat kemudian" in html


def test_an_officers_note_is_never_shown(client, office):
    case = office.case()
    note_case(case.id, "Alatnya sedang dipakai.", acting_officer=office.officer)
    assert "Alatnya" not in page_of(client, case)


def test_a_hidden_post_says_why_and_shows_no_word_of_it(client, office):
    case = office.case()
    hide_case_post(case.id, case.opening_post_id, "personal_data", acting_officer=office.officer)
    html = page_of(client, case)
    assert "memuat data pribadi seseorang" in html
    assert "sekolah" not in html


def test_a_deleted_post_says_so_and_shows_no_word_of_it(client, office):
    case = office.case()
    remote = case.opening_post.remote
    delete_posts("activitypub", [DeletedPost(remote.remote_id, case.author.remote_id)], case.received_at)
    html = page_of(client, case)
    assert "Penulisnya menghapus kiriman ini" in html
    assert "sekolah" not in html


def test_a_confidential_case_has_no_page(client, office):
    case = office.case("Ada pungli di loket", audience=Audience.DIRECT)
    assert case.is_sealed
    assert client.get(f"/cases/{case.tracking_id}/").status_code == 404


def test_an_unlisted_case_has_a_page_that_robots_leave(client, office):
    case = office.case(audience=Audience.UNLISTED)
    response = client.get(f"/cases/{case.tracking_id}/")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_dismissal_says_its_reason(client, office):
    case = office.case()
    dismiss_case(case.id, "duplicate", acting_officer=office.officer)
    assert "sudah ditangani di laporan lain" in page_of(client, case)


def test_a_case_that_only_the_agency_calls_done_is_not_green(client, office):
    case = office.case()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    html = page_of(client, case)
    assert "Selesai menurut Dinas PU" in html
    assert "state chip done" not in html


def test_passing_on_names_both_agencies_and_the_reason(client, office):
    case = office.case()
    forward_case(case.id, office.dishub, "Ini tiang milik mereka.", acting_officer=office.officer)
    html = page_of(client, case)
    assert "Diteruskan ke Dinas Perhubungan" in html
    assert "Ini tiang milik mereka." in html


def test_a_long_story_folds_its_middle(client, office):
    case = office.case()
    for day in range(10):
        answer_case(case.id, f"Kabar {day}.", acting_officer=office.officer)
    html = page_of(client, case)
    assert "langkah di antaranya" in html
    assert html.index("<details><summary>") < html.index("Kabar 3.") < html.index("Kabar 9.")


def test_words_in_another_language_carry_their_language(client, office):
    case = office.case("dalane bolong gedhe cedhak pasar", language="jv")
    assert '<div class="said" lang="jv">' in page_of(client, case)


def test_a_citizens_markup_is_shown_as_text(client, office):
    html = page_of(client, office.case("<script>alert(1)</script> lampu jalan mati"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_page_needs_few_questions(client, office, django_assert_max_num_queries):
    case = office.case()
    for day in range(5):
        answer_case(case.id, f"Kabar {day}.", acting_officer=office.officer)
    page_of(client, case)
    with django_assert_max_num_queries(12):
        page_of(client, case)


def test_taking_and_handing_over_have_words_of_their_own(client, office):
    case = office.case()
    assign_case(case.id, office.officer, acting_officer=office.officer)
    assign_case(case.id, office.colleague, acting_officer=office.officer)
    html = page_of(client, case)
    assert html.count("Ditangani petugas") == 1
    assert html.count("Diserahkan ke petugas lain") == 1


def test_the_command_that_checks_says_where_it_comes_from(client, office, settle):
    case = office.case()
    settle()
    assert "<code>pip install .</code>" in client.get(f"/cases/{case.tracking_id}/").content.decode()


def test_a_closed_case_explains_no_deadlines(client, office):
    case = office.case()
    assert "Mengapa tanggal itu?" in page_of(client, case)
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    assert "Mengapa tanggal itu?" not in page_of(client, case)


def test_of_a_very_long_case_each_link_leads_to_its_own_post(client, office, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.case_story.MOST_STEPS", 4)
    case = office.case(author="budi")
    parent = case.opening_post.remote.remote_id
    written = [office.write(f"di tempat saya juga, nomor {n}", author=f"c{n}", in_reply_to=parent) for n in range(6)]
    office.work()
    html = page_of(client, case)
    links = re.findall(r"/cases/[0-9A-Z-]{9}/source/[0-9]+", html)
    assert [client.get(link).headers["Location"] for link in dict.fromkeys(links)] == [parent, written[-1]]


def test_nobody_buries_the_exchange(client, office, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.case_story.MOST_STEPS", 8)
    case = office.case(author="budi")
    answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    parent = case.opening_post.remote.remote_id
    office.write("belum selesai", author="budi", in_reply_to=parent)
    for number in range(12):
        office.write(f"hahaha {number}", author=f"c{number}", in_reply_to=parent)
    office.work()
    html = page_of(client, case)
    assert "Besok kami ganti." in html
    assert "belum selesai" in html
    assert "hahaha 11" in html
    assert "hahaha 9" not in html


def test_words_that_were_changed_after_the_answer_say_so_and_are_no_headline(client, office):
    case = office.case("Apakah Jalan Merdeka sudah dibuka?", author="budi")
    answer_case(case.id, "Ya, sejak kemarin.", acting_officer=office.officer)
    changed = IncomingPost(
        case.opening_post.remote.remote_id,
        Author("https://town.example/users/budi"),
        "Apakah wali kota korupsi?",
        Audience.PUBLIC,
    )
    edit_posts("activitypub", [EditedPost(changed)], now())
    office.work()
    html = page_of(client, case)
    assert "Diubah penulisnya sesudah dijawab" in html
    assert "Jawaban sebelumnya diberikan untuk kata-kata yang lama." in html
    assert "korupsi" not in html.split("<h1", 1)[1].split("</h1>", 1)[0]
    assert "korupsi" not in client.get("/").content.decode()


def test_what_was_said_before_the_end_is_not_told_as_silence(client, office):
    case = office.case(author="budi")
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    office.write("belum selesai", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    answer_case(case.id, "Sekarang sudah.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    assert "Sebelumnya pelapor bilang belum." in page_of(client, case)


def test_what_the_reporter_calls_done_is_called_so(client, office):
    case = office.case(author="budi")
    step = answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    assert "Sudah dijawab" in page_of(client, case)
    office.write("sudah selesai, terima kasih", author="budi", in_reply_to=note_url(step.message.public_id))
    office.work()
    html = page_of(client, case)
    assert "tinggal menutup laporan ini" in html
    assert "Sudah dijawab" not in html
    assert "Tenggat hasil" not in html


def test_a_report_that_was_set_aside_says_how_to_object(client, office):
    case = office.case()
    dismiss_case(case.id, "not_ours", acting_officer=office.officer)
    html = page_of(client, case)
    assert "Anda keberatan?" in html
    assert "sudah selesai atau belum" not in html


def test_the_reason_of_hiding_stays_where_the_post_is_shown_again(client, office):
    case = office.case()
    hide_case_post(case.id, case.opening_post_id, "spam", acting_officer=office.officer)
    show_case_post(case.id, case.opening_post_id, acting_officer=office.officer)
    html = page_of(client, case)
    assert "Lampu jalan" in html
    assert "Ini iklan" in html
