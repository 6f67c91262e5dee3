"""Checks of municipality codes, and of the mail addresses of their staff."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_WEIGHTS = (6, 5, 4, 3, 2)
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
# Shared by every public body or by everybody: no sign that somebody works for this one.
_TOO_WIDE = {"lg.jp", "go.jp", "co.jp", "or.jp", "ne.jp", "ac.jp", "gmail.com", "example.com"}


def check_digit(five: str) -> str:
    """Return the sixth character for the first five digits of a municipality code.

    Source: 総務省「全国地方公共団体コード」(検査数字). The five digits are multiplied by
    6, 5, 4, 3 and 2; the check digit is the last digit of 11 minus the remainder of
    their sum divided by 11. Remainders 0 and 10 therefore share the digit 1.
    Raises ValueError unless `five` is five ASCII digits.
    """
    if not _FIVE_DIGITS.fullmatch(five):
        raise ValueError(f"expected five digits, got {five!r}")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, five, strict=True))
    return str(11 - total % 11)[-1]


def validate_municipality_code(value: str) -> None:
    """Raise ValidationError unless `value` is six ASCII digits ending in its check digit.

    Whether a municipality with this code exists is not checked here.
    """
    if not _SIX_DIGITS.fullmatch(value):
        raise ValidationError(
            _(
                "団体コードは半角数字6桁で入力してください。"
                "最後の1桁は、入力の間違いを見つけるための検査数字です。例：372064"
            ),
            code="municipality_code_format",
        )
    if value[5] != check_digit(value[:5]):
        raise ValidationError(
            _(
                "団体コードの最後の1桁（検査数字）が、前の5桁と合いません。"
                "6桁の数字を確かめて、もう一度入力してください。例：372064"
            ),
            code="municipality_code_check_digit",
        )


def is_official(email: str, domains: Iterable[str]) -> bool:
    """Whether the address lies in one of the domains or below it; never without a domain on record."""
    host = email.rpartition("@")[2].lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def validate_mail_domain(value: str) -> None:
    """Raise ValidationError unless `value` is a lower-case domain that is narrower than lg.jp or jp."""
    if not _DOMAIN.fullmatch(value) or value in _TOO_WIDE:
        raise ValidationError(
            _("「{value}」は、公式メールのドメインとして使えません。例：city.sanuki.kagawa.jp").format(
                value=value
            ),
            code="mail_domain",
        )
