"""Approvals from before the routes: a code, and the one decision each of them had."""

from django.db import migrations

from core.codes import new_code

STEP_OF = {"approved": "passed", "returned": "returned"}


def fill(apps, schema_editor):
    Approval = apps.get_model("municipalities", "Approval")
    ApprovalStep = apps.get_model("municipalities", "ApprovalStep")
    for approval in Approval.objects.filter(code=None).iterator():
        approval.code, approval.waiting_since = new_code(), approval.requested_at
        approval.save(update_fields=["code", "waiting_since"])
        status = STEP_OF.get(approval.status, "waiting")
        acted = {"acted_by_id": approval.decided_by_id, "acted_at": approval.decided_at, "standing": "own"}
        ApprovalStep.objects.create(
            approval=approval,
            position=1,
            kind="decide",
            status=status,
            comment=approval.reason,
            **({} if status == "waiting" else acted),
        )


def empty(apps, schema_editor):
    apps.get_model("municipalities", "ApprovalStep").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0002_approval_routes")]
    operations = [migrations.RunPython(fill, empty)]
