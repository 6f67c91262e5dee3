"""What matching reads: derived rows of people and openings, and the weights of the terms."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from accounts.rules import is_operator
from advisors.models import AdvisorProfile
from core.codes import new_code
from core.permissions import allowed
from core.workflow import Workflow
from projects import workflow as flows
from projects.enums import MatchTerm
from projects.models.opening import Opening


class MatchPerson(models.Model):
    """One narrow row for each profile that can be matched, written in the transaction of its source.

    `time_fit` and `record` are parts of the score, multiples of 1/16: sums of such numbers are exact,
    so that equal people tie in every computation.
    """

    advisor = models.OneToOneField(
        AdvisorProfile, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("専門家")
    )
    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    hours = models.PositiveSmallIntegerField()
    work_style = models.CharField(max_length=8)
    is_findable = models.BooleanField()
    accepts_unpaid = models.BooleanField()
    hourly_wish = models.PositiveIntegerField(null=True)
    refused_forms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    absent_from = models.DateField(null=True)
    absent_until = models.DateField(null=True)
    employer_municipality_id = models.BigIntegerField(null=True)
    time_fit = models.FloatField()
    record = models.FloatField()
    tok_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("マッチング用の専門家の行")
        verbose_name_plural = _("マッチング用の専門家の行")

    def __str__(self) -> str:
        return self.code


class PersonTrait(models.Model):
    """What a person brings: `k:` a skill, `g:` a group of skills, `f:` a field, `r:` a place, or a word.

    `strength` is from 0 to 1, a multiple of 1/1024.
    """

    advisor = models.ForeignKey(AdvisorProfile, models.PROTECT, related_name="+", verbose_name=_("専門家"))
    trait = models.CharField(max_length=70)
    strength = models.FloatField()

    class Meta:
        verbose_name = _("専門家の特徴")
        verbose_name_plural = _("専門家の特徴")
        constraints = [
            models.UniqueConstraint(
                fields=["trait", "advisor"], include=["strength"], name="person_trait_once"
            ),
        ]

    def __str__(self) -> str:
        return self.trait


class OpeningTrait(models.Model):
    """What an opening looks for; the shares of one `term` add up to at most 1, in units of 1/4096."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="+", verbose_name=_("募集"))
    term = models.CharField(max_length=8, choices=MatchTerm)
    trait = models.CharField(max_length=70)
    share = models.FloatField()

    class Meta:
        verbose_name = _("募集が求める特徴")
        verbose_name_plural = _("募集が求める特徴")
        constraints = [
            models.UniqueConstraint(fields=["opening", "term", "trait"], name="opening_trait_once"),
            models.CheckConstraint(condition=Q(term__in=MatchTerm.values), name="opening_trait_term"),
        ]
        indexes = [
            models.Index(fields=["trait"], include=["opening", "term", "share"], name="opening_trait_lookup")
        ]

    def __str__(self) -> str:
        return self.trait


def _weight(term: MatchTerm, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        term.label, default=default, validators=[MaxValueValidator(100)], db_default=default
    )


class MatchWeights(RulesModel):
    """One version of the weights; together they are 100, so that a score is of 100."""

    workflow: ClassVar[Workflow] = flows.MATCH_WEIGHTS

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    number = models.PositiveIntegerField(_("版"), unique=True, editable=False)
    reason = models.CharField(_("変える理由"), max_length=200)
    skill = _weight(MatchTerm.SKILL, 32)
    topic = _weight(MatchTerm.TOPIC, 16)
    near = _weight(MatchTerm.NEAR, 5)
    text = _weight(MatchTerm.TEXT, 24)
    field = _weight(MatchTerm.FIELD, 8)
    region = _weight(MatchTerm.REGION, 5)
    style = _weight(MatchTerm.STYLE, 3)
    time = _weight(MatchTerm.TIME, 2)
    pay = _weight(MatchTerm.PAY, 3)
    record = _weight(MatchTerm.RECORD, 2)
    status = models.CharField(
        _("状態"),
        max_length=8,
        choices=flows.MATCH_WEIGHTS.choices,
        default=flows.MATCH_WEIGHTS.initial,
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("マッチングの重み")
        verbose_name_plural = _("マッチングの重み")
        constraints = [
            flows.MATCH_WEIGHTS.constraint("match_weights_status_known"),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="active"), name="match_weights_one_active"
            ),
            models.CheckConstraint(
                condition=Q(
                    skill=100
                    - F("topic")
                    - F("near")
                    - F("text")
                    - F("field")
                    - F("region")
                    - F("style")
                    - F("time")
                    - F("pay")
                    - F("record")
                ),
                name="match_weights_sum",
            ),
        ]
        rules_permissions = {
            "view": is_operator,
            "activate": is_operator & allowed("activate"),
            "discard": is_operator & allowed("discard"),
        }

    def __str__(self) -> str:
        return _("第{number}版").format(number=self.number)

    def values(self) -> dict[str, int]:
        return {term: getattr(self, term) for term in MatchTerm.values}
