"""選考: who may read an application, and what each reviewer thinks of it."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects import scoring
from projects.models.application import Application
from projects.models.opening_parts import Criterion

LOWEST, HIGHEST = 1, 5


class ConflictDeclaration(models.Model):
    """利益相反の申告 of one member of staff about one applicant, made before reading the application.

    Who declares a conflict is excluded (除斥): the application is hidden from that person everywhere.
    """

    unrecorded: ClassVar[frozenset[str]] = frozenset({"note"})

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="declarations", verbose_name=_("応募")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="conflict_declarations",
        verbose_name=_("申告した職員"),
    )
    has_conflict = models.BooleanField(_("利害関係がある"))
    note = models.CharField(_("どのような関係か"), max_length=200, blank=True)
    declared_at = models.DateTimeField(_("申告日時"))

    class Meta:
        verbose_name = _("利益相反の申告")
        verbose_name_plural = _("利益相反の申告")
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="declaration_once"),
            models.CheckConstraint(
                condition=Q(has_conflict=False, note="") | Q(has_conflict=True), name="declaration_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.code}：{self.reviewer}"


class ApplicationNote(models.Model):
    """庁内のメモ: what one member of staff wants the others to know of an application. Never changed."""

    unrecorded: ClassVar[frozenset[str]] = frozenset({"text"})

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes", verbose_name=_("応募"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("書いた職員")
    )
    text = models.TextField(_("メモ"), max_length=1000)
    written_at = models.DateTimeField(_("書いた日時"))

    class Meta:
        verbose_name = _("庁内のメモ")
        verbose_name_plural = _("庁内のメモ")

    def __str__(self) -> str:
        return f"{self.application.code}：{self.author}"


class Scored(models.Model):
    """Points on the lines of the rubric, as `scores`."""

    scores: Any

    class Meta:
        abstract = True

    @property
    def total(self) -> Decimal | None:
        """The points by the weights of the rubric; None where the call has no rubric."""
        return scoring.weighted((each.criterion.weight, each.points) for each in self.scores.all())


class Review(Scored):
    """個人の評価. Nobody sees the others' before having given one's own."""

    unrecorded: ClassVar[frozenset[str]] = frozenset({"comment", "scores"})

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="reviews", verbose_name=_("応募")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name=_("評価者")
    )
    comment = models.TextField(_("全体の所見"), blank=True)
    reviewed_at = models.DateTimeField(_("評価した日時"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("評価")
        verbose_name_plural = _("評価")
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application.code}：{self.reviewer}"


class Consensus(Scored):
    """合議の評価: what the reviewers agreed on after everybody had scored alone."""

    unrecorded: ClassVar[frozenset[str]] = frozenset({"comment", "scores"})

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="consensus", verbose_name=_("応募")
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("記録した職員")
    )
    comment = models.TextField(_("合議の内容"))
    agreed_at = models.DateTimeField(_("合議の日時"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("合議の評価")
        verbose_name_plural = _("合議の評価")

    def __str__(self) -> str:
        return f"{self.application.code}：{self._meta.verbose_name}"


class Points(models.Model):
    """採点: points on one line of the rubric, and why."""

    points = models.PositiveSmallIntegerField(
        _("点"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Score(Points):
    """Of one reviewer."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="scores", verbose_name=_("評価"))
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name=_("選考の基準")
    )

    class Meta:
        verbose_name = _("採点")
        verbose_name_plural = _("採点")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(points__range=(LOWEST, HIGHEST)), name="score_between_one_and_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.name} {self.points}"


class AgreedScore(Points):
    """Of all reviewers together."""

    consensus = models.ForeignKey(
        Consensus, models.PROTECT, related_name="scores", verbose_name=_("合議の評価")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="agreed_scores", verbose_name=_("選考の基準")
    )

    class Meta:
        verbose_name = _("合議の採点")
        verbose_name_plural = _("合議の採点")
        constraints = [
            models.UniqueConstraint(fields=["consensus", "criterion"], name="agreed_score_once"),
            models.CheckConstraint(
                condition=Q(points__range=(LOWEST, HIGHEST)), name="agreed_score_between_one_and_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.name} {self.points}"
