"""The three roads, walked in a real browser: in from the fediverse, in through the form, and out to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import City, comes_to_see, press, sees, town_beside, write
from tests.journeys.installation import Installation
from tests.journeys.logreader import get

pytestmark = pytest.mark.browser
# Whoever approves is not whoever wrote: the author may approve too, only never their own words.
PUBLISHERS = (
    "mandate grant petugas --powers draft,approve --decree SK-2",
    "user add penyetuju --name Penyetuju --agency dinas-pu --position Kepala --password-stdin",
    "mandate grant penyetuju --powers approve --decree SK-3",
)
COMPLAINT = "Lampu jalan di Gang Kenari mati sejak Senin."
PROMISE = "Terima kasih, regu kami datang besok pagi."
NOT_DONE = "Belum selesai, lampunya masih mati."
SLIP, CORRECTION = "Kabelnya kami ganti hari Kamiss.", "Kabelnya kami ganti hari Kamis."
REPORT = "Jalan Melati berlubang besar di depan pasar."
ANSWER, REPLY = "Lubangnya sudah kami tambal.", "Tambalannya sudah lepas lagi."
TITLE, NEWS = "Jembatan Kali Asri ditutup", "Jembatan ditutup hari Minggu pukul 08.00 sampai 12.00."


@pytest.fixture(scope="module")
def city(
    whole_installation: Installation, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[City]:
    """One government and one town for all three roads; they share no case."""
    whole_installation.open_office(*PUBLISHERS)
    with whole_installation.served(), town_beside(whole_installation, tmp_path_factory.mktemp("town")) as town:
        yield City(whole_installation, town, browser)


def test_the_road_in_from_the_fediverse(city: City) -> None:
    with city.officer() as desk, city.citizen("sari") as citizen, city.visitor() as anybody:
        desk.evaluate("window.neverReloaded = true")
        write(citizen, "#text", f"@dinas-pu {COMPLAINT}")
        sees(desk.locator("#list"), COMPLAINT)
        assert desk.evaluate("window.neverReloaded")
        desk.locator("#list .item", has_text=COMPLAINT).click()
        number = desk.url.rstrip("/").rpartition("/")[2]
        comes_to_see(citizen, COMPLAINT, number)
        write(desk, "#answer", PROMISE)
        comes_to_see(citizen, PROMISE)
        anybody.goto(f"{city.installation.url}/cases/{number}/")
        comes_to_see(anybody, COMPLAINT, PROMISE)
        reply_to(citizen, PROMISE, NOT_DONE)
        sees(desk.locator("#thread"), NOT_DONE)
        write(desk, "#answer", SLIP)
        comes_to_see(citizen, NOT_DONE, SLIP)
        correct(desk, SLIP, CORRECTION)
        comes_to_see(citizen, CORRECTION)
        assert SLIP not in citizen.locator("main").inner_text()
        close(desk, number)
        check_the_whole_story(anybody)


def test_the_form(city: City, tmp_path: Path) -> None:
    with city.visitor() as citizen, city.officer() as desk:
        number = report(citizen, city.installation.url)
        desk.goto(f"{city.installation.url}/desk/?number={number}")
        sees(desk.locator("#thread"), REPORT, "Pasar Melati")
        write(desk, "#answer", ANSWER)
        sees(desk.locator("#thread"), ANSWER)
        citizen.locator("a[href^='/s/']").first.click()
        comes_to_see(citizen, REPORT, ANSWER)
        citizen.check("#says-not")
        write(citizen, "#text", REPLY)
        sees(desk.locator("#thread"), REPLY)
        comes_to_see(citizen, REPLY)
        check_receipt(city.installation, download_receipt(citizen, tmp_path))


def test_the_road_out(city: City) -> None:
    with city.officer() as author, city.officer("penyetuju") as approver, city.citizen("wayan") as follower:
        follower.request.post(f"{city.town}/as/wayan/follow")
        draft(author, city.installation.url)
        comes_to_see(author, TITLE, "1 pengikut")
        assert refusal_of_own_approval(author) == 403
        expect(author.locator("form[action$=approval]")).to_have_count(0)
        approver.goto(f"{city.installation.url}/desk/publications/")
        approver.get_by_role("link", name=TITLE).click()
        press(approver, approver.locator("form[action$=approval] button"))
        sees(approver, "Penyetuju")
        approver.locator("aside a[href^='/publications/']").click()
        approver.wait_for_url("**/publications/**")
        sees(approver, TITLE, NEWS, "Kepala")
        comes_to_see(follower, TITLE)


def reply_to(citizen: Page, words: str, text: str) -> None:
    """Write below a post of one's thread."""
    citizen.locator("li.gov", has_text=words).locator("a[href^='?to=']").click()
    write(citizen, "#text", text)


