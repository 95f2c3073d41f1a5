"""The settings under which every test runs, made before Django reads any; and what must not be skipped silently."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

pytest_plugins = ["tests.office"]
ROOM_NEEDED = 1 << 28
MISSING = "missing package"
DATABASE_FIXTURES = {"db", "transactional_db"}
# The folders whose tests start installations of their own on the run's database.
STARTS_PROCESSES = {"config", "journeys"}


def _temporary_folder() -> Path:
    """A folder for this process, in memory where there is room: a test's commits then cost no disk."""
    memory = Path("/dev/shm")
    in_memory = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED
    return Path(tempfile.mkdtemp(prefix="tanggap-test-", dir=memory if in_memory else None))


# As every command of `tanggap` does.
os.umask(0o077)
FOLDER = _temporary_folder()
# What a developer's shell sets for a server of their own must not reach the tests.
for name in [name for name in os.environ if name.startswith("TANGGAP_") and not name.startswith("TANGGAP_TEST_")]:
    del os.environ[name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tanggap.config.settings",
    "TANGGAP_DATA_DIR": str(FOLDER),
    "TANGGAP_DATABASE_URL": os.environ.get("TANGGAP_TEST_DATABASE") or f"sqlite:///{FOLDER}/tanggap.sqlite3",
    "TANGGAP_HOST": "localhost:8000",
    "TANGGAP_SCHEME": "http",
    "TANGGAP_SECRET_KEY": "a-key-for-tests-that-opens-nothing-anywhere-else",
    "TANGGAP_MASTER_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    "TANGGAP_ALLOW_PRIVATE_HOSTS": "true",
    # A live server of a test answers from several threads, and its browser is driven by an event loop.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}


def pytest_configure(config: pytest.Config) -> None:
    """Set what only tests want: a password hash that costs nothing, mail that stays in the process."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        # The workers inherit this process's environment, and Django would read it before they have made their own.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(FOLDER, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches a database: only that can differ on another one, so only that is run there again."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if (
            fixtures & DATABASE_FIXTURES
            or item.get_closest_marker("django_db")
            or STARTS_PROCESSES & set(item.path.parts)
        ):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def fresh_calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A calendar that forgets what an earlier test added to it, and asks for the operator's days once in a test.

    Read again whenever ten seconds are over, it would now and then be one query more in a test that counts them.
    """
    from tanggap.rules import calendar

    monkeypatch.setattr(calendar, "OVERRIDES_KEPT_SECONDS", 3600.0)
    calendar.forget_calendar()
    yield
    calendar.forget_calendar()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Give SQLite's tests a database in a file, as an installation has: WAL, locks and other processes behave so."""
    from django.conf import settings

    if settings.SQLITE:
        test = settings.DATABASES["default"].setdefault("TEST", {})
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        test["NAME"] = str(FOLDER / f"test-{worker}.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's browser is; its absence is a missing package."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip(f"{MISSING}: chromium")
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A real browser for the tests of one file."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Where everything must be there (CI=true), a test that is skipped for a missing package has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and MISSING in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and with CI=true nothing may be missing: {report.longrepr}"
    return report
