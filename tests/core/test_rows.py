"""Locking a row, and noticing that somebody saved in between."""

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from core.errors import EditConflict
from core.rows import locked
from municipalities.models import Field
from projects.models import Program
from tests.factories.municipalities import FieldFactory
from tests.factories.projects import ProgramFactory


@pytest.mark.django_db
def test_locked_reads_the_row_again() -> None:
    stale = ProgramFactory(title="古い名前")
    Program.objects.filter(pk=stale.pk).update(title="新しい名前")
    assert locked(stale).title == "新しい名前"
    assert stale.title == "古い名前"


@pytest.mark.django_db
def test_the_version_the_form_was_opened_with_must_be_the_present_one() -> None:
    program = ProgramFactory(version=3)
    assert locked(program, version=3) == program
    with pytest.raises(EditConflict, match="他の人が先に更新しました") as raised:
        locked(program, version=2)
    assert raised.value.current == program


@pytest.mark.django_db
def test_a_row_without_version_cannot_conflict() -> None:
    field = FieldFactory()
    assert not hasattr(Field, "version")
    assert locked(field, version=99) == field


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_lock_would_be_worth_nothing() -> None:
    program = ProgramFactory()
    with pytest.raises(TransactionManagementError):
        locked(program)
    with transaction.atomic():
        assert locked(program) == program
