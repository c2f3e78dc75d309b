from pathlib import Path

import pytest

from bahtera.config.env import BadEnvironment, Environment, postgresql, secret


def test_all_problems_are_named_at_once():
    env = Environment({"WORKERS": "two", "DEBUG": "perhaps"})
    env.text("BAHTERA_SECRET_KEY")
    env.number("WORKERS", 2)
    env.flag("DEBUG", default=False)
    env.database("BAHTERA_DATABASE_URL", Path("x"))
    with pytest.raises(BadEnvironment) as caught:
        env.finish()
    lines = str(caught.value).splitlines()
    for name in ("BAHTERA_SECRET_KEY", "WORKERS", "DEBUG"):
        assert any(line.startswith(f"  {name} ") for line in lines), "one line a variable"


@pytest.mark.parametrize(
    "value", ["foo", "https://", "ftp://x.go.id", "http://x:port", "//x.go.id", "http://[::1"]
)
def test_an_address_that_no_browser_takes_is_a_problem(value):
    env = Environment({"URL": value})
    assert env.address("URL", "http://localhost:8000") == "http://localhost:8000"
    with pytest.raises(BadEnvironment, match="URL is no address"):
        env.finish()


def test_an_address_loses_its_last_slash():
    env = Environment({"URL": "https://keluarga.example.go.id/"})
    assert env.address("URL", "http://localhost:8000") == "https://keluarga.example.go.id"
    env.finish()


def test_a_word_that_is_none_of_the_possible_is_a_problem():
    env = Environment({"LEVEL": "loud"})
    assert env.choice("LEVEL", "INFO", ("INFO", "ERROR")) == "INFO"
    with pytest.raises(BadEnvironment, match="LEVEL is none of INFO, ERROR: 'loud'"):
        env.finish()


def test_a_folder_is_made_and_one_that_cannot_be_is_a_problem(tmp_path):
    assert Environment({"DIR": str(tmp_path / "a" / "b")}).folder("DIR", tmp_path).is_dir()
    (tmp_path / "file").write_text("")
    for value in (tmp_path / "file", tmp_path / "file" / "below", "/proc/nothing/here", "a\0b"):
        env = Environment({"DIR": str(value)})
        env.folder("DIR", tmp_path)
        assert env.secret("KEY", tmp_path / "file" / "secret.key") == "", (
            "nothing is made when something is wrong"
        )
        with pytest.raises(BadEnvironment, match="DIR: "):
            env.finish()


def test_a_secret_is_taken_made_or_missed(tmp_path):
    assert Environment({"KEY": "given"}).secret("KEY", tmp_path / "secret.key") == "given"
    assert len(Environment({}).secret("KEY", tmp_path / "secret.key")) == 96
    env = Environment({})
    env.secret("KEY", tmp_path / "secret.key" / "x")
    with pytest.raises(BadEnvironment, match="KEY is not given"):
        env.finish()


@pytest.mark.parametrize(
    "value",
    [
        "postgresql://u:s3cr3t@h:port/x",
        "postgresql://u:s3cr3t@[::1/x",
        "postgresql://u:s3cr3t@h/",
        "sqlite:////no/x.db",
        "sqlite://",
    ],
)
def test_a_database_address_at_fault_is_told_without_its_password(value, tmp_path):
    env = Environment({"DB": value})
    env.database("DB", tmp_path / "x")
    with pytest.raises(BadEnvironment, match="DB: ") as caught:
        env.finish()
    assert "s3cr3t" not in str(caught.value)


def test_a_database_of_an_unknown_kind_is_a_problem():
    env = Environment({"DB": "oracle://x"})
    env.database("DB", Path("x"))
    with pytest.raises(BadEnvironment, match="DB"):
        env.finish()


def test_postgresql_by_socket_and_by_host():
    socket = postgresql("postgresql://bahtera@/bahtera?host=/run/pg")
    assert (socket["HOST"], socket["NAME"], socket["USER"]) == ("/run/pg", "bahtera", "bahtera")
    remote = postgresql("postgresql://u:p%40ss@db:5433/name")
    assert (remote["HOST"], remote["PORT"], remote["PASSWORD"]) == ("db", "5433", "p@ss")


def test_the_embedded_database_is_durable():
    options = Environment({}).database("DB", Path("a.sqlite3"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_the_secret_is_made_once_for_its_owner(tmp_path):
    file = tmp_path / "keys" / "secret.key"
    made = secret(file)
    assert len(made) == 96
    assert secret(file) == made
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_connection_may_name_its_certificate_authority():
    far = postgresql("postgresql://u@db/name?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fca.pem&other=x")
    assert far["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/ca.pem"}
