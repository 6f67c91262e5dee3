"""活動報告 and 合同報告 in the API: published ones for everybody, and those a city works on."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api import scopes
from core.api.nouns import Noun
from core.api.rows import ActionsField, RefField, RowSerializer, StateField
from core.views import PUBLIC
from reports.filters import ReportFilter
from reports.models import JointReport, OutcomeReport
from reports.queries.desk import joint_reports_managed_by, reports_managed_by
from reports.queries.published import published_joint_reports, published_reports, reports_about

REPORTS = scopes.register("reports", _("活動報告と合同報告"))
TEXTS = ("problem", "activities", "outcomes", "next_steps", "staff_comment", "advisor_comment")


class ReportItem(RowSerializer):
    field = RefField(source="engagement.project.field", read_only=True)
    fiscal_year = serializers.IntegerField(read_only=True)

    class Meta:
        model = OutcomeReport
        fields: tuple[str, ...] = (
            *("code", "title", "summary", "municipality", "field", "fiscal_year", "published_at"),
        )


class ReportRow(ReportItem):
    advisor_name = serializers.CharField(read_only=True, label=_("アドバイザーの名前の出し方"))

    class Meta(ReportItem.Meta):
        fields = (*ReportItem.Meta.fields, *TEXTS, "advisor_name")


class WorkedReportItem(RowSerializer):
    engagement = RefField(read_only=True)
    state = StateField()

    class Meta:
        model = OutcomeReport
        fields: tuple[str, ...] = (
            *("code", "title", "summary", "municipality", "engagement", "state"),
            *("comment_due_date", "published_at"),
        )


class WorkedReportRow(WorkedReportItem):
    actions = ActionsField()

    class Meta(WorkedReportItem.Meta):
        fields = (*WorkedReportItem.Meta.fields, *TEXTS, "name_display", "withdraw_reason", "actions")


class JointReportRow(RowSerializer):
    class Meta:
        model = JointReport
        fields = (
            *("code", "title", "municipality", "program", "introduction", "closing"),
            *("meeting_date", "meeting_note", "published_at"),
        )


class WorkedJointReportRow(RowSerializer):
    state = StateField()
    actions = ActionsField()

    class Meta:
        model = JointReport
        fields = (*JointReportRow.Meta.fields, "state", "withdraw_reason", "actions")


class WorkedJointReportItem(RowSerializer):
    state = StateField()

    class Meta:
        model = JointReport
        fields = ("code", "title", "municipality", "program", "state", "published_at")


def _found(chosen: ReportFilter, _reader: Any) -> QuerySet[OutcomeReport]:
    return chosen.reports()


def _found_joint(chosen: ReportFilter, _reader: Any) -> QuerySet[JointReport]:
    return chosen.joint_reports()


REPORT = Noun(
    "reports",
    REPORTS,
    lambda _reader: published_reports(),
    PUBLIC,
    ReportRow,
    item=ReportItem,
    filter_class=ReportFilter,
    narrowed=_found,
)
JOINT_REPORT = Noun(
    "joint-reports",
    REPORTS,
    lambda _reader: published_joint_reports(),
    PUBLIC,
    JointReportRow,
    filter_class=ReportFilter,
    narrowed=_found_joint,
)
DESK_REPORT = Noun(
    "desk/reports",
    REPORTS,
    reports_managed_by,
    "reports.view_outcomereport",
    WorkedReportRow,
    item=WorkedReportItem,
    listing="projects.manage_opening",
    filters={"state": "status", "municipality": "municipality__code"},
)
DESK_JOINT_REPORT = Noun(
    "desk/joint-reports",
    REPORTS,
    joint_reports_managed_by,
    "reports.view_jointreport",
    WorkedJointReportRow,
    item=WorkedJointReportItem,
    listing="projects.manage_opening",
    filters={"state": "status", "municipality": "municipality__code"},
)
MY_REPORT = Noun(
    "my/reports",
    REPORTS,
    reports_about,
    "reports.view_outcomereport",
    WorkedReportRow,
    item=WorkedReportItem,
    listing="advisors.enter_my",
    filters={"state": "status"},
)
