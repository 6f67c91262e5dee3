"""What people are told about the files they have read in."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications.kinds import register
from notifications.operations import send
from projects.models import ImportJob

IMPORT = register("projects.import", _("ファイルの取込"))


def tell_import(job: ImportJob, *, at: datetime) -> None:
    """The step that somebody waits for is over."""
    send(
        IMPORT,
        to=[job.person],
        key=f"{job.pk}-{job.version}",
        path=job.get_absolute_url(),
        at=at,
        context={"job": job, "state": job.workflow.state(job.status)},
    )
