"""Without a proxy Bahtera speaks TLS itself: 1.3 and 1.2, strong suites, and nothing older."""

import socket
import ssl
import warnings
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.fakes.live_site import LiveSite

from bahtera.foundation import clock


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    cert, key = certificate(folder)
    site = LiveSite(folder, workers=1, options=["--ssl-certificate", str(cert), "--ssl-keyfile", str(key)])
    site.run("-c", "import sys; sys.argv = ['bahtera', 'migrate']; from bahtera.cli.main import main; main()")
    site.start()
    yield site
    site.stop()


def certificate(folder):
    """Make a certificate for this machine (sintetis)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def shake(site, *, lowest, highest, suites="ALL:@SECLEVEL=0"):
    context = ssl.create_default_context(cafile=site.folder / "cert.pem")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = lowest, highest
    context.set_ciphers(suites)
    with (
        socket.create_connection(("127.0.0.1", site.port), timeout=15) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        return line.version(), line.cipher()[0]


@pytest.mark.parametrize(
    ("version", "name"), [(ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")]
)
def test_what_telephones_and_browsers_of_today_speak(site, version, name):
    spoken, suite = shake(site, lowest=version, highest=version)
    assert spoken == name
    assert "GCM" in suite or "CHACHA20" in suite


def test_the_newest_is_preferred(site):
    spoken, _ = shake(site, lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.TLSv1_3)
    assert spoken == "TLSv1.3"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_nothing_older(site, version):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        shake(site, lowest=version, highest=version)


@pytest.mark.parametrize("suites", ["kRSA:@SECLEVEL=0", "AES128-SHA:@SECLEVEL=0", "ECDHE+SHA1:@SECLEVEL=0"])
def test_no_suite_without_forward_secrecy_or_authentication(site, suites):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        shake(site, lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.TLSv1_2, suites=suites)


def test_plain_text_gets_no_answer(site):
    with socket.create_connection(("127.0.0.1", site.port), timeout=15) as line:
        line.sendall(b"GET /sehat/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        try:
            answer = line.recv(1000)
        except ConnectionResetError:
            answer = b""
    assert not answer.startswith(b"HTTP/")
