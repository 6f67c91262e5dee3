"""Photographs of reports."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from municipalities.rules import roles_of
from reports.models import OutcomeReport, ReportPhoto


def photos_of_reports() -> QuerySet[ReportPhoto]:
    """In order, without the pictures themselves."""
    return ReportPhoto.objects.defer("content").order_by("number")


def with_photos(reports: QuerySet[OutcomeReport]) -> QuerySet[OutcomeReport]:
    return reports.prefetch_related(Prefetch("photos", photos_of_reports()))


def photos_visible_to(user: Any) -> QuerySet[ReportPhoto]:
    """Those of published reports, and of the reports a person works on."""
    visible = Q(report__status="published")
    if user.is_authenticated:
        visible |= Q(municipality__in=roles_of(user))
        visible |= Q(report__engagement__advisor__user=user, report__comment_requested_at__isnull=False)
        if user.is_operator:
            visible = Q()
    return ReportPhoto.objects.filter(visible).select_related("report__engagement__advisor")


def photos_managed_by(user: Any) -> QuerySet[ReportPhoto]:
    """Of the cities the user works for; all of them for an operator."""
    rows = photos_of_reports().select_related("report__engagement__advisor", "municipality")
    if user.is_authenticated and user.is_operator:
        return rows
    return rows.filter(municipality__in=roles_of(user) if user.is_authenticated else [])


def pictures_of(report: OutcomeReport) -> list[ReportPhoto]:
    """With the pictures, for a document that is set."""
    return list(report.photos.defer(None).order_by("number"))
