"""The professional's own profile."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advisors.forms import ProfileForm
from advisors.models import AdvisorProfile
from advisors.operations import activate_profile, create_profile, edit_profile, pause_profile
from advisors.queries import missing_parts, profiles_of
from core.views import Act, ActionPage, FormPage, Page


class MyProfile(Page):
    """The profile as a city sees it; before there is one, what it is for."""

    permission = "advisors.enter_my"
    template_name = "advisors/my_profile.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        profile = profiles_of(self.reader).first()
        missing = missing_parts(profile) if profile else []
        return super().get_context_data(profile=profile, missing=missing, **context)


class MyProfileEdit(FormPage):
    """Creates the profile, or edits the one there is."""

    permission = "advisors.enter_my"
    form_class = ProfileForm
    template_name = "advisors/my_profile_edit.html"
    success_message = _("プロフィールを保存しました。")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.profile: AdvisorProfile | None = None

    def prepare(self) -> None:
        self.profile = profiles_of(self.reader).first()

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.profile}

    def perform(self, form: ProfileForm, at: datetime) -> AdvisorProfile:
        by = self.reader
        if self.profile is None:
            return create_profile(by=by, at=at, **form.changes())
        version = form.cleaned_data["version"]
        return edit_profile(self.profile, by=by, at=at, version=version, **form.changes())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("conflict_rows", None)
        return super().get_context_data(profile=self.profile, **context)


class MyProfileAction(ActionPage):
    """Publishing and pausing."""

    acts = {
        "activate": Act(
            activate_profile, message=_("プロフィールを公開しました。募集に応募できるようになりました。")
        ),
        "pause": Act(pause_profile, message=_("プロフィールの公開を休止しました。")),
    }

    def queryset(self) -> QuerySet[AdvisorProfile]:
        return profiles_of(self.reader)
