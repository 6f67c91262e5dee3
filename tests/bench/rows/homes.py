"""Where staff and coordinators begin their day."""

from accounts.enums import OperatorRole
from accounts.models import User
from municipalities.models import StaffMembership
from tests.bench.asking import page_row
from tests.bench.measure import Row


def rows() -> list[Row]:
    post = StaffMembership.objects.filter(roles__contains=["drafter"]).order_by("id")[0]
    email = "bench@coordinator.example"  # of an earlier run on the same database, too
    coordinator = User.objects.filter(email=email).first() or User.objects.create_user(
        email, family_name="計測", operator_role=OperatorRole.COORDINATOR
    )
    return [page_row("/desk/", "/desk/", post.user), page_row("/coord/", "/coord/", coordinator)]
