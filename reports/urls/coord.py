"""What coordinators see of the whole country."""

from django.urls import path

from reports.views import attention, figures, homes

urlpatterns = [
    path("", homes.CoordHome.as_view(), name="coord_home"),
    path("figures/", figures.Figures.as_view(), name="coord_figures"),
    path("figures/<slug:key>/", figures.FigureList.as_view(), name="coord_figure"),
    path("timeline/", figures.Timeline.as_view(), name="coord_timeline"),
    path("yearly-report/", figures.YearlyReportNew.as_view(), name="coord_yearly_new"),
    path("attention/", attention.AttentionList.as_view(), name="coord_attention"),
    path("attention/<slug:key>/", attention.AttentionCase.as_view(), name="coord_attention_case"),
    path(
        "attention/<slug:key>/<slug:handling>/",
        attention.AttentionHandle.as_view(),
        name="coord_attention_handle",
    ),
]
