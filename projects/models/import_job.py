"""取込: a file that is read in, and the rows it became."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from advisors.models import AdvisorProfile
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from municipalities.models import Invitation, Municipality
from projects import workflow as flows
from projects.enums import ImportKind
from projects.models.opening import Opening
from projects.models.program import Program, Project
from projects.rules import may_import

AT_WORK = ["checking", "writing", "undoing"]  # a worker is at it, or will be


class ImportJob(RulesModel):
    """A file, what its columns are taken for, and what became of its lines.

    Without a municipality it belongs to the operator. `columns` has our name for each column of the file,
    "" for one that is not read. `findings` are the lines that are wrong or known already, as the last run
    saw them. The file and the findings are emptied after KEPT_DAYS, since people stand in them.
    """

    KEPT_DAYS = 30
    MOST_ATTEMPTS = 3
    UNDONE_WITHIN = timedelta(hours=24)

    workflow: ClassVar[Workflow] = flows.IMPORT_JOB
    unrecorded: ClassVar[frozenset[str]] = frozenset({"content", "findings"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("取り込んだ人")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("自治体")
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("事業")
    )
    kind = models.CharField(_("内容"), max_length=10, choices=ImportKind)
    name = models.CharField(_("ファイル名"), max_length=255)
    content = models.BinaryField(null=True)
    columns = ArrayField(
        models.CharField(max_length=30, blank=True), default=list, blank=True, verbose_name=_("列の名前")
    )
    language = models.CharField(max_length=2, default="ja")
    is_partial = models.BooleanField(_("誤りのある行を飛ばす"), default=False)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.IMPORT_JOB.choices, default=flows.IMPORT_JOB.initial
    )
    total = models.PositiveIntegerField(_("行の数"), default=0)
    writable = models.PositiveIntegerField(_("取り込める行"), default=0)
    findings = models.JSONField(_("確かめたこと"), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(_("試した回数"), default=0)
    asked_at = models.DateTimeField(_("ファイルを選んだ日時"))
    written_at = models.DateTimeField(_("取り込んだ日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("取込")
        verbose_name_plural = _("取込")
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(status__in=AT_WORK),
                name="importjob_waiting",
            ),
            models.Index(fields=["municipality", "-asked_at"], name="importjob_of_place"),
        ]
        constraints = [
            flows.IMPORT_JOB.constraint("importjob_status_known"),
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="importjob_kind_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "undoing", "undone"]) | Q(written_at__isnull=False),
                name="importjob_written_at",
            ),
        ]
        rules_permissions = {
            "view": may_import,
            "add": may_import,
            "match": may_import & allowed("match"),
            "write": may_import & allowed("write"),
            "undo": may_import & allowed("undo"),
            "discard": may_import & allowed("discard"),
            "retry": may_import & allowed("retry"),
        }

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.code])

    @property
    def is_at_work(self) -> bool:
        return self.status in AT_WORK

    @property
    def undone_until(self) -> datetime | None:
        return self.written_at + self.UNDONE_WITHIN if self.written_at else None

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.findings if each["kind"] == kind]


def _exactly_one(*names: str) -> Q:
    condition = Q()
    for name in names:
        condition |= Q(**{f"{each}__isnull": each != name for each in names})
    return condition


class ImportedRow(models.Model):
    """Under which id the outside knows a row that a line became. Exactly one of the five is set.

    `version` is the row's own when it was written: a higher one says that somebody has gone on with it.
    `before` holds the mail domains that a municipality had.
    """

    job = models.ForeignKey(ImportJob, models.PROTECT, null=True, related_name="rows", verbose_name=_("取込"))
    external_id = models.CharField(_("外部の番号"), max_length=64)
    advisor = models.OneToOneField(
        AdvisorProfile, models.PROTECT, null=True, related_name="imported", verbose_name=_("専門家")
    )
    opening = models.OneToOneField(
        Opening, models.PROTECT, null=True, related_name="imported", verbose_name=_("募集")
    )
    project = models.OneToOneField(
        Project, models.PROTECT, null=True, related_name="imported", verbose_name=_("プロジェクト")
    )
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, related_name="imported", verbose_name=_("招待")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("自治体")
    )
    before = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("取り込んだ行")
        verbose_name_plural = _("取り込んだ行")
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one("advisor", "opening", "project", "invitation", "municipality"),
                name="imported_row_is_one",
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=Q(advisor__isnull=False), name="imported_advisor_once"
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
