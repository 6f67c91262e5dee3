"""条件の見直し while the work goes on."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.views import Act
from projects.forms.revision import RevisionForm
from projects.models import Revision
from projects.operations import revision as operations
from projects.queries.record import revisions_visible_to
from projects.views.engagements import WorkspaceAction
from projects.views.records import RecordNew


class RevisionNew(RecordNew):
    permission = "projects.propose_revision_engagement"
    template_name = "projects/revision_form.html"
    form_class = RevisionForm
    success_message = _("条件の見直しを申し出ました。相手にお知らせしました。")

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row}

    def perform(self, form: RevisionForm, at: datetime) -> Model:
        return operations.propose_revision(self.row, by=self.reader, at=at, **form.changes())


class RevisionAction(WorkspaceAction):
    about = "projects/_about_revision.html"
    acts: ClassVar[dict[str, Act]] = {
        "agree": Act(operations.agree_to_revision, message=_("合意を記録しました。新しい条件になりました。")),
        "decline": Act(
            operations.decline_revision, ReasonForm, _("返事を記録しました。相手にお知らせしました。")
        ),
        "withdraw": Act(operations.withdraw_revision, message=_("見直しの申し出を取り下げました。")),
    }

    def queryset(self) -> QuerySet[Revision]:
        return revisions_visible_to(self.reader)
