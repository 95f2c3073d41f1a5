"""The README's commands, typed by a newcomer, lead from nothing to the first answered case."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.house.source import ROOT
from tests.journeys.installation import Installation, Visitor, wait_until

BLOCK = re.compile(r"```sh\n((?:tanggap .*\n)+)```")
PASSWORD = "sembilan-burung-di-kawat"
COMPLAINT = "Jalan Melati berlubang besar di depan pasar, motor sering jatuh."


@pytest.mark.peer
@pytest.mark.parametrize("readme", ["README.md", "README.id.md"])
def test_five_commands_lead_to_the_first_answered_case(readme: str, installation: Installation) -> None:
    commands = commands_of(readme)
    printed = "".join(installation.run(*command) for command in commands)
    invitation = re.search(r"(/accounts/invitation/\S+)", printed)
    assert len(commands) == 5
    assert invitation
    with installation.served():
        officer = Visitor(installation.url)
        officer.send(invitation[1], new_password1=PASSWORD, new_password2=PASSWORD)
        case = report(installation, officer)
        answer_and_see(installation, officer, case)


def commands_of(readme: str) -> list[list[str]]:
    """The README's commands without their first word; a newcomer's answers to `init` are its defaults."""
    found = BLOCK.search((ROOT / readme).read_text())
    assert found
    commands = [shlex.split(line)[1:] for line in found[1].splitlines()]
    return [[*command, "--yes"] if command == ["init"] else command for command in commands]


def report(installation: Installation, officer: Visitor) -> str:
    """Somebody reports on the form; gives the case's number once it is on the desk."""
    citizen = Visitor(installation.url)
    citizen.send("/report/", text=COMPLAINT)
    return str(wait_until(lambda: first_open_case(sign_in(officer), officer))["id"])


def sign_in(officer: Visitor) -> str:
    """A token for the interface."""
    status, document = officer.ask("POST", "/api/v1/session", {"username": "petugas", "password": PASSWORD})
    assert status in (200, 201), document
    return str(document["token"])


def first_open_case(token: str, officer: Visitor) -> dict[str, str] | None:
    """The first case that waits for an answer."""
    _, document = officer.ask("GET", "/api/v1/cases?status=open", token=token)
    cases = document["cases"] if isinstance(document, dict) else document
    return cases[0] if cases else None


def answer_and_see(installation: Installation, officer: Visitor, case: str) -> None:
    """The officer answers, and everybody can read it."""
    words = "Terima kasih. Lubangnya kami tambal hari Kamis."
    status, document = officer.ask("POST", f"/api/v1/cases/{case}/answers", {"text": words}, token=sign_in(officer))
    assert status == 201, document
    assert wait_until(lambda: words in Visitor(installation.url).get(f"/cases/{case}/"))
