"""Files that are read in, under /imports/."""

from django.urls import path

from projects.views import imports

urlpatterns = [
    path("", imports.Imports.as_view(), name="imports"),
    path("new/<slug:kind>/", imports.ImportNew.as_view(), name="import_new"),
    path("new/<slug:kind>/template.<slug:ending>", imports.ImportTemplate.as_view(), name="import_template"),
    path("<slug:code>/", imports.ImportPage.as_view(), name="import"),
    path("<slug:code>/match/", imports.ImportColumns.as_view(), name="import_columns"),
    path("<slug:code>/errors.csv", imports.ImportErrors.as_view(), name="import_errors"),
    path("<slug:code>/<slug:action>/", imports.ImportAction.as_view(), name="import_action"),
]
