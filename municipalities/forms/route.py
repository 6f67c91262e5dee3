"""承認ルート: who is asked, in which order; and when somebody is away."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import JaDateField, PortalForm, rows_that_differ
from municipalities.enums import APPROVING_ROLES, DecisionKind, StepKind
from municipalities.models import ApprovalRoute, Department, StaffMembership

STEPS_BEFORE = 4
ANY = "any"


class RouteForm(PortalForm):
    """Up to four steps, then the decision. `people` and `sections` are those of the city.

    A seat is "any", "d-" and the code of a section, or "m-" and the code of a member.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: str,
        people: list[StaffMembership],
        sections: list[Department],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        approvers = [row for row in people if APPROVING_ROLES & set(row.roles)]
        self._members = {f"m-{row.code}": row for row in approvers}
        self._sections = {f"d-{row.code}": row for row in sections}
        if kind == DecisionKind.ENGAGEMENT:
            self.fields["needed"] = forms.BooleanField(
                label=_("活動を始める前に、委嘱の決裁を行う"), required=False
            )
        for number in range(1, STEPS_BEFORE + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("種類"),
                required=False,
                choices=[
                    ("", _("使わない")),
                    (StepKind.APPROVE, StepKind.APPROVE.label),
                    (StepKind.CONSENT, StepKind.CONSENT.label),
                ],
            )
            self._add_seat(number)
        self._add_seat(STEPS_BEFORE + 1)
        self.fields["basis"] = forms.CharField(
            label=_("専決の根拠"),
            max_length=100,
            required=False,
            help_text=_("専決のときだけ書きます。例：事務専決規程 第5条"),
        )

    def _add_seat(self, number: int) -> None:
        members = [(key, f"{row.user}（{row.title}）") for key, row in self._members.items()]
        sections = [
            (key, _("{department}の承認者").format(department=row)) for key, row in self._sections.items()
        ]
        seats: list[Any] = [(ANY, _("承認者のどなたか")), (_("部署"), sections), (_("職員"), members)]
        self.fields[f"seat_{number}"] = forms.ChoiceField(
            label=_("承認する人"), required=False, choices=seats
        )
        self.fields[f"deputy_{number}"] = forms.ChoiceField(
            label=_("代決者"), required=False, choices=[("", _("決めない")), *members]
        )

    def groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """(legend, fields) of each step, for the page."""
        for number in range(1, STEPS_BEFORE + 1):
            fields = [self[f"{name}_{number}"] for name in ("kind", "seat", "deputy")]
            yield _("{number}番目の段階").format(number=number), fields
        last = STEPS_BEFORE + 1
        yield _("決裁"), [self[f"seat_{last}"], self[f"deputy_{last}"], self["basis"]]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number in range(1, STEPS_BEFORE + 2):
            seat, deputy = (self.cleaned_data.get(f"{name}_{number}") for name in ("seat", "deputy"))
            if deputy and not (seat or "").startswith("m-"):
                self.add_error(
                    f"deputy_{number}", _("代決者は、承認する人に職員を選んだときに決められます。")
                )
            elif deputy and deputy == seat:
                self.add_error(f"deputy_{number}", _("代決者には、承認する人と別の職員を選んでください。"))
        return self.cleaned_data

    def route(self) -> dict[str, Any]:
        """`needed` and `steps` as the operation takes them."""
        data = self.cleaned_data
        steps = [
            {"kind": data[f"kind_{number}"], **self._seat(number)}
            for number in range(1, STEPS_BEFORE + 1)
            if data[f"kind_{number}"]
        ]
        decision = {"kind": StepKind.DECIDE, **self._seat(STEPS_BEFORE + 1)}
        steps.append({**decision, "delegation_basis": data["basis"]})
        return {"version": data["version"], "needed": data.get("needed", True), "steps": steps}

    def differences(self, current: ApprovalRoute) -> list[dict[str, Any]]:
        return rows_that_differ(_("承認する順"), current.steps.order_by("position"))

    def _seat(self, number: int) -> dict[str, Any]:
        seat = self.cleaned_data[f"seat_{number}"]
        return {
            "member": self._members.get(seat),
            "department": self._sections.get(seat),
            "deputy": self._members.get(self.cleaned_data[f"deputy_{number}"]),
        }


def route_initial(route: ApprovalRoute | None) -> dict[str, Any]:
    """The form as the route stands now; None where nobody has set one."""
    if route is None:
        return {"version": ApprovalRoute.UNSET}
    initial: dict[str, Any] = {"version": route.version, "needed": route.needed}
    for number, step in enumerate(route.steps.all(), start=1):
        place = STEPS_BEFORE + 1 if step.is_decision else number
        section = f"d-{step.department.code}" if step.department else ANY
        initial[f"kind_{place}"] = step.kind
        initial[f"seat_{place}"] = f"m-{step.member.code}" if step.member else section
        initial[f"deputy_{place}"] = f"m-{step.deputy.code}" if step.deputy else ""
        if step.is_decision:
            initial["basis"] = step.delegation_basis
    return initial


class AbsenceForm(PortalForm):
    """Both days, or neither to end the absence."""

    absent_from = JaDateField(label=_("不在の初日"), required=False)
    absent_until = JaDateField(label=_("不在の最終日"), required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = (self.cleaned_data.get(name) for name in ("absent_from", "absent_until"))
        if first and last and last < first:
            self.add_error("absent_until", _("最終日は、初日以降の日付にしてください。"))
        if bool(first) != bool(last) and not self.errors:
            missing = "absent_until" if first else "absent_from"
            self.add_error(
                missing, _("初日と最終日の両方を入力してください。登録を消すときは、両方を空にします。")
            )
        return self.cleaned_data
