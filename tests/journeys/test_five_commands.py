"""The README's commands, typed by a newcomer, lead from nothing to the first answered case, and its receipt is true."""

from __future__ import annotations

import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.house.source import ROOT
from tests.journeys.fediverse import Json, Neighbour, Reply, Taken, neighbour
from tests.journeys.installation import PASSWORD, Installation, Visitor, wait_until
from tests.journeys.logreader import get

pytestmark = pytest.mark.peer
BLOCK = re.compile(r"```sh\n((?:tanggap .*\n)+)```")
COMPLAINT = "Jalan Melati berlubang besar di depan pasar, motor sering jatuh."
ANSWER = "Terima kasih. Lubangnya kami tambal hari Kamis."


@dataclass
class Walk:
    """One walk along the whole road; what its stations saw."""

    installation: Installation
    citizen: Neighbour
    officer: Visitor
    create: Json = field(default_factory=dict)
    accepted: Reply | None = None
    case: Json = field(default_factory=dict)
    seconds_to_desk: float = 0.0
    receipt: Path = Path()
    vkey: str = ""

    @property
    def note(self) -> str:
        return str(self.create["object"]["id"])

    def arrived(self, words: str) -> Taken:
        """The reply in the citizen's thread that holds these words."""
        replies = wait_until(lambda: [one for one in self.citizen.replies(self.note) if words in content(one)])
        return replies[0]


@pytest.fixture(scope="module")
def walk(whole_installation: Installation, citizens_key: RSAPrivateKey) -> Iterator[Walk]:
    """Everything that a newcomer does, once; the tests look at it from each side."""
    printed = "".join(whole_installation.run(*command) for command in commands_of("README.md"))
    with whole_installation.served(), neighbour(citizens_key) as citizen:
        officer = Visitor(whole_installation.url)
        choose_password(officer, printed)
        walked = Walk(whole_installation, citizen, officer)
        complain(walked)
        status, document = officer.ask("POST", f"/api/v1/cases/{walked.case['id']}/answers", {"text": ANSWER})
        assert status == 201, document
        download_receipt(walked)
        yield walked


def test_both_readmes_show_the_same_five_commands() -> None:
    assert len(commands_of("README.md")) == 5
    assert commands_of("README.md") == commands_of("README.id.md")


def test_the_signed_post_is_accepted(walk: Walk) -> None:
    assert walk.accepted
    assert walk.accepted.status == 202


def test_the_receipt_comes_signed_into_the_citizens_thread(walk: Walk) -> None:
    receipt = walk.arrived(walk.case["id"])
    assert (receipt.signer, receipt.fault) == (f"{walk.installation.office}#main-key", "")
    assert receipt.activity["actor"] == receipt.activity["object"]["attributedTo"] == walk.installation.office
    assert walk.citizen.actor() in receipt.activity["to"] + receipt.activity["cc"]


def test_the_officer_sees_the_case_without_being_told_to_wait(walk: Walk) -> None:
    # How fast is a benchmark's question (`scripts/bench ingest`); a poll once a second would already take longer here.
    assert walk.seconds_to_desk < 10
    assert (walk.case["agency"], walk.case["subject"]) == ("dinas-pu", f"case:{walk.case['id']}")


def test_the_answer_comes_signed_into_the_same_thread(walk: Walk) -> None:
    answer = walk.arrived(ANSWER)
    assert (answer.signer, answer.fault) == (f"{walk.installation.office}#main-key", "")
    assert len({one.activity["id"] for one in walk.citizen.replies(walk.note)}) == 2


def test_everybody_reads_the_answer_on_the_cases_page(walk: Walk) -> None:
    page = Visitor(walk.installation.url).get(f"/cases/{walk.case['id']}/")
    assert COMPLAINT in page
    assert ANSWER in page


def test_the_downloaded_receipt_is_true(walk: Walk) -> None:
    assert verdict(walk, walk.receipt.read_bytes()).returncode == 0


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_receipt_with_one_changed_byte_is_not(walk: Walk, place: float) -> None:
    true = bytearray(walk.receipt.read_bytes())
    true[int(len(true) * place)] ^= 1
    said = verdict(walk, bytes(true))
    assert (said.returncode, said.stderr.count("\n"), said.stdout) == (1, 1, "")


def test_the_form_opens_a_case_too(walk: Walk) -> None:
    before = {case["id"] for case in walk.officer.cases()}
    visitor = Visitor(walk.installation.url)
    _, place = visitor.send("/report/", text="Lampu jalan di Gang Kenari mati sejak Senin.")
    _, privacy = visitor.go_on("/report/", place, place="")
    _, done = visitor.go_on("/report/", privacy, way="anonymous")
    new = wait_until(lambda: {case["id"] for case in walk.officer.cases()} - before)
    assert new.pop() in done


def commands_of(readme: str) -> list[list[str]]:
    """The README's commands without their first word; a newcomer's answers to `init` are its defaults."""
    found = BLOCK.search((ROOT / readme).read_text())
    assert found
    commands = [shlex.split(line)[1:] for line in found[1].splitlines()]
    return [[*command, "--yes"] if command == ["init"] else command for command in commands]


def choose_password(officer: Visitor, printed: str) -> None:
    """The officer opens the link that the third command printed."""
    link = re.search(r"/accounts/invitation/\S+", printed)
    assert link
    officer.send(link[0], new_password1=PASSWORD, new_password2=PASSWORD)
    officer.sign_in()


def complain(walk: Walk) -> None:
    """A citizen mentions the agency, and the officer waits for it at the desk."""
    walk.create = walk.citizen.complaint(walk.installation.office, COMPLAINT)
    walk.accepted = walk.citizen.post(f"{walk.installation.url}/inbox", walk.create)
    started = time.monotonic()
    walk.case = wait_until(walk.officer.cases, pause=0.05)[0]
    walk.seconds_to_desk = time.monotonic() - started


def download_receipt(walk: Walk) -> None:
    """Anybody takes the receipt that the acknowledgement links, and the record's key."""
    link = re.search(r'href="([^"]+\.tlog-proof)"', content(walk.arrived(walk.case["id"])))
    assert link
    walk.receipt = walk.installation.folder / "receipt.tlog-proof"
    walk.receipt.write_bytes(wait_until(lambda: there(link[1])))
    walk.vkey = get(f"{walk.installation.url}/log/key").decode().split()[0]


def there(url: str) -> bytes:
    """What stands at an address, or nothing while there is none."""
    try:
        return get(url)
    except OSError:
        return b""


def verdict(walk: Walk, receipt: bytes) -> subprocess.CompletedProcess[str]:
    """`tanggap verify`, as somebody runs it who has the file and the key."""
    walk.receipt.with_suffix(".tried").write_bytes(receipt)
    command = [walk.installation.tanggap, "verify", walk.receipt.with_suffix(".tried"), "--key", walk.vkey]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def content(taken: Taken) -> str:
    """The HTML of the note in an activity."""
    return str(taken.activity["object"]["content"])
