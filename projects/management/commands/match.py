import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from projects.matching import Explained, explain, people_for
from projects.models import ImportedRow, Opening


class Command(BaseCommand):
    help = "Prints the people who fit an opening best, with the terms of the score and the reasons."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("opening", help="code of the opening, or its id in the imported file")
        parser.add_argument("--top", type=int, default=20)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, opening: str, top: int, as_json: bool, **options: Any) -> None:
        row = Opening.objects.filter(Q(imported__external_id=opening) | Q(code=opening)).first()
        if row is None:
            raise CommandError(f"There is no opening with the code or the imported id {opening}.")
        found = explain(people_for(row, limit=top))
        rows = ImportedRow.objects.filter(advisor__in=[each.match.advisor for each in found])
        outside = dict(rows.values_list("advisor", "external_id"))
        answer = [_told(each, outside.get(each.match.advisor, "")) for each in found]
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for each in answer:
            self.stdout.write(f"{each['score']:7.3f}  {each['code']}  {' / '.join(each['reasons'])}")


def _told(found: Explained, outside: str) -> dict[str, Any]:
    match = found.match
    return {
        "code": outside or match.code,
        "portal_code": match.code,
        "score": match.score,
        "terms": match.terms,
        "reasons": found.reasons,
        "caution": found.caution,
    }
