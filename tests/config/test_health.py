from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from tanggap.base.clock import now
from tanggap.base.masterkey import new_master_key
from tanggap.channels.models import Arrival
from tanggap.config import checks
from tanggap.config.checks import ALL, START, look_at
from tanggap.config.queues import QUEUES, measure_depths
from tanggap.records.actions import open_log

pytestmark = pytest.mark.django_db


def arrive(state="arrived", minutes=5):
    at = now() - timedelta(minutes=minutes)
    return Arrival.objects.create(kind="facebook", event_key=bytes([minutes]), body=b"x", received_at=at, state=state)


def depth_of(name):
    return next(depth for depth in measure_depths() if depth.queue.name == name)


def test_a_process_that_answers_is_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_being_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_a_process_whose_database_answers_is_ready(client):
    assert client.get("/readyz").status_code == 200


def test_a_process_whose_database_is_away_is_not_ready(client, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_metrics_tell_what_waits_and_for_how_long(client):
    arrive("stuck", 5)
    arrive("stuck", 10)
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'tanggap_queue_rows{queue="arrivals_stuck",stuck="yes"} 2.0' in lines
    (age,) = [line for line in lines if line.startswith('tanggap_queue_oldest_seconds{queue="arrivals_stuck"')]
    assert 600 <= float(age.split()[-1]) < 660
    assert any(line.startswith("process_resident_memory_bytes") for line in lines)


@pytest.mark.parametrize(
    ("visitor", "status"),
    [("127.0.0.1", 200), ("10.1.2.3", 200), ("fd12::5", 200), ("93.184.215.14", 404), ("2a00:1450:4001::5", 404)],
)
def test_metrics_are_for_the_operators_own_network(client, visitor, status):
    assert client.get("/metrics", REMOTE_ADDR=visitor).status_code == status


def test_metrics_ask_one_question_for_each_queue(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(len(QUEUES) + 1):
        client.get("/metrics")


def test_work_that_nobody_does_is_late_and_work_for_a_person_is_stuck():
    arrive("arrived", 5)
    arrive("stuck", 6)
    assert depth_of("arrivals").is_late
    assert not depth_of("arrivals_stuck").is_late
    assert [
        finding.name for finding in look_at([checks.has_nothing_late, checks.has_nothing_stuck]) if not finding.is_well
    ] == [
        "late",
        "stuck",
    ]


def test_an_installation_in_order_is_found_in_order(office):
    assert [finding for finding in look_at(ALL) if not finding.is_well] == []


def test_an_installation_without_an_agency_lacks_one(settings):
    open_log("localhost:8000/log")
    assert [finding.name for finding in look_at(ALL) if not finding.is_well] == ["agencies"]


def test_an_agency_whose_confidential_reports_nobody_reads_is_named(office):
    assert checks.has_readers().is_well
    held = office.officer.mandates.get()
    held.powers = [power for power in held.powers if power != "confidential"]
    held.save()
    assert "dinas-pu; run `tanggap mandate grant USERNAME --powers confidential" in checks.has_readers().says
    office.officer.user.is_active = False
    office.officer.user.save()
    office.colleague.user.is_active = False
    office.colleague.user.save()
    assert "nobody may answer at dinas-pu" in checks.has_readers().says


def test_without_its_log_an_installation_may_not_start():
    (*_, last) = look_at(START)
    assert (last.name, last.is_well) == ("record", False)
    assert "tanggap init" in last.says


def test_another_master_key_is_noticed(settings):
    open_log("localhost:8000/log")
    settings.MASTER_KEY = new_master_key()
    (*_, last) = look_at(START)
    assert (last.name, last.is_well) == ("record", False)


@pytest.mark.parametrize(("setting", "value"), [("SECRET_KEY", "only-for-init"), ("MASTER_KEY", "")])
def test_a_missing_key_ends_the_look_with_its_name(settings, setting, value):
    setattr(settings, setting, value)
    (only,) = look_at(START)
    assert f"TANGGAP_{setting}" in only.says


def test_a_rule_pack_that_is_not_there_ends_the_look_with_the_setting(settings):
    settings.RULES = "nowhere"
    (*_, last) = look_at(START)
    assert (last.name, last.is_well) == ("rules", False)
    assert "TANGGAP_RULES" in last.says


def test_a_migration_that_waits_is_noticed(monkeypatch):
    monkeypatch.setattr("tanggap.config.checks.MigrationExecutor.migration_plan", lambda *_: ["people.0002"])
    assert "tanggap init" in checks.has_tables().says
