from django.urls import path

from projects.views import applications, interests, interviews, matches, pool, saved_searches, scouts

urlpatterns = [
    path("matches/", matches.MyMatches.as_view(), name="my_matches"),
    path("matches/switch/", matches.MyMatchesSwitch.as_view(), name="my_matches_switch"),
    path("saved/", interests.MySaved.as_view(), name="my_saved"),
    path("pool/", pool.MyPool.as_view(), name="my_pool"),
    path("pool/<slug:code>/leave/", pool.PoolLeave.as_view(), name="my_pool_leave"),
    path("applications/<slug:code>/pool/", pool.PoolJoin.as_view(), name="my_pool_join"),
    path("scouts/", scouts.MyScouts.as_view(), name="my_scouts"),
    path("scouts/<slug:code>/", scouts.MyScout.as_view(), name="my_scout"),
    path("scouts/<slug:code>/<slug:action>/", scouts.MyScoutAction.as_view(), name="my_scout_action"),
    path("interviews/<slug:code>/", interviews.MyInterview.as_view(), name="my_interview"),
    path(
        "interviews/<slug:code>/interview.ics", interviews.InterviewDates.as_view(), name="my_interview_dates"
    ),
    path(
        "interviews/<slug:code>/<slug:action>/",
        interviews.MyInterviewAction.as_view(),
        name="my_interview_action",
    ),
    path("applications/", applications.MyApplications.as_view(), name="my_applications"),
    path("applications/<slug:code>/", applications.MyApplication.as_view(), name="my_application"),
    path(
        "applications/<slug:code>/copy.pdf",
        applications.ApplicationCopy.as_view(),
        name="my_application_copy",
    ),
    path(
        "applications/<slug:code>/<slug:action>/",
        applications.MyApplicationAction.as_view(),
        name="my_application_action",
    ),
    path("saved/searches/", saved_searches.SavedSearches.as_view(), name="saved_searches"),
    path("saved/searches/new/", saved_searches.SavedSearchNew.as_view(), name="saved_search_new"),
    path(
        "saved/searches/<slug:code>/edit/", saved_searches.SavedSearchEdit.as_view(), name="saved_search_edit"
    ),
    path(
        "saved/searches/<slug:code>/delete/",
        saved_searches.SavedSearchDelete.as_view(),
        name="saved_search_delete",
    ),
]
