"""取込 in the API: sending a file, seeing what was found, having it written or taken back."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api import scopes
from core.api.nouns import Noun
from core.api.rows import ActionsField, RowSerializer, StateField
from projects.models import ImportJob
from projects.queries.imports import imports_visible_to

IMPORTS = scopes.register("imports", _("ファイルの取込"))


class FindingRow(serializers.Serializer):
    """A line that is wrong, known already or, after undoing, was kept."""

    line = serializers.IntegerField(read_only=True)
    kind = serializers.ChoiceField(choices=["wrong", "known", "kept"], read_only=True)
    message = serializers.CharField(read_only=True)


class ImportItem(RowSerializer):
    state = StateField()

    class Meta:
        model = ImportJob
        fields: tuple[str, ...] = (
            *("code", "name", "kind", "municipality", "program", "state", "total", "writable"),
            *("is_partial", "asked_at", "written_at"),
        )


class ImportRow(ImportItem):
    findings = FindingRow(many=True, read_only=True)
    actions = ActionsField()

    class Meta(ImportItem.Meta):
        fields = (*ImportItem.Meta.fields, "columns", "findings", "actions")


IMPORT = Noun(
    "imports",
    IMPORTS,
    imports_visible_to,
    "projects.view_importjob",
    ImportRow,
    item=ImportItem,
    listing="projects.add_importjob",
    filters={"state": "status", "kind": "kind"},
)
