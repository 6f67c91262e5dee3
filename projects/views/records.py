"""Keeping the record of an engagement: deliverables and the advice ledger (提案台帳)."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.views import Act, EditPage, RowFormPage
from projects import queries
from projects.forms import record as forms
from projects.models import Deliverable, Engagement, Recommendation
from projects.operations import record as operations
from projects.views.engagements import InWorkspace, WorkspaceAction


class RecordNew(InWorkspace, RowFormPage):
    """A new entry of the record of `row`, the engagement."""

    def queryset(self) -> QuerySet[Engagement]:
        return queries.engagements_visible_to(self.reader)


class RecordEdit(InWorkspace, EditPage):
    """An entry of the record, guarded against overwriting."""


class DeliverableNew(RecordNew):
    permission = "projects.add_record_engagement"
    template_name = "projects/deliverable_form.html"
    form_class = forms.DeliverableForm
    success_message = _("成果物を登録し、相手にお知らせしました。")

    def form_options(self) -> dict[str, Any]:
        return {"engagement": self.engagement}

    def perform(self, form: forms.DeliverableForm, at: datetime) -> Model:
        return operations.add_deliverable(self.row, by=self.reader, at=at, **form.changes())


class DeliverableEdit(RecordEdit):
    permission = "projects.edit_deliverable"
    operation = operations.edit_deliverable
    template_name = "projects/deliverable_form.html"
    form_class = forms.DeliverableEditForm
    success_message = _("成果物を保存しました。直し終えたら、もう一度提出してください。")

    def queryset(self) -> QuerySet[Deliverable]:
        return queries.deliverables_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row, "engagement": self.engagement}


class DeliverableAction(WorkspaceAction):
    about = "projects/_about_deliverable.html"
    acts = {
        "accept": Act(operations.accept_deliverable, message=_("成果物を受け取りました。")),
        "return": Act(
            operations.return_deliverable,
            ReasonForm,
            _("成果物を差し戻しました。アドバイザーにお知らせしました。"),
        ),
        "resubmit": Act(operations.resubmit_deliverable, message=_("もう一度提出しました。")),
    }

    def queryset(self) -> QuerySet[Deliverable]:
        return queries.deliverables_visible_to(self.reader)


class RecommendationNew(RecordNew):
    permission = "projects.add_record_engagement"
    template_name = "projects/recommendation_form.html"
    form_class = forms.RecommendationForm
    success_message = _("提案を台帳に加え、相手にお知らせしました。")

    def form_options(self) -> dict[str, Any]:
        return {"engagement": self.engagement}

    def perform(self, form: forms.RecommendationForm, at: datetime) -> Model:
        return operations.add_recommendation(self.row, by=self.reader, at=at, **form.changes())


class RecommendationEdit(RecordEdit):
    permission = "projects.edit_recommendation"
    operation = operations.edit_recommendation
    template_name = "projects/recommendation_form.html"
    form_class = forms.RecommendationEditForm
    success_message = _("提案を保存しました。")

    def queryset(self) -> QuerySet[Recommendation]:
        return queries.recommendations_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row, "engagement": self.engagement}


class RecommendationAction(WorkspaceAction):
    """The city's answer to a piece of advice; it may change later, and every answer is kept."""

    about = "projects/_about_recommendation.html"
    acts = {
        action: Act(
            operations.decide_recommendation(action),
            forms.DeclineForm if action == "decline" else forms.AnswerForm,
            _("提案への対応を記録しました。アドバイザーにお知らせしました。"),
        )
        for action in Recommendation.workflow.actions
    }

    def queryset(self) -> QuerySet[Recommendation]:
        return queries.recommendations_visible_to(self.reader)
