"""委嘱状, 従事証明書, 感謝状 and the terms of an engagement, as documents."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core import dates
from core.documents import Document
from core.documents.pages import DocumentPage
from core.views import RowFormPage
from projects.documents.engagement import certificate_text, sample_text, terms_sheet
from projects.forms.certificate import CertificateForm
from projects.models import Certificate, Engagement
from projects.operations.certificate import issue_certificate
from projects.queries import engagements_visible_to
from projects.queries.engagement import certificates_visible_to
from projects.views.engagements import InWorkspace


class CertificateNew(InWorkspace, RowFormPage):
    permission = "projects.issue_certificate_engagement"
    template_name = "projects/certificate_new.html"
    form_class = CertificateForm
    success_message = _("発行し、アドバイザーに知らせました。")

    def queryset(self) -> QuerySet[Engagement]:
        return engagements_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        issued = set(self.row.certificates.values_list("kind", flat=True))
        kinds = [(kind.value, kind.label) for kind in self.row.certificate_kinds if kind not in issued]
        initial = {
            "kind": kinds[0][0] if kinds else None,
            "text": sample_text(self.row, kinds[0][0] if kinds else ""),
            "issued_date": dates.today(),
            "issuer_title": _("{place}長").format(place=self.row.municipality.name),
        }
        return {"kinds": kinds, "initial": initial}

    def perform(self, form: CertificateForm, at: datetime) -> Model:
        return issue_certificate(self.row, by=self.reader, at=at, **form.changes())


class CertificateFile(InWorkspace, DocumentPage):
    permission = "projects.view_certificate"
    row: Certificate

    def queryset(self) -> QuerySet[Certificate]:
        return certificates_visible_to(self.reader)

    def document(self) -> Document:
        return certificate_text(self.row, reader=self.reader)


class TermsSheet(InWorkspace, DocumentPage):
    """条件と期待値, to keep and to sign where a city wants paper."""

    permission = "projects.view_engagement"
    row: Engagement

    def queryset(self) -> QuerySet[Engagement]:
        return engagements_visible_to(self.reader)

    def document(self) -> Document:
        return terms_sheet(self.row, reader=self.reader)
