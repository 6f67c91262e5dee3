"""Matching, for coordinators."""

from django.urls import URLPattern, path

from projects.views import matches

urlpatterns: list[URLPattern] = [
    path("matching/", matches.CoordMatching.as_view(), name="coord_matching"),
    path("matching/weights/", matches.CoordWeights.as_view(), name="coord_weights"),
    path("matching/weights/new/", matches.CoordWeightsNew.as_view(), name="coord_weights_new"),
    path(
        "matching/weights/<slug:code>/", matches.CoordWeightsVersion.as_view(), name="coord_weights_version"
    ),
    path(
        "matching/weights/<slug:code>/<slug:action>/",
        matches.CoordWeightsAction.as_view(),
        name="coord_weights_action",
    ),
]
