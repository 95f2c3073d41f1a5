import json
import logging
import sys
import warnings
from io import StringIO

import pytest
import structlog

from tanggap.config.logs import hide_secret_paths, write_logs


@pytest.fixture
def lines(monkeypatch):
    """What was logged, a dict for each line."""
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    write_logs("web")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:], root.level = before[0], before[1]
    logging.captureWarnings(False)
    structlog.reset_defaults()


def fail():
    raise ValueError("budi@kota.example")


def test_a_line_says_what_when_and_where(lines):
    structlog.get_logger("tanggap").info("inbox_refused", status=401)
    (line,) = lines()
    assert (line["event"], line["status"], line["level"], line["process"]) == ("inbox_refused", 401, "info", "web")
    assert line["timestamp"].endswith("Z")


def test_an_exception_is_logged_by_its_type_and_place_alone(lines):
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("broke")
        logging.getLogger("library").exception("broke %s", "budi")
    for line in lines():
        assert line["error"] == "ValueError"
        assert line["places"][-1].startswith("tests/config/test_logs.py:")
        assert "budi" not in json.dumps(line)


def test_what_a_library_says_is_kept_without_its_values(lines):
    logging.getLogger("django.request").error("Internal Server Error: %s", "/s/secret", extra={"status_code": 500})
    (line,) = lines()
    assert (line["event"], line["logger"], line["status"]) == ("Internal Server Error: …", "django.request", 500)
    assert "/s/secret" not in json.dumps(line)


def test_a_page_that_is_not_there_is_no_news(lines):
    logging.getLogger("django.request").warning("Not Found: %s", "/s/secret")
    logging.getLogger("library").info("hello")
    assert lines() == []


def test_warnings_of_python_are_lines_too(lines):
    # pytest keeps warnings for itself; so it is shown as Python would.
    warnings.showwarning("old thing", UserWarning, "here.py", 1)
    assert "old thing" in lines()[0]["event"]


@pytest.mark.parametrize(
    "path",
    [
        "/s/Zm9vYmFyYmF6cXV4MTIzNDU2",
        "/s/Zm9vYmFyYmF6cXV4MTIzNDU2/reply",
        "/email/Zm9vYmFyYmF6cXV4MTIzNDU2",
        "/email/stop/12-34-Zm9vYmFyYmF6cXV4MTIzNDU2",
        "/hooks/Zm9vYmFyYmF6cXV4MTIzNDU2",
        "/accounts/invitation/Zm9vYmFyYmF6cXV4MTIzNDU2/",
        "/accounts/password/MQ/Zm9vYmFyYmF6cXV4MTIzNDU2/",
    ],
)
def test_a_secret_in_a_path_is_cut_out_of_every_line(lines, path):
    structlog.get_logger().warning("asked", path=path, url=f"https://kota.example{path}?x=1")
    logging.getLogger("library").error(f"GET {path} HTTP/1.1")
    assert len(lines()) == 2
    assert "Zm9v" not in json.dumps(lines())


def test_other_paths_are_said_in_full(lines):
    structlog.get_logger().warning("asked", path="/cases/7Q2M-4K9X/", file="tanggap/web/hooks.py:48")
    assert (lines()[0]["path"], lines()[0]["file"]) == ("/cases/7Q2M-4K9X/", "tanggap/web/hooks.py:48")


def test_words_of_a_line_are_looked_through_too():
    shown = hide_secret_paths(None, "", {"event": "Not Found: /s/Zm9vYmFyYmF6cXV4MTIzNDU2"})
    assert shown["event"] == "Not Found: /s/…"
