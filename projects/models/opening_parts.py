"""What an opening has several of: ポスト and 選考基準."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.models.opening import Opening


class Position(models.Model):
    """One post of a call that looks for several. `seats_taken` moves with the opening's."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="positions", verbose_name=_("募集"))
    number = models.PositiveSmallIntegerField(_("番号"))
    title = models.CharField(_("ポストの名前"), max_length=60)
    description = models.CharField(_("このポストの仕事"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("人数"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("ポスト")
        verbose_name_plural = _("ポスト")
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="position_number_once"),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats_taken__lte=F("seats")), name="position_seats"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken


class Criterion(models.Model):
    """One line of the rubric. A trigger refuses changes once approval was asked for."""

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="criteria", verbose_name=_("募集"))
    number = models.PositiveSmallIntegerField(_("番号"))
    name = models.CharField(_("基準"), max_length=40)
    description = models.CharField(_("見るところ"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("重み（%）"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("選考の基準")
        verbose_name_plural = _("選考の基準")
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="criterion_number_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="criterion_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.weight}%"
