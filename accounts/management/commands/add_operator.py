from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.enums import OperatorRole
from accounts.models import User
from accounts.operations import give_operator_role, open_account


class Command(BaseCommand):
    help = "Gives somebody a role for the whole portal; opens the account if there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="family name, for a new account")
        parser.add_argument(
            "--role", choices=[OperatorRole.COORDINATOR, OperatorRole.ADMINISTRATOR], default="coordinator"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now, email = timezone.now(), options["email"]
        user = User.objects.filter(email__iexact=email).first()
        user = user or open_account(email=email, at=now, family_name=options["name"] or email)
        give_operator_role(user, role=OperatorRole(options["role"]), at=now)
        self.stdout.write(f"{user.email} is now {options['role']}; the password is set by mail at sign-in")
