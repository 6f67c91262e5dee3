"""What coordinators see of the whole country."""

from django.urls import path

from reports.views import attention, homes

urlpatterns = [
    path("", homes.CoordHome.as_view(), name="coord_home"),
    path("attention/", attention.AttentionList.as_view(), name="coord_attention"),
    path("attention/<slug:key>/", attention.AttentionCase.as_view(), name="coord_attention_case"),
    path(
        "attention/<slug:key>/<slug:handling>/",
        attention.AttentionHandle.as_view(),
        name="coord_attention_handle",
    ),
]
