"""Documents a person had made, under /documents/."""

from django.urls import path

from reports.views import documents

urlpatterns = [
    path("", documents.Documents.as_view(), name="documents"),
    path("<slug:code>/", documents.DocumentStatus.as_view(), name="document"),
    path("<slug:code>/file/", documents.DocumentFile.as_view(), name="document_file"),
    path("<slug:code>/<slug:action>/", documents.DocumentAction.as_view(), name="document_action"),
]
