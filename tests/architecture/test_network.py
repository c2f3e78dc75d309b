"""No test reaches another machine; this one proves that the fence stands."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_another_machine_cannot_be_reached():
    refused = (SocketConnectBlockedError, UserWarning)
    with socket.socket() as connection, pytest.raises(refused, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))
