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
    assert all(name in str(caught.value) for name in ("BAHTERA_SECRET_KEY", "WORKERS", "DEBUG"))


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
