"""The workspace of an engagement; mounted three times, under /my/, /desk/ and /coord/."""

from django.urls import URLPattern, path

from projects.views import (
    action_items,
    calendars,
    certificates,
    deliverable_files,
    engagements,
    follow_ups,
    pulses,
    records,
    revisions,
    work,
)

app_name = "engagements"
urlpatterns: list[URLPattern] = [
    path("", engagements.EngagementList.as_view(), name="list"),
    path("advice/", follow_ups.AdviceList.as_view(), name="advice"),
    path("<slug:code>/", engagements.EngagementDetail.as_view(), name="detail"),
    path("<slug:code>/edit/", engagements.ExpectationEdit.as_view(), name="edit"),
    path("<slug:code>/do/<slug:action>/", engagements.EngagementAction.as_view(), name="action"),
    path("<slug:code>/terms.pdf", certificates.TermsSheet.as_view(), name="terms"),
    path("<slug:code>/terms.docx", certificates.TermsSheet.as_view(ending="docx"), name="terms_word"),
    path("<slug:code>/certificates/new/", certificates.CertificateNew.as_view(), name="certificate_new"),
    path(
        "certificates/<slug:code>/certificate.pdf",
        certificates.CertificateFile.as_view(),
        name="certificate",
    ),
    path("<slug:code>/revisions/new/", revisions.RevisionNew.as_view(), name="revision_new"),
    path("revisions/<slug:code>/<slug:action>/", revisions.RevisionAction.as_view(), name="revision_action"),
    path("<slug:code>/goals/new/", engagements.GoalNew.as_view(), name="goal_new"),
    path("goals/<slug:code>/edit/", engagements.GoalEdit.as_view(), name="goal_edit"),
    path("goals/<slug:code>/<slug:action>/", engagements.GoalAction.as_view(), name="goal_action"),
    path("<slug:code>/meetings/new/", records.MeetingNew.as_view(), name="meeting_new"),
    path("<slug:code>/calendar/", calendars.EngagementCalendarNew.as_view(), name="calendar"),
    path("meetings/<slug:code>/meeting.ics", calendars.MeetingDates.as_view(), name="meeting_dates"),
    path("<slug:code>/actions/new/", action_items.ActionItemNew.as_view(), name="action_item_new"),
    path("actions/<slug:code>/edit/", action_items.ActionItemEdit.as_view(), name="action_item_edit"),
    path(
        "actions/<slug:code>/<slug:action>/",
        action_items.ActionItemAction.as_view(),
        name="action_item_action",
    ),
    path("meetings/<slug:code>/edit/", records.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<slug:code>/<slug:action>/", records.MeetingAction.as_view(), name="meeting_action"),
    path("<slug:code>/deliverables/new/", records.DeliverableNew.as_view(), name="deliverable_new"),
    path("deliverables/<slug:code>/edit/", records.DeliverableEdit.as_view(), name="deliverable_edit"),
    path(
        "deliverables/<slug:code>/<slug:action>/",
        records.DeliverableAction.as_view(),
        name="deliverable_action",
    ),
    path("deliverables/<slug:code>/files/new/", deliverable_files.FileNew.as_view(), name="file_new"),
    path("files/<slug:code>/download/", deliverable_files.FileDownload.as_view(), name="file"),
    path("<slug:code>/recommendations/new/", records.RecommendationNew.as_view(), name="recommendation_new"),
    path(
        "recommendations/<slug:code>/edit/",
        records.RecommendationEdit.as_view(),
        name="recommendation_edit",
    ),
    path(
        "recommendations/<slug:code>/<slug:action>/",
        records.RecommendationAction.as_view(),
        name="recommendation_action",
    ),
    path(
        "follow-ups/<slug:code>/<slug:action>/",
        follow_ups.FollowUpAction.as_view(),
        name="follow_up_action",
    ),
    path("pulses/<slug:code>/<slug:action>/", pulses.PulseAction.as_view(), name="pulse_action"),
    path("<slug:code>/work/", work.Work.as_view(), name="work"),
    path("<slug:code>/work/new/", work.EntryNew.as_view(), name="entry_new"),
    path("work/<slug:code>/edit/", work.EntryEdit.as_view(), name="entry_edit"),
    path("work/<slug:code>/remove/", work.EntryRemove.as_view(), name="entry_remove"),
    path("<slug:code>/sheets/new/", work.SheetNew.as_view(), name="sheet_new"),
    path("sheets/<slug:code>/", work.Sheet.as_view(), name="sheet"),
    path("sheets/<slug:code>/<slug:action>/", work.SheetAction.as_view(), name="sheet_action"),
]
