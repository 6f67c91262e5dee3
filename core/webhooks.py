"""Webhooks by the Standard Webhooks specification 1.0.0: signed, and sent to public addresses only.

Whoever may set an address must not be able to make this server ask something inside its own network:
the name is resolved here, every address it has must be public, and the connection goes to exactly the
address that was looked at (no second resolution, no redirects).
"""

import base64
import hashlib
import hmac
import ipaddress
import secrets
import socket
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

import urllib3

PREFIX = "whsec_"
SECONDS = 10  # for one attempt
READ = 1000  # bytes of an answer; nothing is made of it
AGENT = "portal-webhooks/1"


class Refused(Exception):
    """The address is not one this server sends to; the text says why, in English, for the log."""


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(keys: Sequence[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """With two keys, while one takes over from the other, there are two signatures."""
    return {
        "content-type": "application/json",
        "user-agent": AGENT,
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(key, message_id, timestamp, body) for key in keys),
    }


def check(url: str) -> SplitResult:
    """What can be said without asking the network. Raises Refused."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise Refused("only https addresses")
    if not parts.hostname or parts.username or parts.password:
        raise Refused("a host name, and no credentials")
    if _port(parts) not in {443, 8443}:
        raise Refused("only ports 443 and 8443")
    return parts


def public_address(host: str, port: int) -> str:
    """Raises Refused when the name has no address, or any that is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Refused(f"{host} has no address") from fault
    addresses = [str(each[4][0]) for each in found]
    for each in addresses:
        if not _is_public(each):
            raise Refused(f"{host} leads to {each}, which is not public")
    return addresses[0]


def send(url: str, body: bytes, sent: dict[str, str]) -> int:
    """The status of the answer. Raises Refused, and OSError when there was no answer."""
    parts = check(url)
    host = str(parts.hostname)
    address = public_address(host, _port(parts))
    return post(parts, address, body, {**sent, "host": parts.netloc})


def post(parts: SplitResult, address: str, body: bytes, sent: dict[str, str]) -> int:
    """To that address, with the certificate of the name."""
    host = str(parts.hostname)
    pool = urllib3.HTTPSConnectionPool(
        address, _port(parts), assert_hostname=host, server_hostname=host, cert_reqs="CERT_REQUIRED"
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        answer = pool.request(
            "POST",
            path,
            body=body,
            headers=sent,
            timeout=SECONDS,
            retries=False,
            redirect=False,
            preload_content=False,
        )
        answer.read(READ)
        answer.close()
    except urllib3.exceptions.HTTPError as fault:
        raise OSError(str(fault)) from fault
    finally:
        pool.close()
    return int(answer.status)


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 443
    except ValueError as fault:
        raise Refused("no such port") from fault


def _is_public(text: str) -> bool:
    """Also of the IPv4 address inside an IPv6 one."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)
