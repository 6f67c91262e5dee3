"""活動報告, 合同報告 and 書類 in the API: published ones for everybody, and those a city works on."""

import base64
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from core.api import scopes
from core.api.endpoints import ListEndpoint
from core.api.nouns import Noun
from core.api.paging import Cut, page_size, refuse_unknown, refuse_unread
from core.api.rows import ActionsField, ComputedField, RefField, RowSerializer, StateField
from core.views import PUBLIC, SIGNED_IN
from reports.filters import FigureFilter, ReportFilter
from reports.models import DocumentJob, JointReport, OutcomeReport, ReportPhoto, Tally
from reports.queries.desk import joint_reports_managed_by, reports_managed_by
from reports.queries.document_jobs import jobs_of
from reports.queries.likeness import with_shared
from reports.queries.photos import photos_managed_by, with_photos
from reports.queries.published import published_joint_reports, published_reports, reports_about
from reports.queries.tally import values

REPORTS = scopes.register("reports", _("活動報告と合同報告"))
DOCUMENTS = scopes.register("documents", _("年度報告や議会・監査資料の作成"))
TEXTS = ("summary_en", "problem", "activities", "outcomes", "next_steps", "staff_comment", "advisor_comment")


class PhotoRow(RowSerializer):
    url = serializers.CharField(source="image_url", read_only=True, label=_("写真の場所"))

    class Meta:
        model = ReportPhoto
        fields = ("code", "number", "alt_text", "caption", "url", "width", "height")


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class SharedField(ComputedField):
    """The telling words in common with the problem that was asked about."""

    def to_representation(self, value: Any) -> list[str]:
        return list(getattr(value, "shared", ()))


class ReportItem(RowSerializer):
    shared = SharedField()
    field = RefField(source="engagement.project.field", read_only=True)
    fiscal_year = serializers.IntegerField(read_only=True)

    class Meta:
        model = OutcomeReport
        fields: tuple[str, ...] = (
            *("code", "title", "summary", "municipality", "field", "fiscal_year", "published_at", "shared"),
        )


class ReportRow(ReportItem):
    advisor_name = serializers.CharField(read_only=True, label=_("アドバイザーの名前の出し方"))
    photos = PhotoRow(many=True, read_only=True)

    class Meta(ReportItem.Meta):
        fields = (*ReportItem.Meta.fields, *TEXTS, "advisor_name", "photos")


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
    photos = PhotoRow(many=True, read_only=True)
    actions = ActionsField()

    class Meta(WorkedReportItem.Meta):
        fields = (
            *WorkedReportItem.Meta.fields,
            *TEXTS,
            "name_display",
            "withdraw_reason",
            "photos",
            "actions",
        )


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


@extend_schema_field({"type": "string", "contentEncoding": "base64"})
class ContentField(ComputedField):
    """The document itself, in base64; empty until it is done."""

    def to_representation(self, value: Any) -> str:
        return base64.b64encode(bytes(value.content or b"")).decode()


class DocumentItem(RowSerializer):
    state = StateField()

    class Meta:
        model = DocumentJob
        fields: tuple[str, ...] = (
            *("code", "title", "kind", "ending", "fiscal_year", "program", "state", "progress", "size"),
            *("error", "asked_at", "finished_at"),
        )


class DocumentRow(DocumentItem):
    actions = ActionsField()
    content = ContentField()

    class Meta(DocumentItem.Meta):
        fields = (*DocumentItem.Meta.fields, "actions", "content")


def _found(chosen: ReportFilter, _reader: Any) -> QuerySet[OutcomeReport]:
    return chosen.reports()


def _found_joint(chosen: ReportFilter, _reader: Any) -> QuerySet[JointReport]:
    return chosen.joint_reports()


class FigureRow(RowSerializer):
    """One number of the country, or of a year, prefecture or field of it."""

    key = serializers.CharField(read_only=True, label=_("記号"))
    name = serializers.CharField(source="label", read_only=True, label=_("名称"))
    unit = serializers.CharField(read_only=True, label=_("単位"))
    meaning = serializers.CharField(read_only=True, label=_("数え方"))
    value = serializers.FloatField(read_only=True, allow_null=True, label=_("数"))

    class Meta:
        model = Tally
        fields = ("key", "name", "unit", "meaning", "value")


class FigureList(ListEndpoint):
    """All figures of the page, on one page."""

    def page(self, request: Request) -> Cut:
        chosen = FigureFilter(request.query_params)
        refuse_unknown(request.query_params, {*chosen.fields})
        refuse_unread(chosen, request.query_params)
        return Cut(values(chosen.scope()), None, None)

    def parameters(self) -> list[dict[str, Any]]:
        names = FigureFilter.base_fields
        return [each for each in super().parameters() if each["name"] in names]


FIGURE = Noun(
    "figures",
    REPORTS,
    lambda _reader: Tally.objects.none(),
    "reports.watch_progress",
    FigureRow,
    filter_class=FigureFilter,
    key="field",
)


class ReportList(ListEndpoint):
    """With `problem`, the reports that are like it, the likest first and on one page."""

    def page(self, request: Request) -> Cut:
        query = request.query_params
        if not query.get("problem"):
            return super().page(request)
        chosen = ReportFilter(query)  # asked once: finding what is like it costs more than the rest
        refuse_unknown(query, {*chosen.fields, "page_size", "after", "before"})
        refuse_unread(chosen, query)
        return Cut(with_shared(chosen.reports(), chosen.found)[: page_size(query)], None, None)


REPORT = Noun(
    "reports",
    REPORTS,
    lambda _reader: published_reports(),
    PUBLIC,
    ReportRow,
    item=ReportItem,
    record=lambda _reader: with_photos(published_reports()),
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
    record=lambda reader: with_photos(reports_managed_by(reader)),
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
    record=lambda reader: with_photos(reports_about(reader)),
    listing="advisors.enter_my",
    filters={"state": "status"},
)
REPORT_PHOTO = Noun(
    "desk/report-photos",
    REPORTS,
    photos_managed_by,
    "reports.view_reportphoto",
    PhotoRow,
    listing="projects.manage_opening",
    filters={"report": "report__code"},
)
DOCUMENT = Noun(
    "documents",
    DOCUMENTS,
    jobs_of,
    "reports.view_documentjob",
    DocumentRow,
    item=DocumentItem,
    listing=SIGNED_IN,
    filters={"state": "status", "kind": "kind"},
)
