from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advisors.loading import load_skills
from municipalities.loading import load_fields, load_municipalities
from municipalities.models import Municipality
from reports.demo.people import PASSWORD
from reports.demo.seed import seed_demo


class Command(BaseCommand):
    help = "Enters the demonstration: the story of さぬき市 and a living city. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO", False):
            raise CommandError(
                "seed_demo creates people whose password is public; it only runs where DEMO is on."
            )
        if not Municipality.objects.exists():
            load_municipalities()
            load_fields()
            load_skills()
        if seed_demo(timezone.now()):
            self.stdout.write(f"demonstration data entered; everybody's password is {PASSWORD}")
        else:
            self.stdout.write("demonstration data is there already")
