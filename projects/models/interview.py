"""面談."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.models import RulesModel

from core.codes import new_code
from core.workflow import Workflow
from municipalities.models import Municipality
from municipalities.rules import is_staff
from projects import workflow as flows
from projects.enums import Place
from projects.models.application import Application
from projects.rules import interviewee_action, interviewer_action, is_interviewee, read_its_application

GOING = ("proposed", "unsuitable", "fixed")


class Interview(RulesModel):
    """The city offers moments, the applicant chooses one; one interview of an application at a time."""

    workflow: ClassVar[Workflow] = flows.INTERVIEW
    unrecorded: ClassVar[frozenset[str]] = frozenset({"record", "refusal"})

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="interviews", verbose_name=_("応募")
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申し込んだ日時"), null=True, blank=True)
    slots = ArrayField(models.DateTimeField(), verbose_name=_("候補の日時"))
    starts_at = models.DateTimeField(_("決まった日時"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("長さ（分）"), default=30, validators=[MinValueValidator(10), MaxValueValidator(240)]
    )
    place = models.CharField(_("場所"), max_length=8, choices=Place, default=Place.ONLINE)
    place_note = models.CharField(_("会議室の名前かオンライン会議のリンク"), max_length=300, blank=True)
    note = models.TextField(_("応募者への案内"), blank=True)
    with_operator = models.BooleanField(_("運営に同席を頼む"), default=False)
    refusal = models.CharField(_("合う日時がない理由"), max_length=300, blank=True)
    record = models.TextField(_("面談の記録"), blank=True)
    status = models.CharField(
        _("状態"), max_length=10, choices=flows.INTERVIEW.choices, default=flows.INTERVIEW.initial
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("面談")
        verbose_name_plural = _("面談")
        constraints = [
            flows.INTERVIEW.constraint("interview_status_known"),
            models.CheckConstraint(condition=Q(place__in=Place.values), name="interview_place_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["fixed", "held"]) | Q(starts_at__isnull=False),
                name="interview_fixed_has_moment",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(status__in=GOING), name="interview_one_at_a_time"
            ),
        ]
        rules_permissions = {
            "view": is_interviewee | (is_staff & read_its_application),
            "choose": interviewee_action("choose"),
            "refuse_slots": interviewee_action("refuse_slots"),
            "propose_again": interviewer_action("propose_again"),
            "hold": interviewer_action("hold"),
            "cancel": interviewer_action("cancel"),
        }

    def __str__(self) -> str:
        return f"{self.application.opening}（{self._meta.verbose_name}）"

    def get_absolute_url(self) -> str:
        return reverse("my_interview", args=[self.code])

    @property
    def desk_url(self) -> str:
        return reverse("desk_interview", args=[self.code])
