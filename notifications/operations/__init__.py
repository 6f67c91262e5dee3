"""Writes of this app, split by noun."""

from notifications.operations.delivery import retry_failed_mails, retry_mail
from notifications.operations.notice import Letter, mark_read, send, send_each, send_to_address
from notifications.operations.preference import (
    choose_frequencies,
    gather_everything_daily,
    leave,
    trust_address_again,
)

__all__ = [
    "Letter",
    "choose_frequencies",
    "gather_everything_daily",
    "leave",
    "mark_read",
    "retry_failed_mails",
    "retry_mail",
    "send",
    "send_each",
    "send_to_address",
    "trust_address_again",
]
