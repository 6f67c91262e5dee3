"""やること of an activity."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.views import Act
from projects.forms.action_item import ActionItemEditForm, ActionItemForm, DoneForm
from projects.models import ActionItem
from projects.operations import action_item as operations
from projects.queries.action_item import action_items_visible_to
from projects.views.engagements import WorkspaceAction
from projects.views.records import RecordEdit, RecordNew


class ActionItemNew(RecordNew):
    permission = "projects.add_action_item_engagement"
    template_name = "projects/action_item_form.html"
    form_class = ActionItemForm
    success_message = _("やることを加えました。")

    def form_options(self) -> dict[str, Any]:
        chosen = self.engagement.meetings.filter(code=self.request.GET.get("meeting", "")).first()
        return {"engagement": self.engagement, "initial": {"meeting": chosen}}

    def perform(self, form: ActionItemForm, at: datetime) -> Model:
        return operations.add_action_item(self.row, by=self.reader, at=at, **form.changes())


class ActionItemEdit(RecordEdit):
    permission = "projects.edit_actionitem"
    operation = operations.edit_action_item
    template_name = "projects/action_item_form.html"
    form_class = ActionItemEditForm
    success_message = _("やることを保存しました。")

    def queryset(self) -> QuerySet[ActionItem]:
        return action_items_visible_to(self.reader)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.row, "engagement": self.engagement}


class ActionItemAction(WorkspaceAction):
    about = "projects/_about_action_item.html"
    acts = {
        "finish": Act(operations.finish_action_item, DoneForm, _("終えたことを記録しました。")),
        "drop": Act(operations.drop_action_item, ReasonForm, _("取りやめを記録しました。")),
        "reopen": Act(operations.reopen_action_item, message=_("未完了に戻しました。")),
    }

    def queryset(self) -> QuerySet[ActionItem]:
        return action_items_visible_to(self.reader)
