"""A real SMTP server that answers as it is told."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings


class MailServer:
    """Keeps what arrives.

    `answers` and `data_answers` map a recipient to the reply to RCPT and DATA; `hangs` names those
    whose DATA is answered only after `EMAIL_TIMEOUT`.
    """

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.data_answers: dict[str, str] = {}
        self.data_answer = "250 OK"
        self.hangs: set[str] = set()
        self.received: list[tuple[str, EmailMessage]] = []
        self.connections = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs.intersection(envelope.rcpt_tos):
            await asyncio.sleep(1.5)
        answer = self.data_answers.get(envelope.rcpt_tos[0], self.data_answer)
        if answer.startswith("250"):
            message: Any = message_from_bytes(envelope.content, policy=policy.default)
            self.received += [(address, message) for address in envelope.rcpt_tos]
        return answer

    @property
    def recipients(self) -> list[str]:
        return [address for address, _message in self.received]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def smtp_settings(settings: Settings) -> Settings:
    """Mail goes by SMTP to a port of this machine where nobody listens yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_TIMEOUT = 1
    return settings


@pytest.fixture
def mail_server(smtp_settings: Settings) -> Iterator[MailServer]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it says every line of every mail
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=smtp_settings.EMAIL_PORT)
    controller.start()
    yield handler
    controller.stop()
