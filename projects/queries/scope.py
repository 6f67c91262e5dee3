"""Where every list begins: whose rows are these?"""

from typing import Any

from django.db.models import QuerySet

from municipalities.rules import roles_of


def own_or_all(rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Rows of the municipalities the user works for; all of them for an operator."""
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(municipality__in=roles_of(user))
