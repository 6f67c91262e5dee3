"""Writes of this app, split by noun."""

from notifications.operations.notice import mark_read, send, send_to_address

__all__ = ["mark_read", "send", "send_to_address"]
