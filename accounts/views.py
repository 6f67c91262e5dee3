"""How the portal speaks to a person: language and calendar."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.forms import SettingsForm
from accounts.models import User
from accounts.operations import choose_display
from core.views import SIGNED_IN, FormPage


class Settings(FormPage):
    permission = SIGNED_IN
    template_name = "accounts/settings.html"
    form_class = SettingsForm
    success_message = _("表示の設定を保存しました。")

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.reader}

    def perform(self, form: SettingsForm, at: datetime) -> User:
        return choose_display(by=self.reader, at=at, **form.changes())

    def success_url(self, result: User) -> str:
        with override(result.language):
            return reverse("account_settings")
