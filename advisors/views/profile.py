"""The professional's own profile: the list of its parts, a form for each, publishing and pausing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisors.forms.profile import BasicsForm, ConditionsForm, TermsForm, VisibilityForm
from advisors.models import AdvisorProfile
from advisors.operations import activate_profile, create_profile, edit_profile, pause_profile
from advisors.queries import missing_parts, profiles_of
from advisors.track_record import feats_of
from core.views import Act, ActionPage, FormPage, Page


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the list: what it is called, what it is for, and whether there is anything in it."""

    slug: str
    label: str | Promise
    hint: str | Promise
    is_done: Callable[[AdvisorProfile], bool]
    form_class: type[Any] | None = None
    needed: bool = False


PARTS = (
    Part(
        "basics",
        gettext_lazy("基本情報"),
        gettext_lazy("肩書、経歴と実績、得意な分野"),
        lambda profile: not missing_parts(profile),
        BasicsForm,
        needed=True,
    ),
    Part(
        "skills",
        gettext_lazy("スキル"),
        gettext_lazy("一覧から選び、習熟度と年数を入力します。合う募集を探すときに使います。"),
        lambda profile: bool(profile.skills.all()),
    ),
    Part(
        "experiences",
        gettext_lazy("職務経歴"),
        gettext_lazy("どんな課題に取り組み、何が変わったか"),
        lambda profile: bool(profile.experiences.all()),
    ),
    Part(
        "conditions",
        gettext_lazy("活動できる時間"),
        gettext_lazy("時間数、曜日、働き方、今の意向、休む期間"),
        lambda profile: bool(profile.weekdays and profile.day_parts),
        ConditionsForm,
    ),
    Part(
        "terms",
        gettext_lazy("謝礼と本業"),
        gettext_lazy("希望する謝礼、受けられない登用の形、本業の副業許可"),
        lambda profile: profile.permission_settled,
        TermsForm,
    ),
    Part(
        "ties",
        gettext_lazy("地域とのつながり"),
        gettext_lazy("出身地、働いたことのある地域、応援したい地域"),
        lambda profile: bool(profile.ties.all()),
    ),
    Part(
        "visibility",
        gettext_lazy("公開範囲と案内"),
        gettext_lazy("どの自治体に見せるか、合う募集の案内を受け取るか"),
        lambda _profile: True,
        VisibilityForm,
    ),
)
FORMS = {part.slug: part for part in PARTS if part.form_class}
PAGES = {"skills": "my_skills", "experiences": "my_experiences", "ties": "my_ties"}


def part_url(slug: str) -> str:
    return reverse(PAGES[slug]) if slug in PAGES else reverse("my_profile_part", args=[slug])


def part_list(profile: AdvisorProfile) -> list[dict[str, Any]]:
    """What components/task_list.html shows; 任意 until something is entered."""
    rows = []
    for part in PARTS:
        blank = _("※必須") if part.needed else _("任意")
        done = part.is_done(profile)
        status = _("入力済み") if done else blank
        url = part_url(part.slug)
        rows.append({"label": part.label, "hint": part.hint, "url": url, "done": done, "status": status})
    return rows


class MyProfile(Page):
    """The parts of the profile and the profile as a city sees it; before there is one, what it is for."""

    permission = "advisors.enter_my"
    template_name = "advisors/my_profile.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        profile = profiles_of(self.reader).first()
        return super().get_context_data(
            profile=profile,
            missing=missing_parts(profile) if profile else [],
            parts=part_list(profile) if profile else [],
            feats=feats_of(profile) if profile else [],
            **context,
        )


class OwnProfilePage(FormPage):
    """A form about the reader's own profile; without a profile it leads to the first form."""

    permission = "advisors.enter_my"
    success_message = gettext_lazy("プロフィールを保存しました。")

    def prepare(self) -> None:
        self.profile: Any = profiles_of(self.reader).first()

    def is_permitted(self) -> bool:
        return super().is_permitted() and self.profile is not None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not profiles_of(request.user).exists():
            return HttpResponseRedirect(reverse("my_profile_new"))
        return super().dispatch(request, *args, **kwargs)

    def success_url(self, result: Any) -> str:
        return reverse("my_profile")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context.setdefault("conflict_rows", None)
        return super().get_context_data(profile=self.profile, **context)


class MyProfileNew(FormPage):
    """Begins with the part every profile needs."""

    permission = "advisors.enter_my"
    form_class = BasicsForm
    template_name = "advisors/my_profile_part.html"
    success_message = gettext_lazy("プロフィールを作成しました。続けて、ほかの項目も入力できます。")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if profiles_of(self.reader).exists():
            return HttpResponseRedirect(part_url("basics"))
        return super().get(request, *args, **kwargs)

    def perform(self, form: BasicsForm, at: datetime) -> AdvisorProfile:
        return create_profile(by=self.reader, at=at, **form.changes())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(part=FORMS["basics"], profile=None, conflict_rows=None, **context)


class MyProfilePart(OwnProfilePage):
    """One part of the profile that is a plain form."""

    template_name = "advisors/my_profile_part.html"

    def prepare(self) -> None:
        super().prepare()
        if self.kwargs["part"] not in FORMS:
            raise Http404
        self.part = FORMS[self.kwargs["part"]]

    def build_form(self, data: Any = None) -> Any:
        assert self.part.form_class is not None
        return self.part.form_class(data, instance=self.profile)

    def perform(self, form: Any, at: datetime) -> AdvisorProfile:
        version = form.cleaned_data["version"]
        return edit_profile(self.profile, by=self.reader, at=at, version=version, **form.changes())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(part=self.part, **context)


class MyProfileAction(ActionPage):
    """Publishing and pausing."""

    acts = {
        "activate": Act(
            activate_profile,
            message=gettext_lazy("プロフィールを公開しました。募集に応募できるようになりました。"),
        ),
        "pause": Act(pause_profile, message=gettext_lazy("プロフィールの公開を休止しました。")),
    }

    def queryset(self) -> QuerySet[AdvisorProfile]:
        return profiles_of(self.reader)
