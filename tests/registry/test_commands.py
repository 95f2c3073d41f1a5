"""The operator's commands: an empty installation gets its first agency, officer, mandate and account by a line each."""

from __future__ import annotations

import io
import json
import sys
from datetime import date, timedelta

import pytest

from tanggap.base.clock import now
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.channels.models import Arrival
from tanggap.config.checks import has_duty
from tanggap.config.commandline import run_command
from tanggap.records.models import Entry
from tanggap.registry.authority import may
from tanggap.registry.models import Agency, Mandate, Officer, OfficialAccount
from tanggap.registry.queries import account_verdict, standing_instructions
from tanggap.rules.calendar import add_working_days

pytestmark = pytest.mark.django_db
AGENCY = ["agency", "add", "dinas-pu", "--name", "Dinas PU", "--keyword", "jalan", "--keyword", "jembatan"]
USER = ["user", "add", "rani", "--name", "Rani P.", "--agency", "dinas-pu", "--position", "Kepala Seksi Jalan"]
MANDATE = ["mandate", "grant", "rani", "--powers", "answer, assign,dismiss,close", "--decree", "SK 1/2026"]


def tanggap(*words: str) -> None:
    """Run a command that must succeed."""
    assert run_command(list(words)) == 0


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that must fail, and return its one line."""
    capsys.readouterr()
    assert run_command(list(words)) == 1
    said = capsys.readouterr().err.strip()
    assert said
    assert "\n" not in said
    return said


def test_four_commands_make_an_agency_that_can_answer(capsys: pytest.CaptureFixture[str]) -> None:
    tanggap(*AGENCY)
    tanggap(*USER, "--on-duty", "--head")
    tanggap(*MANDATE, "--acknowledge", "--until", "2099-12-31")
    tanggap("connect", "activitypub", "dinas-pu")
    agency, officer = Agency.objects.get(), Officer.objects.get()
    assert may(officer, agency, "answer")
    assert standing_instructions([agency.id])
    assert account_verdict("@dinas-pu@localhost:8000").verdict == "official"
    assert "/accounts/invitation/" in capsys.readouterr().out


def test_the_same_lines_again_are_refused_and_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    tanggap(*AGENCY)
    tanggap(*USER)
    assert "dinas-pu" in refused(capsys, *AGENCY)
    assert "taken" in refused(capsys, *USER)
    assert Agency.objects.count() == Officer.objects.count() == 1
    tanggap("connect", "activitypub", "dinas-pu")
    tanggap("connect", "activitypub", "dinas-pu")
    assert sorted(account.network for account in OfficialAccount.objects.all()) == ["activitypub", "webform"]


def test_a_password_comes_by_standard_input_and_is_nowhere_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tanggap(*AGENCY)
    monkeypatch.setattr(sys, "stdin", io.StringIO("sembilan-naga-kecil\n"))
    tanggap(*USER, "--password-stdin")
    assert Officer.objects.get().user.check_password("sembilan-naga-kecil")
    assert "naga" not in capsys.readouterr().out


def test_a_user_who_cannot_be_placed_is_not_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no agency 'dinas-pu'" in refused(capsys, *USER)
    tanggap(*AGENCY)
    tanggap(*USER)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["mandate", "grant", "siapa", "--powers", "answer", "--decree", "SK 1"], "no user 'siapa'"),
        (["mandate", "grant", "rani", "--powers", "answer,rule", "--decree", "SK 1"], "no power “rule”"),
        (["mandate", "grant", "rani", "--powers", "answer", "--decree", "SK 1", "--until", "besok"], "is no day"),
        (["mandate", "grant", "rani", "--powers", "answer", "--decree", " "], "needs the number"),
        (["mandate", "revoke", "nothing", "--reason", "x"], "no mandate"),
        (["connect", "activitypub", "dishub"], "no agency 'dishub'; there are dinas-pu"),
        (["agency", "add", "Dinas PU", "--name", "Dinas"], "cannot be used"),
        (["agency", "logo", "dinas-pu", "gone.png"], "gone.png"),
        (["agency", "domain", "dinas-pu", "http://x"], "no host name"),
        (["user", "add", "a b", "--name", "A B"], "valid username"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    tanggap(*AGENCY)
    tanggap(*USER)
    assert says in refused(capsys, *words)
    assert not Mandate.objects.exists()


def test_a_page_is_connected_with_its_secrets_sealed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanggap.channels.credentials import connection_for

    tanggap(*AGENCY)
    capsys.readouterr()
    monkeypatch.setattr(sys, "stdin", io.StringIO("page-token\napp-secret\n"))
    tanggap("connect", "facebook", "dinas-pu", "--page-id", "4711", "--token-stdin", "--json")
    said = json.loads(capsys.readouterr().out)
    held = connection_for(OfficialAccount.objects.get(network="facebook", state="published").id)
    assert held.secrets == {
        "access_token": "page-token",
        "app_secret": "app-secret",
        "verify_token": said["verify_token"],
    }
    assert said["hook"].startswith("http://localhost:8000/hooks/")


def test_connecting_a_page_again_renews_its_token_and_another_agencys_page_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tanggap(*AGENCY)
    tanggap("agency", "add", "dishub", "--name", "Dinas Perhubungan")
    page = ["--page-id", "4711", "--token-stdin"]
    for token in ("old", "new"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{token}\nsecret\n"))
        tanggap("connect", "facebook", "dinas-pu", *page)
    assert OfficialAccount.objects.filter(network="facebook").count() == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO("token\nsecret\n"))
    assert "dinas-pu" in refused(capsys, "connect", "facebook", "dishub", *page)


def test_lists_are_json_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    tanggap(*AGENCY, "--front-desk")
    tanggap(*USER)
    tanggap(*MANDATE)
    for what in ("agency", "user", "mandate"):
        capsys.readouterr()
        tanggap(what, "list", "--json")
        assert [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_mandate_is_revoked_and_a_user_leaves(capsys: pytest.CaptureFixture[str]) -> None:
    tanggap(*AGENCY)
    tanggap(*USER)
    tanggap(*MANDATE)
    tanggap("mandate", "revoke", Mandate.objects.get().public_id, "--reason", "Pindah tugas")
    tanggap(*MANDATE)
    tanggap("user", "deactivate", "rani")
    assert not Mandate.objects.filter(revoked_at=None).exists()


def test_the_operator_puts_an_officer_on_duty_and_takes_them_off(capsys: pytest.CaptureFixture[str]) -> None:
    tanggap(*AGENCY)
    tanggap(*USER)
    tanggap("user", "duty", "rani", "on")
    assert Officer.objects.get().on_duty
    tanggap("user", "duty", "rani", "off")
    assert not Officer.objects.get().on_duty
    assert "no user" in refused(capsys, "user", "duty", "siapa", "on")


def test_the_doctor_names_agencies_where_danger_reaches_nobody() -> None:
    tanggap(*AGENCY)
    tanggap(*USER)
    tanggap("connect", "activitypub", "dinas-pu")
    assert "dinas-pu" in has_duty().says
    assert not has_duty().is_well
    tanggap("user", "duty", "rani", "on")
    assert "dinas-pu" in has_duty().says
    tanggap("user", "email", "rani", "rani@kota.example")
    assert has_duty().is_well


def test_the_operator_sets_days_of_the_calendar_and_the_record_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    day = date(2027, 3, 2)
    assert add_working_days(day - timedelta(days=1), 1) == day
    tanggap("calendar", "set", "2027-03-02", "free", "--name", "Hari jadi kota", "--decree", "SK 7/2027")
    assert add_working_days(day - timedelta(days=1), 1) > day
    tanggap("calendar", "list")
    assert "2027-03-02  free    Hari jadi kota (SK 7/2027)" in capsys.readouterr().out
    tanggap("calendar", "clear", "2027-03-02")
    assert add_working_days(day - timedelta(days=1), 1) == day
    assert Entry.objects.filter(type="calendar.changed").count() == 2
    assert "was not set" in refused(capsys, "calendar", "clear", "2027-03-02")
    assert "is no day" in refused(capsys, "calendar", "set", "kemarin", "free", "--name", "x")


def test_stuck_arrivals_are_read_again_when_the_operator_says_so() -> None:
    keep_arrivals([NewArrival("activitypub", "one", b"{", now())])
    Arrival.objects.update(state="stuck", reason="a bug that was mended")
    run_command(["doctor", "--replay"])
    assert Arrival.objects.get().state == "arrived"
