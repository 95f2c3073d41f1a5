"""A first visit is light: packed pages, packed files, and nothing from elsewhere."""

import gzip
import re

import pytest

MOST = 100_000


def weight(client, path: str) -> int:
    """The bytes that a browser fetches."""
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, path
    return len(response.getvalue())


@pytest.fixture
def busy(office):
    for _ in range(25):
        office.write("Lampu jalan mati, tolong diperbaiki " * 6)
    office.work()
    return office.case()


@pytest.mark.parametrize("opened", [False, True], ids=["list", "case"])
def test_a_first_visit_weighs_less_than_a_hundred_kilobytes(busy, desk, opened):
    path = f"/desk/{busy.tracking_id}/" if opened else "/desk/"
    page = desk.client.get(path).content.decode()
    files = {found.split("#")[0] for found in re.findall(r'(?:href|src)="(/static/[^"]+)"', page)}
    assert any("htmx" in name for name in files)
    assert weight(desk.client, path) + sum(weight(desk.client, name) for name in files) < MOST / 2


def test_a_page_holds_no_script_and_no_style_of_its_own(busy, desk):
    page = desk.read(f"{busy.tracking_id}/")
    assert re.findall(r"<script(?! src=)", page) == []
    assert "<style" not in page
    assert not re.search(r"\s(?:style|on\w+)=", page)


def test_our_files_go_out_packed_to_those_who_unpack_them(client, db):
    packed = client.get("/static/tanggap/core.css", headers={"Accept-Encoding": "br, gzip"})
    plain = client.get("/static/tanggap/core.css")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.content) == plain.getvalue()
    assert "Content-Encoding" not in plain.headers


def test_a_file_that_is_known_already_is_not_sent_again(client, db):
    known = client.get("/static/tanggap/core.css").headers["Last-Modified"]
    again = client.get("/static/tanggap/core.css", headers={"Accept-Encoding": "gzip", "If-Modified-Since": known})
    assert again.status_code == 304
