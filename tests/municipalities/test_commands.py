"""Setting up people from the command line, for a municipality that has nobody yet."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from audit.models import Event


def test_a_first_administrator_can_draft_and_has_a_verified_address(sanuki):
    call_command("add_staff", "372064", "first@city.sanuki.example", "--name", "長尾")

    user = User.objects.get()
    assert user.has_perm("projects.add_program", sanuki)
    assert user.emailaddress_set.get().verified
    assert not user.has_usable_password()
    assert list(Event.objects.order_by("id").values_list("subject_type", flat=True)) == [
        "accounts.user",
        "municipalities.staffmembership",
    ]


def test_an_unknown_municipality_opens_no_account(db):
    with pytest.raises(CommandError, match="999999"):
        call_command("add_staff", "999999", "first@city.sanuki.example")

    assert not User.objects.exists()


def test_nobody_joins_twice(clerk):
    with pytest.raises(CommandError, match="already"):
        call_command("add_staff", "372064", clerk.email.upper())


def test_an_operator_watches_progress_but_reads_no_applications(db):
    call_command("add_operator", "watch@operator.example", "--name", "架橋")

    user = User.objects.get()
    assert user.has_perm("reports.watch_progress")
    assert not user.has_perm("projects.view_application")
