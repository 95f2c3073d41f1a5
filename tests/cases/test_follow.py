"""Whoever asks hears by e-mail that there is news, after they confirmed."""

import re

from tanggap.cases.actions import answer_case, confirm_follower, follow_case, stop_all_following, stop_following
from tanggap.outbox.models import Message


def asked(office):
    case = office.case()
    follow_case(case, "Warga@Rumah.example", "http://localhost:8000/email/")
    return case, Message.objects.get(kind="news")


def test_an_address_is_confirmed_by_a_link_first(office):
    case, mail = asked(office)
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    assert Message.objects.filter(kind="news").count() == 1
    assert mail.recipient.remote_id == "warga@rumah.example"


def test_a_confirmed_address_hears_that_there_is_news_and_not_what(office):
    case, mail = asked(office)
    token = re.search(r"/email/(\S+)", mail.text)[1]
    assert confirm_follower(token).case == case
    answer_case(case.id, "Lampunya diganti besok.", acting_officer=office.officer)
    news = Message.objects.filter(kind="news").last()
    assert "Lampunya" not in news.text
    assert case.tracking_id not in news.text


def test_an_unknown_link_confirms_nothing(office):
    asked(office)
    assert confirm_follower("not-a-token") is None


def test_an_address_is_asked_a_few_times_an_hour_whichever_the_case(office):
    asked_for = [follow_case(office.case(), "warga@rumah.example", "http://localhost:8000/email/") for _ in range(4)]
    assert asked_for == [True, True, True, False]
    assert Message.objects.filter(kind="news").count() == 3


def test_every_letter_has_a_link_by_which_it_is_the_last(office):
    case, mail = asked(office)
    confirm_follower(re.search(r"/email/(\S+)", mail.text)[1])
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    token = re.search(r"/email/stop/(\S+)", Message.objects.filter(kind="news").last().text)[1]
    number, _, proof = token.partition("-")
    for wrong in ("", "x", f"{int(number) + 1}-{proof}", f"{number}-{proof[::-1]}", f"{'9' * 40}-{proof}"):
        assert not stop_following(wrong)
    assert stop_following(token)
    assert not stop_following(token)
    answer_case(case.id, "Lusa.", acting_officer=office.officer)
    assert Message.objects.filter(kind="news").count() == 2
    follow_case(case, "warga@rumah.example", "http://localhost:8000/email/")
    assert stop_following(token), "an old letter's link is as good"


def test_whoever_holds_the_secret_link_ends_it_for_every_address(office):
    case, mail = asked(office)
    confirm_follower(re.search(r"/email/(\S+)", mail.text)[1])
    assert stop_all_following(case) == 1
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    assert Message.objects.filter(kind="news").count() == 1
