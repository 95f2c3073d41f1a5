"""Numbers and handles in a citizen's words: read by the case's agency and the overseer, masked for everybody else."""

from tanggap.cases.actions import answer_case, forward_case, note_case
from tanggap.cases.desk import VIEWS
from tanggap.inbox.models import Post, PostVersion
from tanggap.registry.actions import grant_mandate

NIK, PHONE = "3404010101900001", "0812-3456-7890"
WORDS = f"Lampu jalan mati, NIK saya {NIK}, hubungi {PHONE}"


def shows_numbers(page: str) -> bool:
    return NIK in page or PHONE in page


def test_an_officer_of_the_agency_reads_the_numbers(office, sit):
    case = office.case(WORDS)
    page = sit("colleague").read(f"{case.tracking_id}/")
    assert NIK in page
    assert PHONE in page


def test_another_agencys_officer_reads_what_the_public_page_shows(office, sit):
    case = office.case(WORDS)
    page = sit("stranger").read(f"{case.tracking_id}/")
    assert not shows_numbers(page)
    assert "NIK saya •••, hubungi •••" in page


def test_a_case_of_another_agency_is_in_no_list_and_its_number_leads_to_masked_words(office, sit):
    case, desk = office.case(WORDS), sit("stranger")
    for view in VIEWS:
        assert case.tracking_id not in desk.read(view=view)
    page = desk.client.get("/desk/", {"number": case.tracking_id}, follow=True).content.decode()
    assert "Lampu jalan mati" in page
    assert not shows_numbers(page)


def test_the_overseer_reads_the_numbers(office, sit):
    case = office.case(WORDS)
    grant_mandate(office.stranger, ("oversee",), "SK 7/2026", acting_officer=None)
    assert NIK in sit("stranger").read(f"{case.tracking_id}/")


def test_later_and_earlier_words_are_masked_too(office, sit):
    case = office.case(author="budi")
    office.write(f"telepon saja {PHONE}", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    post = Post.objects.latest("id")
    PostVersion.objects.create(post=post, text=f"NIK {NIK}", replaced_at=post.received_at)
    Post.objects.filter(id=post.id).update(edited_at=post.received_at)
    assert NIK in sit("officer").read(f"{case.tracking_id}/")
    page = sit("stranger").read(f"{case.tracking_id}/")
    assert not shows_numbers(page)
    assert "NIK •••" in page


def test_what_officers_quote_is_masked_as_on_the_public_page(office, sit):
    case = office.case()
    answer_case(case.id, f"NIK {NIK} sudah dicek. Pos jaga: 0274 512345.", acting_officer=office.officer)
    note_case(case.id, f"Telepon {PHONE}", acting_officer=office.officer)
    forward_case(case.id, office.dishub, f"Pelapor dapat dihubungi di {PHONE}", acting_officer=office.officer)
    page = sit("officer").read(f"{case.tracking_id}/")
    assert not shows_numbers(page)
    assert "0274 512345" in page
    assert shows_numbers(sit("stranger").read(f"{case.tracking_id}/"))


def test_news_of_the_thread_is_masked_as_the_page_was(office, sit):
    case, desk = office.case(author="budi"), sit("stranger")
    page = desk.get(f"{case.tracking_id}/")
    office.write(f"telepon saja {PHONE}", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    news = desk.ask_news(page).content.decode()
    assert "telepon saja •••" in news
