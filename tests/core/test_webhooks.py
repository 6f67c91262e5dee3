"""Signing by the specification, and refusing every address that is not public."""

import base64
import hashlib
import hmac
import socket
import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from core import webhooks

# The example of the specification's reference libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signatures_are_those_of_the_specification():
    assert webhooks.sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY) == SIGNED


def test_a_new_secret_signs_and_is_long_enough():
    secret = webhooks.new_secret()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert 24 <= len(key) <= 64
    expected = hmac.new(key, b"a.1.x", hashlib.sha256).digest()
    assert webhooks.sign(secret, "a", 1, b"x") == "v1," + base64.b64encode(expected).decode()


def test_two_keys_give_two_signatures():
    sent = webhooks.headers([SECRET, webhooks.new_secret()], "msg", 1, b"{}")
    assert len(sent["webhook-signature"].split()) == 2
    assert (sent["webhook-id"], sent["webhook-timestamp"]) == ("msg", "1")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://a.example/x",
            "ftp://a.example",
            "https://",
            "https://u:p@a.example/",
            "https://a.example:22/",
        ),
        *("https://a.example:99999/", "javascript:alert(1)", "//a.example", "file:///etc/passwd"),
    ],
)
def test_addresses_that_are_refused_unseen(url):
    with pytest.raises(webhooks.Refused):
        webhooks.check(url)


INSIDE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *(
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::1",
    ),
]


def _resolving(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_ever_asked(monkeypatch, address):
    _resolving(monkeypatch, "93.184.216.34", address)  # one public address does not help
    monkeypatch.setattr(webhooks, "post", lambda *_a: pytest.fail("it was asked"))
    with pytest.raises(webhooks.Refused, match="not public"):
        webhooks.send("https://rebind.example/", b"{}", {})


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    _resolving(monkeypatch, "93.184.216.34")
    asked = []
    monkeypatch.setattr(webhooks, "post", lambda *given: asked.append(given) or 204)
    assert webhooks.send("https://system.example/hook?a=1", b"{}", {"webhook-id": "x"}) == 204
    [(parts, address, body, sent)] = asked
    assert (parts.path, parts.query, address, body) == ("/hook", "a=1", "93.184.216.34", b"{}")
    assert sent["host"] == "system.example"


def test_a_name_without_address_is_refused(monkeypatch):
    def unknown(*_arguments, **_options):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(webhooks.Refused, match="no address"):
        webhooks.send("https://nowhere.example/", b"{}", {})


def test_no_answer_is_an_oserror():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        port = busy.getsockname()[1]  # nobody listens
    parts = webhooks.urlsplit(f"https://system.example:{port}/")
    original, webhooks._port = webhooks._port, lambda _parts: port
    try:
        with pytest.raises(OSError, match="refused"):
            webhooks.post(parts, "127.0.0.1", b"{}", {})
    finally:
        webhooks._port = original


def test_a_certificate_of_another_name_is_not_accepted(tmp_path, monkeypatch):
    """A real TLS server with a certificate nobody trusts."""
    from threading import Thread

    from cryptography import x509  # comes with the sign-in by passkeys
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID
    from django.utils import timezone

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "other.example")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    place: Path = tmp_path / "cert.pem"
    place.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place)
    received = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            client, _address = server.accept()
            try:
                with context.wrap_socket(client, server_side=True) as secured:
                    received.append(secured.recv(1000))
            except OSError:
                pass

        thread = Thread(target=serve, daemon=True)
        thread.start()
        monkeypatch.setattr(webhooks, "_port", lambda _parts: port)
        with pytest.raises(OSError, match=r"(?i)certificate"):
            webhooks.post(webhooks.urlsplit("https://system.example/"), "127.0.0.1", b"{}", {})
        thread.join(5)
    assert b"".join(received) == b""
