from __future__ import annotations

import pytest

PAGES = ["/", "/report/", "/cases/", "/accounts/", "/publications/", "/measures/", "/record/", "/accounts/login/"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_lets_a_script_or_style_of_its_own_act(client, office, page):
    response = client.get(page)
    policy = response.headers["Content-Security-Policy"]
    html = response.content.decode()
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in html
    assert "<script>" not in html


@pytest.mark.parametrize("page", PAGES)
def test_no_page_may_be_framed_or_sniffed(client, office, page):
    headers = client.get(page).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_gets_no_cookie(client, office, page):
    response = client.get(page)
    assert set(response.cookies) <= {"csrftoken"}
    assert "csrftoken" not in response.cookies or page == "/accounts/login/"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_and_its_files_weigh_less_than_a_hundred_kilobytes(client, office, page):
    import re

    html = client.get(page).content.decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"#?]+)', html))
    weight = len(html) + sum(len(b"".join(client.get(file))) for file in files)
    assert weight < 100_000
