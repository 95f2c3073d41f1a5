import stat

import pytest

from tanggap.config.environment import BadSetting, Environment, read_environment
from tanggap.config.settingsfile import read_settings, settings_path, write_settings


def test_settings_come_back_as_they_were_written(tmp_path):
    path = tmp_path / "new" / "tanggap.toml"
    values = {"NAME": 'Kota "Teladan" \\ é', "ALLOW_PRIVATE_HOSTS": True}
    write_settings(path, values)
    assert read_settings(path) == values


def test_only_the_owner_can_read_the_file(tmp_path):
    path = tmp_path / "tanggap.toml"
    path.write_text("")
    path.chmod(0o644)
    write_settings(path, {"SECRET_KEY": "x"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_the_operator_wrote_stays(tmp_path):
    path = tmp_path / "tanggap.toml"
    path.write_text('# our server\nNAME = "Lama"\nEMAIL_URL = "smtp://localhost"  # the relay\n')
    write_settings(path, {"NAME": r"Baru \1", "HOST": "kota.example"})
    assert path.read_text() == (
        '# our server\nNAME = "Baru \\\\1"\nEMAIL_URL = "smtp://localhost"  # the relay\nHOST = "kota.example"\n'
    )


def test_a_file_that_is_no_toml_is_named(tmp_path):
    (tmp_path / "tanggap.toml").write_text("NAME = Kota")
    with pytest.raises(BadSetting, match=r"tanggap\.toml"):
        read_settings(tmp_path / "tanggap.toml")


def test_a_named_file_comes_before_the_one_in_the_folder(tmp_path):
    assert settings_path({"TANGGAP_CONFIG": "/etc/t.toml", "TANGGAP_DATA_DIR": "d"}).name == "t.toml"
    assert str(settings_path({"TANGGAP_DATA_DIR": "d"})) == "d/tanggap.toml"


@pytest.mark.parametrize(
    ("host", "scheme", "port"),
    [
        ("localhost:8000", "http", 8000),
        ("127.0.0.1:9000", "http", 9000),
        ("[::1]:9000", "http", 9000),
        ("[::1]", "http", 8000),
        ("kota.example", "https", 8000),
        ("kota.example:8443", "https", 8000),
    ],
)
def test_the_port_to_listen_at_is_that_of_the_host_unless_a_proxy_stands_in_front(host, scheme, port):
    assert Environment(host=host, scheme=scheme).port == port


@pytest.mark.parametrize("host", ["a b", "a/b", "http://a", "a:b", "-a", ""])
def test_a_host_that_is_none_is_refused(host, tmp_path):
    with pytest.raises(BadSetting, match="TANGGAP_HOST"):
        read_environment({"TANGGAP_HOST": host, "TANGGAP_DATA_DIR": str(tmp_path)})
