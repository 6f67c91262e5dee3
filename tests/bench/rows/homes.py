"""Where staff and coordinators begin their day."""

from accounts.enums import OperatorRole
from accounts.models import User
from municipalities.models import StaffMembership
from tests.bench.asking import page, sql
from tests.bench.measure import Row

DESK = (
    "select * from projects_opening where municipality_id = %(place)s order by deadline_date limit 10",
    "select * from projects_engagement where municipality_id = %(place)s and status in ('preparing', 'active', 'paused')",
    "select * from municipalities_approval where municipality_id = %(place)s and status = 'pending'",
)
COORDINATOR = (
    "select * from projects_engagement where status in ('preparing', 'active', 'paused') order by end_date limit 20",
    "select * from projects_opening where status in ('open', 'selecting', 'result_review') order by deadline_date limit 20",
)


def rows() -> list[Row]:
    post = StaffMembership.objects.filter(roles__contains=["drafter"]).order_by("id")[0]
    coordinator = User.objects.create_user(
        "bench@coordinator.example", family_name="計測", operator_role=OperatorRole.COORDINATOR
    )
    return [
        Row("desk home", page("/desk/", post.user), sql(*DESK, place=post.municipality_id), 300),
        Row("coordinator home", page("/coord/", coordinator), sql(*COORDINATOR), 1000),
    ]