def correct(desk: Page, slip: str, right: str) -> None:
    """Correct an answer; that is offered once."""
    answer = desk.locator("#thread li.g", has_text=slip)
    answer.locator("a[href*='tab=correct']").click()
    write(desk, "#correct", right)
    sees(desk.locator("#thread"), slip, right)
    expect(desk.locator("#thread li.g", has_text=slip).locator("a[href*='tab=correct']")).to_have_count(0)


def close(desk: Page, number: str) -> None:
    """Close the case as done, and find it among the closed ones."""
    desk.click("#tab-end")
    desk.check("#o-done")
    press(desk, desk.locator("form[action*=closure] button"))
    desk.goto(re.sub(r"/desk/.*", "/desk/?view=closed", desk.url))
    expect(desk.locator(f"#case-{number}")).to_have_count(1)


def check_the_whole_story(page: Page) -> None:
    """Anybody reads all of it on the public page, the first text of a corrected answer too, and that it is closed."""
    comes_to_see(page, COMPLAINT, PROMISE, NOT_DONE, SLIP, CORRECTION)
    sees(page.locator(".words.corrected"), SLIP)
    expect(page.locator(".words.gov:not(.corrected)", has_text=CORRECTION)).to_have_count(1)
    comes_to_see(page, "Ditutup")


def report(citizen: Page, home: str) -> str:
    """Fill the form in its three steps, without an account; gives the number, which stands beside the secret link."""
    citizen.goto(f"{home}/report/")
    write(citizen, "#text", REPORT)
    write(citizen, "#place", "Pasar Melati")
    citizen.check("#way")
    press(citizen, citizen.get_by_role("button").filter(has_text="Kirim"))
    number = citizen.locator(".big-id").inner_text()
    assert citizen.locator(".secret code").inner_text().startswith(f"{home}/s/")
    return number


def download_receipt(citizen: Page, folder: Path) -> Path:
    """Save the personal receipt, once the record has grown over the report."""
    link = citizen.locator("a[href$='/receipt']")
    expect(link).to_be_visible()
    with citizen.expect_download() as waiting:
        link.click()
    kept = folder / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    return kept


def check_receipt(installation: Installation, receipt: Path) -> None:
    """It is the personal one, and true."""
    assert receipt.name.endswith("-personal.tlog-proof")
    key = get(f"{installation.url}/log/key").decode().split()[0]
    assert installation.run("verify", str(receipt), "--key", key)


def draft(author: Page, home: str) -> None:
    """Write a publication and ask for approval."""
    author.goto(f"{home}/desk/publications/new/")
    author.fill("#title", TITLE)
    author.fill("#text", NEWS)
    press(author, author.locator("button[form=draft]"))


def refusal_of_own_approval(author: Page) -> int:
    """What the server says to an author who sends the approval all the same."""
    sent = """async () => {
        const form = new FormData(document.querySelector("#draft"));
        return (await fetch(location.pathname + "approval", {method: "POST", body: form})).status;
    }"""
    return int(author.evaluate(sent))
