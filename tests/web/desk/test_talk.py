"""Conversation can become a report; notices are looked at and leave."""

from tanggap.cases.actions import raise_notice
from tanggap.cases.models import Case, DeskNotice
from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post


def chat(office, text="mantap min, lanjutkan", **changes):
    remote_id = office.write(text, **changes)
    office.work()
    return Post.objects.get(remote__remote_id=remote_id)


def test_what_asks_for_nothing_stands_in_the_conversation(office, desk):
    chat(office)
    assert "mantap min, lanjutkan" in desk.read("talk/")


def test_it_is_made_a_report(office, desk):
    post = chat(office)
    response = desk.post(f"talk/{post.id}/promotion")
    case = Case.objects.get(opening_post=post)
    assert response.url == f"/desk/{case.tracking_id}/"
    assert "mantap min, lanjutkan" not in desk.read("talk/")
    assert "menjadikannya laporan" in desk.read(f"{case.tracking_id}/")


def test_pressed_twice_it_leads_to_the_one_report(office, desk):
    post = chat(office)
    first, second = (desk.post(f"talk/{post.id}/promotion") for _ in range(2))
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_making_a_report_needs_the_power_and_is_not_offered_without(office, sit):
    post, desk = chat(office), sit("colleague")
    assert "Jadikan laporan" not in desk.read("talk/")
    assert desk.post(f"talk/{post.id}/promotion").status_code == 403


def test_a_direct_message_is_read_only_with_the_power(office, desk, sit):
    post = chat(office, audience=Audience.DIRECT)
    assert "mantap min" in desk.read("talk/")
    assert "mantap min" not in sit("colleague").read("talk/")
    assert sit("colleague").post(f"talk/{post.id}/promotion").status_code == 404


def test_what_was_written_to_another_agency_is_theirs(office, sit):
    post, desk = chat(office), sit("stranger")
    assert "mantap min" not in desk.read("talk/")
    assert desk.post(f"talk/{post.id}/promotion").status_code == 404


def test_a_notice_is_announced_and_leaves_when_it_was_seen(office, desk):
    notice = raise_notice(office.pu, "report", "Akun ini mengganggu", "https://town.example/notes/1")
    assert '<span id="n-all-notices">1</span>' in desk.read()
    page = desk.read("notices/")
    assert "Akun ini mengganggu" in page
    assert "https://town.example/notes/1" in page
    desk.post(f"notices/{notice.id}/sight")
    assert '<span id="n-all-notices"></span>' in desk.read()
    assert "Akun ini mengganggu" not in desk.read("notices/")


def test_a_notice_of_another_agency_is_not_put_away(office, sit):
    notice = raise_notice(office.pu, "report", "Akun ini mengganggu")
    sit("stranger").post(f"notices/{notice.id}/sight")
    assert DeskNotice.objects.get().seen_at is None


def test_the_address_in_a_notice_is_no_link(office, desk):
    raise_notice(office.pu, "report", "", "javascript:alert(1)")
    assert 'href="javascript' not in desk.read("notices/")
