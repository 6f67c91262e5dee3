"""質問 and 追記."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_operator
from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Municipality
from municipalities.rules import is_staff
from projects import workflow as flows
from projects.models.opening import Opening
from projects.rules import asked_it, opening_is_open, staff_action, was_answered_publicly


class Question(RulesModel):
    """What somebody wants to know about a call; the answer is for everybody.

    Who asked is kept for the answer to reach them. Neither the public nor the city is shown it: a
    question must not colour the selection. A trigger keeps a published question as it is.
    """

    workflow: ClassVar[Workflow] = flows.QUESTION

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="questions", verbose_name=_("募集"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="questions", verbose_name=_("自治体")
    )
    number = models.PositiveSmallIntegerField(_("問の番号"), null=True, blank=True)
    text = models.CharField(_("質問"), max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions", verbose_name=_("質問者")
    )
    asked_at = models.DateTimeField(_("質問日時"))
    answer = models.TextField(_("回答"), max_length=3000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("回答者"),
    )
    answered_at = models.DateTimeField(_("回答を書いた日時"), null=True, blank=True)
    published_at = models.DateTimeField(_("回答の公開日時"), null=True, blank=True)
    refusal_reason = models.TextField(_("公開しない理由"), blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.QUESTION.choices, default=flows.QUESTION.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("質問")
        verbose_name_plural = _("質問")
        constraints = [
            flows.QUESTION.constraint("question_status_known"),
            models.UniqueConstraint(F("opening"), F("asked_by"), MD5("text"), name="question_once"),
            models.UniqueConstraint(fields=["opening", "number"], name="question_number"),
            models.CheckConstraint(
                condition=Q(
                    ~Q(answer=""),
                    status="published",
                    number__isnull=False,
                    published_at__isnull=False,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                | (~Q(status="published") & Q(number=None, published_at=None)),
                name="question_published_with_answer",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(refusal_reason=""), name="question_refusal_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["opening", "status"], name="question_inbox"),
            models.Index(fields=["asked_by", "opening"], name="question_of_person"),
        ]
        rules_permissions = {
            "view": is_staff | is_operator | asked_it | was_answered_publicly,
            "answer": staff_action("answer") & opening_is_open,
            "publish": staff_action("publish") & opening_is_open,
            "refuse": staff_action("refuse"),
            "add_note": staff_action("add_note") & opening_is_open,
        }

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    @property
    def published_answer(self) -> str:
        return self.answer if self.status == "published" else ""

    def get_absolute_url(self) -> str:
        return reverse("desk_questions", args=[self.opening.code])


class Addendum(models.Model):
    """追記: what is said to an answer after its publication. Never changed (trigger)."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="addenda", verbose_name=_("質問"))
    text = models.TextField(_("追記"), max_length=3000)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("追記した人")
    )
    added_at = models.DateTimeField(_("追記日時"))

    class Meta:
        verbose_name = _("追記")
        verbose_name_plural = _("追記")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="addendum_text")]

    def __str__(self) -> str:
        return f"{self.question}（{self._meta.verbose_name}）"
