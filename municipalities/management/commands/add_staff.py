from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.operations import open_account
from core import dates
from municipalities.enums import StaffRole
from municipalities.models import Municipality
from municipalities.operations.staff import add_member


class Command(BaseCommand):
    help = "Makes somebody a staff member of a municipality; opens the account if there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the six-digit code of the municipality, e.g. 372064")
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="family name, for a new account")
        parser.add_argument("--title", default="", help="職名")
        parser.add_argument(
            "--roles", nargs="+", choices=StaffRole.values, default=["administrator", "drafter"]
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now, email = timezone.now(), options["email"]
        municipality = Municipality.objects.filter(code=options["code"]).first()
        if municipality is None:
            raise CommandError(f"There is no municipality with the code {options['code']}.")
        user = User.objects.filter(email__iexact=email).first()
        user = user or open_account(email=email, at=now, family_name=options["name"] or email)
        if user.staff_memberships.filter(municipality=municipality).exists():
            raise CommandError(f"{email} is a member of {municipality.full_name} already.")
        add_member(
            municipality,
            by=None,
            at=now,
            user=user,
            roles=options["roles"],
            title=options["title"],
            started_date=dates.jst_date(now),
        )
        self.stdout.write(f"{email} now works for {municipality.full_name}: {', '.join(options['roles'])}")
