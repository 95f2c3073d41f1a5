import json
import shutil
import stat
import subprocess
import sys
import tomllib

import pytest

from tanggap.config.settingsfile import read_settings

from .conftest import clean_environment


def settings_of(folder):
    return tomllib.loads((folder / "tanggap.toml").read_text())


def test_an_installation_has_its_settings_and_its_own_keys(installation):
    made = settings_of(installation)
    assert (made["NAME"], made["HOST"], made["SCHEME"], made["LANGUAGE"]) == (
        "Kota Uji",
        "localhost:8000",
        "http",
        "id",
    )
    assert len(made["SECRET_KEY"]) > 50
    assert len(made["MASTER_KEY"]) == 44
    assert stat.S_IMODE((installation / "tanggap.toml").stat().st_mode) == 0o600


def test_afterwards_nothing_is_missing_but_an_agency(installation, tanggap):
    looked = tanggap(installation, "doctor", "--json")
    assert looked.returncode == 1, looked.stdout
    assert "localhost:8000/log, " in looked.stdout
    findings = [json.loads(line) for line in looked.stdout.splitlines()]
    assert [found["name"] for found in findings if not found["is_well"]] == ["agencies"]


def test_again_with_another_host_keeps_the_keys_and_the_name_of_the_record(installation, tanggap, tmp_path):
    moved = shutil.copytree(installation, tmp_path / "moved", ignore=shutil.ignore_patterns("run"))
    before = settings_of(moved)
    again = tanggap(moved, "init", "--yes", "--host", "kota.example")
    after = settings_of(moved)
    assert (again.returncode, "record: localhost:8000/log" in again.stdout) == (0, True)
    assert (after["HOST"], after["MASTER_KEY"]) == ("kota.example", before["MASTER_KEY"])
    assert after["DATA_DIR"] == str(moved)


def test_without_a_terminal_it_asks_nothing_and_says_so(tmp_path, tanggap):
    asked = tanggap(tmp_path, "init")
    assert (asked.returncode, asked.stderr.count("\n")) == (1, 1)
    assert "--yes" in asked.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_database_whose_master_key_is_lost_is_left_alone(tmp_path, tanggap):
    (tmp_path / "tanggap.sqlite3").write_bytes(b"")
    refused = tanggap(tmp_path, "init", "--yes")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "master key" in refused.stderr
    assert read_settings(tmp_path / "tanggap.toml") == {}


@pytest.mark.parametrize("wrong", [["--rules", "mars"], ["--time-zone", "Mars/Olympus"], ["--host", "a b"]])
def test_a_wrong_choice_is_named_and_nothing_is_written(tmp_path, tanggap, wrong):
    refused = tanggap(tmp_path, "init", "--yes", *wrong)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "web", "work"])
def test_nothing_runs_before_it(tmp_path, tanggap, command):
    refused = tanggap(tmp_path, command)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "tanggap init" in refused.stderr


@pytest.mark.parametrize("command", [("user", "add", "siti", "--name", "Siti"), ("user", "list"), ("mandate", "list")])
def test_every_command_names_the_one_that_comes_first(tmp_path, tanggap, installation, command):
    (tmp_path / "tanggap.toml").write_text((installation / "tanggap.toml").read_text())
    refused = tanggap(tmp_path, *command)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "run `tanggap init` first" in refused.stderr


def test_serving_without_the_database_is_refused_in_one_line(installation, tanggap, tmp_path):
    (tmp_path / "tanggap.toml").write_text((installation / "tanggap.toml").read_text())
    refused = tanggap(tmp_path, "serve", "--port", "18999")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "no database" in refused.stderr
    assert not (tmp_path / "tanggap.sqlite3").exists()


def test_nobody_else_can_read_what_it_made(installation, tanggap):
    made = [installation, *installation.rglob("*")]
    assert [str(path) for path in made if stat.S_IMODE(path.lstat().st_mode) & 0o077] == []


@pytest.mark.parametrize("name", [".", "tanggap.sqlite3", "tanggap.toml"])
def test_the_doctor_says_what_others_can_read(installation, tanggap, tmp_path, name):
    opened = shutil.copytree(installation, tmp_path / "opened", ignore=shutil.ignore_patterns("run"))
    (opened / "tanggap.toml").write_text((opened / "tanggap.toml").read_text().replace(str(installation), str(opened)))
    (opened / name).chmod(0o755)
    looked = tanggap(opened, "doctor")
    assert looked.returncode == 1
    assert f"BAD  closed    others can read {opened / name};" in looked.stdout


def test_an_agency_can_be_written_to_by_the_form_at_once(installation, tanggap, tmp_path):
    grown = shutil.copytree(installation, tmp_path / "grown", ignore=shutil.ignore_patterns("run"))
    tanggap(grown, "init", "--yes")
    tanggap(grown, "agency", "add", "dinas-pu", "--name", "Dinas PU")
    asked = "from tanggap.web.public.report import _account_of; from tanggap.channels.models import ConnectedAccount; "
    asked += "print(bool(_account_of('dinas-pu')), ConnectedAccount.objects.get().account.network)"
    assert run_python(grown, asked) == "True webform"


def test_private_hosts_are_refused_for_a_public_installation(tmp_path, tanggap):
    refused = tanggap(tmp_path, "init", "--yes", "--host", "kota.example", "--allow-private-hosts")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "TANGGAP_ALLOW_PRIVATE_HOSTS" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def run_python(folder, code: str) -> str:
    """What a line of Python prints inside the installation."""
    start = "from tanggap.config.commandline import prepare_django; prepare_django(); "
    made = subprocess.run(
        [sys.executable, "-c", start + code], env=clean_environment(folder), capture_output=True, text=True, check=True
    )
    return made.stdout.strip()


def test_before_it_every_command_says_so_in_the_same_words(tmp_path, tanggap):
    commands = (
        ["agency", "add", "dinas-pu", "--name", "Dinas PU"],
        ["user", "add", "rani", "--name", "Rani P."],
        ["mandate", "list"],
        ["connect", "activitypub", "dinas-pu"],
    )
    for command in commands:
        tried = tanggap(tmp_path / "nowhere", *command)
        assert (tried.returncode, tried.stderr.count("\n")) == (1, 1)
        assert f"there is no installation in {tmp_path / 'nowhere'}; run `tanggap init` first" in tried.stderr
