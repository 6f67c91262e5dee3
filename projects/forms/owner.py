"""Who is in charge of an opening or a project."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from core.forms import VersionedModelForm
from municipalities.forms.staff import PostField
from municipalities.models import StaffMembership
from municipalities.queries import lead_choices
from projects.models import Opening, Project


def _post(label: Any) -> PostField:
    return PostField(
        StaffMembership.objects.none(),
        label=label,
        help_text=_("在籍している担当者か管理者から選びます。"),
        error_messages={"required": _("担当者を選んでください。")},
    )


class OpeningOwnerForm(VersionedModelForm):
    owner = _post(_("担当者"))

    class Meta:
        model = Opening
        fields: ClassVar = ["owner"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["owner"]
        field.queryset = lead_choices(self.instance.municipality)


class ProjectLeadForm(VersionedModelForm):
    lead = _post(_("主担当"))

    class Meta:
        model = Project
        fields: ClassVar = ["lead"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["lead"]
        field.queryset = lead_choices(self.instance.municipality)
