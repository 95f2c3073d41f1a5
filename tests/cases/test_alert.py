"""Danger reaches the officer on duty, and the citizen hears the emergency number."""

from tanggap.cases.actions.alert import MOST_LETTERS
from tanggap.cases.desk import first_of_desk, seat_of
from tanggap.cases.models import Alert, Case
from tanggap.channels.contract import Audience
from tanggap.outbox.models import Delivery, Message
from tanggap.registry.actions import grant_mandate
from tanggap.registry.models import Officer

DANGER = "Tolong! Kabel listrik putus menjuntai di jalan banjir, bahaya sekali"


def test_the_officer_on_duty_is_alerted_on_the_desk_and_by_mail(office):
    case = office.case(DANGER)
    assert Alert.objects.get(case=case).officer == office.officer
    assert Delivery.objects.get(message__kind="alert").address == "petugas@kota.example"


def test_danger_in_confidence_alerts_only_those_who_may_read_it(office):
    mandate = office.officer.mandates.get()
    mandate.powers = ["answer"]
    mandate.save()
    # Where nobody may read it, those on duty hear at least that there is danger.
    assert Alert.objects.get(case=office.case(DANGER, audience=Audience.DIRECT)).officer == office.officer
    grant_mandate(office.stranger, ["oversee"], "SK 8/2026", acting_officer=None)
    assert Alert.objects.get(case=office.case(DANGER, audience=Audience.DIRECT)).officer == office.stranger
    grant_mandate(office.colleague, ["confidential"], "SK 9/2026", acting_officer=None)
    assert Alert.objects.get(case=office.case(DANGER, audience=Audience.DIRECT)).officer == office.colleague


def test_one_authors_alarms_are_written_once_an_hour_and_all_stand_on_the_desk(office):
    for _ in range(3):
        office.case(DANGER, author="budi")
    assert Alert.objects.count() == 3
    assert Message.objects.filter(kind="alert").count() == 1
    office.case(DANGER, author="siti")
    assert Message.objects.filter(kind="alert").count() == 2


def test_a_strangers_alarm_in_somebodys_report_silences_none_of_theirs(office):
    case = office.case(author="budi")
    office.write(DANGER, author="iseng", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    office.case(DANGER, author="budi")
    assert Message.objects.filter(kind="alert").count() == 2


def test_letters_of_alarm_end_before_nobody_reads_them(office):
    for number in range(MOST_LETTERS + 3):
        office.case(DANGER, author=f"warga{number}")
    letters = Message.objects.filter(kind="alert").order_by("id")
    assert letters.count() == MOST_LETTERS
    assert "hanya tampil di meja kerja" in letters.last().text
    assert "hanya tampil" not in letters.first().text
    assert Alert.objects.count() == MOST_LETTERS + 3


def test_whoever_cries_danger_again_and_again_stands_behind_the_rest(office):
    loud = [office.case(DANGER, author="budi") for _ in range(3)]
    other = office.case(DANGER, author="siti")
    assert first_of_desk(seat_of(office.officer)) == [loud[0], other, loud[1], loud[2]]


def test_the_mail_says_nothing_of_what_the_citizen_wrote(office):
    office.case(DANGER)
    assert "Kabel" not in Message.objects.get(kind="alert").text


def test_danger_in_a_later_reply_is_told_once_in_the_thread(office):
    case = office.case(author="budi")
    for _ in range(2):
        office.write(DANGER, author="budi", in_reply_to=case.opening_post.remote.remote_id)
        office.work()
    [warning] = Message.objects.filter(kind="danger")
    assert warning.thread == case.thread
    assert "112" in warning.text


def test_nobody_is_told_that_an_officer_was_alerted_where_none_was(office):
    said = "Petugas piket juga kami kabari"
    office.case(DANGER)
    assert said in Message.objects.get(kind="acknowledgement").text
    Officer.objects.update(on_duty=False, is_head=False)
    office.case(DANGER, author="budi")
    receipt = Message.objects.filter(kind="acknowledgement").last()
    assert "112" in receipt.text
    assert said not in receipt.text
    office.write(DANGER, author="sari", in_reply_to=Case.objects.last().opening_post.remote.remote_id)
    office.work()
    assert said not in Message.objects.filter(kind="danger").last().text
