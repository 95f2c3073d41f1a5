import os
import subprocess
import sys

import pytest

from tanggap.config import commandline
from tanggap.config.commandline import command_names, run_command


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    """A command that names its settings must not name them for the next test."""
    monkeypatch.setattr(os, "environ", dict(os.environ))


@pytest.fixture
def command(monkeypatch, tmp_path):
    """A command of the test's own, from the lines of its module."""

    def make(lines: str, name: str = "salam") -> None:
        (tmp_path / f"{name}.py").write_text(f'"""Greet."""\n{lines}')
        monkeypatch.setattr(commandline, "COMMANDS", tmp_path)
        monkeypatch.setattr("tanggap.config.commands.__path__", [str(tmp_path)])
        monkeypatch.delitem(sys.modules, f"tanggap.config.commands.{name}", raising=False)

    yield make
    for name in [name for name in sys.modules if name.startswith("tanggap.config.commands.salam")]:
        del sys.modules[name]


ARGUMENTS = "def add_arguments(parser): parser.add_argument('who')\n"


def test_without_a_command_the_commands_are_listed(capsys):
    assert run_command([]) == 2
    assert run_command(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("init", "serve", "web", "work", "doctor", "verify"))


def test_every_command_explains_itself():
    assert [name for name, words in command_names() if len(words) < 10] == []


@pytest.mark.parametrize("argv", [["nonsense"], ["--nonsense"], ["__init__"], ["../init"], ["doctor", "--nonsense"]])
def test_wrong_usage_is_status_2(argv, capsys):
    assert run_command(argv) == 2
    assert "usage: tanggap" in capsys.readouterr().err


def test_a_new_module_is_a_new_command(command, capsys):
    command(ARGUMENTS + "def run(args): print('halo', args.who); return 0")
    assert run_command(["salam", "budi"]) == 0
    assert capsys.readouterr().out == "halo budi\n"


def test_a_name_that_is_a_word_of_python_has_a_line_behind_it(command):
    command(ARGUMENTS + "def run(args): return 0", "salam_")
    assert run_command(["salam", "budi"]) == 0


def test_a_command_may_read_its_own_arguments(command):
    command("def main(argv): return len(argv)")
    assert run_command(["salam", "a", "--b", "c"]) == 3


def test_a_refusal_is_one_line_and_status_1(command, capsys):
    command(ARGUMENTS + "from tanggap.config.commandline import Refused\ndef run(args): raise Refused('not\\ntoday')")
    assert run_command(["salam", "budi"]) == 1
    assert capsys.readouterr().err == "tanggap: not today\n"


def test_a_mistake_in_the_code_is_not_hidden(command):
    command(ARGUMENTS + "def run(args): raise KeyError('oh')")
    with pytest.raises(KeyError):
        run_command(["salam", "budi"])


def test_a_database_that_is_away_is_one_line(command, capsys):
    command(
        ARGUMENTS + "def run(args):\n from django.db import OperationalError\n raise OperationalError('gone\\naway')"
    )
    assert run_command(["salam", "budi"]) == 1
    assert capsys.readouterr().err == "tanggap: OperationalError: gone away\n"


def test_ctrl_c_is_status_130(command):
    command(ARGUMENTS + "def run(args): raise KeyboardInterrupt")
    assert run_command(["salam", "budi"]) == 130


@pytest.mark.parametrize(
    ("name", "value"),
    [("TANGGAP_FOO", "1"), ("TANGGAP_LANGUAGE", "xx"), ("TANGGAP_HOST", "a b"), ("TANGGAP_CONFIG", "/no")],
)
def test_a_bad_setting_is_one_line_that_names_it(name, value, capsys):
    os.environ[name] = value
    assert run_command(["doctor"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert name in said


@pytest.mark.parametrize(
    "argv", [["--config", "x.toml", "doctor"], ["doctor", "--config", "x.toml"], ["--config=x.toml", "doctor"]]
)
def test_the_settings_can_be_named_before_and_behind_the_command(argv, capsys):
    assert run_command(argv) == 1
    assert "x.toml" in capsys.readouterr().err


def test_checking_a_receipt_needs_no_django():
    lines = "import sys; from tanggap.__main__ import main; main(['verify', 'none', '--key', 'x'])"
    lines += "; print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True).stdout == "False\n"
