"""Declaring conflicts of interest, and reviewing by the rubric."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, ReasonForm, rows_that_differ
from projects.models import Application, ConflictDeclaration, Consensus, Criterion, Review
from projects.models.selection import HIGHEST, LOWEST


class DeclarationForm(PortalForm):
    """A mark and a note for each applicant with whom there is a conflict; sending it says of all others
    listed that there is none. `asked` are the codes that were shown.
    """

    asked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, applications: list[Application], **options: Any) -> None:
        super().__init__(*args, **options)
        self.applications = applications
        self.fields["asked"].initial = " ".join(row.code for row in applications)
        for row in applications:
            self.fields[f"conflict_{row.code}"] = forms.BooleanField(
                label=_("利害関係がある"), required=False
            )
            self.fields[f"note_{row.code}"] = forms.CharField(
                label=_("どのような関係か"), max_length=200, required=False
            )

    def groups(self) -> Iterator[tuple[Application, BoundField, BoundField]]:
        for row in self.applications:
            yield row, self[f"conflict_{row.code}"], self[f"note_{row.code}"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for row in self.applications:
            marked = self.cleaned_data.get(f"conflict_{row.code}")
            note = self.cleaned_data.get(f"note_{row.code}")
            if marked and not note:
                self.add_error(f"note_{row.code}", _("どのような関係か、ひとこと書いてください。"))
            if note and not marked:
                self.add_error(
                    f"conflict_{row.code}",
                    _("関係を書いたときは「利害関係がある」にもチェックしてください。"),
                )
        return self.cleaned_data

    def declaration(self) -> dict[str, Any]:
        """What the operation takes."""
        data = self.cleaned_data
        marked = [row.code for row in self.applications if data[f"conflict_{row.code}"]]
        return {"asked": data["asked"].split(), "conflicts": {code: data[f"note_{code}"] for code in marked}}


class RecusalForm(PortalForm):
    note = forms.CharField(
        label=_("どのような関係か"),
        max_length=200,
        help_text=_("例：勤務先が、市の委託事業を受けています。ほかの応募者には見えません。"),
        error_messages={"required": _("どのような関係か、ひとこと書いてください。")},
    )


class ShowNamesForm(PortalForm):
    reason = forms.CharField(
        label=_("評価がそろう前に表示する理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("全員の評価がそろっているときは、空欄のままでかまいません。理由は記録に残ります。"),
    )


class ApplicationNoteForm(PortalForm):
    text = forms.CharField(
        label=_("メモ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("この応募を読める職員全員に見えます。応募者には見えません。あとから直せません。"),
        error_messages={"required": _("メモを入力してください。")},
    )


class ClearConflictForm(ReasonForm):
    declaration = forms.ChoiceField(
        label=_("取り消す申告"),
        widget=forms.RadioSelect,
        error_messages={"required": _("取り消す申告を選んでください。")},
    )
    field_order = ("declaration", "reason")

    def __init__(self, *args: Any, declarations: dict[str, ConflictDeclaration], **options: Any) -> None:
        """`declarations` by the value that stands for each."""
        super().__init__(*args, **options)
        self.declarations = declarations
        choices: Any = self.fields["declaration"]
        choices.choices = [
            (value, f"{each.reviewer}（{each.application.code}）　{each.note}")
            for value, each in declarations.items()
        ]

    def clean_declaration(self) -> ConflictDeclaration:
        return self.declarations[self.cleaned_data["declaration"]]


class ReviewForm(PortalForm):
    """Points and a reason for each line of the rubric, and a word on the whole."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, criteria: list[Criterion], review: Review | Consensus | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        given = {each.criterion_id: each for each in review.scores.all()} if review else {}
        self.fields["version"].initial = review.version if review else None
        for each in criteria:
            score = given.get(each.pk)
            self.fields[f"points_{each.number}"] = forms.TypedChoiceField(
                label=_("点"),
                coerce=int,
                choices=[(points, str(points)) for points in range(LOWEST, HIGHEST + 1)],
                widget=forms.RadioSelect(attrs={"class": "inline"}),
                initial=score.points if score else None,
                error_messages={"required": _("「{name}」の点を選んでください。").format(name=each.name)},
            )
            self.fields[f"reason_{each.number}"] = forms.CharField(
                label=_("理由"), max_length=200, required=False, initial=score.reason if score else ""
            )
        self.fields["comment"] = forms.CharField(
            label=_("全体の所見"),
            required=False,
            initial=review.comment if review else "",
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def groups(self) -> Iterator[tuple[Criterion, BoundField, BoundField]]:
        for each in self.criteria:
            yield each, self[f"points_{each.number}"], self[f"reason_{each.number}"]

    def review(self) -> dict[str, Any]:
        """What the operation takes."""
        data = self.cleaned_data
        scores = [
            {
                "criterion": each,
                "points": data[f"points_{each.number}"],
                "reason": data[f"reason_{each.number}"],
            }
            for each in self.criteria
        ]
        return {"version": data["version"], "comment": data["comment"], "scores": scores}

    def differences(self, current: Review | Consensus) -> list[dict[str, Any]]:
        return rows_that_differ(_("採点"), current.scores.select_related("criterion"))


class ConsensusForm(ReviewForm):
    """The same lines, filled in together; what was said is a part of it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["comment"]
        field.label, field.required = _("合議の内容"), True
        field.help_text = _("だれが出席し、どのように考えて点を決めたかを残します。")
        field.error_messages["required"] = _("合議の内容を入力してください。")
