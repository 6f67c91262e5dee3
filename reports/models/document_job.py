"""書類の作成: a document that takes longer than a reader should wait."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from projects.models import Program
from reports import workflow as flows
from reports.enums import DocumentKind, Ending
from reports.rules import asked_for_it, still_reads_it


class DocumentJob(RulesModel):
    """One document to be made and, once `done`, the document itself.

    It lies in the row, so that there is never half of it, never two, and a backup of the database has
    it. A yearly report is about a fiscal year, a council pack about a program. Rows go after KEPT_DAYS.
    """

    KEPT_DAYS = 30
    MOST_ATTEMPTS = 5

    workflow: ClassVar[Workflow] = flows.DOCUMENT_JOB
    unrecorded: ClassVar[frozenset[str]] = frozenset({"content"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("頼んだ人")
    )
    kind = models.CharField(_("書類"), max_length=10, choices=DocumentKind)
    ending = models.CharField(_("形式"), max_length=4, choices=Ending)
    fiscal_year = models.SmallIntegerField(_("年度"), null=True, blank=True)
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("事業")
    )
    title = models.CharField(_("名前"), max_length=200)
    language = models.CharField(max_length=2, default="ja")
    status = models.CharField(
        _("状態"), max_length=8, choices=flows.DOCUMENT_JOB.choices, default=flows.DOCUMENT_JOB.initial
    )
    progress = models.PositiveSmallIntegerField(_("進み具合（%）"), default=0)
    attempts = models.PositiveSmallIntegerField(_("試した回数"), default=0)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(_("大きさ（バイト）"), default=0)
    error = models.CharField(_("作れなかった理由"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("頼んだ日時"))
    finished_at = models.DateTimeField(_("終わった日時"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("書類の作成")
        verbose_name_plural = _("書類の作成")
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(status="waiting"), name="documentjob_waiting"),
            models.Index(fields=["person", "-asked_at"], name="documentjob_of_person"),
        ]
        constraints = [
            flows.DOCUMENT_JOB.constraint("documentjob_status_known"),
            models.CheckConstraint(condition=Q(ending__in=Ending.values), name="documentjob_ending_known"),
            models.CheckConstraint(
                condition=Q(kind="yearly", fiscal_year__isnull=False, program=None)
                | Q(kind="council", fiscal_year=None, program__isnull=False),
                name="documentjob_about",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", content=None, finished_at=None, error="")
                | Q(status="done", content__isnull=False, finished_at__isnull=False, error="")
                | (Q(status="failed", content=None, finished_at__isnull=False) & ~Q(error="")),
                name="documentjob_done_has_content",
            ),
        ]
        rules_permissions = {
            "view": asked_for_it & still_reads_it,
            "retry": asked_for_it & still_reads_it & allowed("retry"),
        }

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.code])

    @property
    def file_name(self) -> str:
        return f"{self.title}_{self.code}.{self.ending}"
