"""What `bahtera run` tells the settings of the address that it listens at."""

import os

import pytest

from bahtera.cli import demo, process, supervisor


@pytest.fixture
def started(monkeypatch):
    """Start as far as the settings, and return what they would read as the public address."""

    class Told(Exception):
        pass

    def read():
        raise Told(os.environ["BAHTERA_PUBLIC_URL"])

    monkeypatch.setattr(process, "check_settings", read)

    def start(address, given=None):
        if given is None:
            monkeypatch.delenv("BAHTERA_PUBLIC_URL", raising=False)
        else:
            monkeypatch.setenv("BAHTERA_PUBLIC_URL", given)
        try:
            with pytest.raises(Told) as told:
                process.run(address=address)
        finally:
            monkeypatch.delenv("BAHTERA_PUBLIC_URL", raising=False)
        return str(told.value)

    return start


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("127.0.0.1:8111", "http://localhost:8111"),
        ("0.0.0.0:8111", "http://localhost:8111"),
        ("192.0.2.7:8000", "http://192.0.2.7:8000"),
    ],
)
def test_papers_carry_the_address_that_is_printed(started, address, site):
    assert started(address) == site == demo.site_at(address)


def test_an_address_that_was_given_stays(started):
    given = "https://keluarga.example.go.id"
    assert started("127.0.0.1:8111", given) == given


def test_an_address_that_is_none_is_refused_as_what_it_is(monkeypatch):
    monkeypatch.delenv("BAHTERA_PUBLIC_URL", raising=False)
    with pytest.raises(supervisor.BadAddress):
        process.run(address="localhost:99999999")
    assert "BAHTERA_PUBLIC_URL" not in os.environ
