"""What an advisor is paid, in every way cities pay; enough to compute a month's sheet from."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import UNPAID_UNITS, PayUnit, Rounding, Travel

ROUND_STEPS = (15, 30, 60)
UNITS_WITH_PLACES = (PayUnit.HOUR, PayUnit.DAY, PayUnit.VISIT)


class HonorariumTerms(models.Model):
    """謝礼 as columns of the row that promises it. `projects.honorarium` says them in one sentence."""

    pay_unit = models.CharField(_("謝礼の単位"), max_length=12, choices=PayUnit, blank=True)
    pay_amount = models.PositiveIntegerField(
        _("謝礼の額（円）"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    pay_onsite_amount = models.PositiveIntegerField(
        _("現地に来ていただくときの額（円）"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    pay_round_minutes = models.PositiveSmallIntegerField(
        _("端数の単位"),
        null=True,
        blank=True,
        choices=[(15, _("15分")), (30, _("30分")), (60, _("1時間"))],
    )
    pay_round_rule = models.CharField(_("端数の扱い"), max_length=4, choices=Rounding, blank=True)
    pay_minimum_units = models.PositiveSmallIntegerField(
        _("1回の最低（時間・日・回）"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    pay_travel = models.CharField(_("交通費"), max_length=14, choices=Travel, default=Travel.NONE)
    pay_goods = models.CharField(_("お渡しする品"), max_length=120, blank=True)
    pay_cap_month = models.PositiveIntegerField(
        _("1か月の上限（円）"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    pay_cap_total = models.PositiveIntegerField(
        _("期間全体の上限（円）"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    pay_grounds = models.CharField(_("謝礼の根拠"), max_length=120, blank=True)
    pay_note = models.CharField(_("謝礼の補足"), max_length=200, blank=True)

    class Meta:
        abstract = True


def honorarium_constraints(name: str) -> list[Any]:
    """No money where none is paid, rounding only of hours, and both halves of the rounding rule."""
    return [
        models.CheckConstraint(
            condition=~Q(pay_unit__in=sorted(UNPAID_UNITS))
            | Q(pay_amount=None, pay_cap_month=None, pay_cap_total=None),
            name=f"{name}_pay_amount",
        ),
        models.CheckConstraint(
            condition=Q(pay_onsite_amount=None) | Q(pay_unit__in=[str(unit) for unit in UNITS_WITH_PLACES]),
            name=f"{name}_pay_onsite",
        ),
        models.CheckConstraint(
            condition=Q(pay_round_minutes=None, pay_round_rule="")
            | Q(
                pay_unit=PayUnit.HOUR,
                pay_round_minutes__isnull=False,
                pay_round_minutes__in=ROUND_STEPS,
                pay_round_rule__in=Rounding.values,
            ),
            name=f"{name}_pay_rounding",
        ),
        models.CheckConstraint(
            condition=Q(pay_minimum_units=None)
            | Q(
                pay_minimum_units__gte=1,
                pay_unit__in=[str(unit) for unit in UNITS_WITH_PLACES],
            ),
            name=f"{name}_pay_minimum",
        ),
        models.CheckConstraint(
            condition=(Q(pay_amount=None) | Q(pay_amount__gte=1))
            & (Q(pay_onsite_amount=None) | Q(pay_onsite_amount__gte=1))
            & (Q(pay_cap_month=None) | Q(pay_cap_month__gte=1))
            & (Q(pay_cap_total=None) | Q(pay_cap_total__gte=1)),
            name=f"{name}_pay_positive",
        ),
        models.CheckConstraint(condition=Q(pay_travel__in=Travel.values), name=f"{name}_pay_travel"),
    ]
