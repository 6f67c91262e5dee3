"""The parts of a profile that are lists: skills, ties to places, work experience."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from advisors.forms.experience import ExperienceEditForm, ExperienceForm
from advisors.forms.rows import SkillsForm, TiesForm
from advisors.models import AdvisorProfile, Experience
from advisors.operations import (
    add_experience,
    edit_experience,
    remove_experience,
    set_skills,
    set_ties,
)
from advisors.queries import experiences_of
from advisors.views.profile import OwnProfilePage
from core.views import ConfirmForm, EditPage, RowFormPage


class RowsPage(OwnProfilePage):
    """All rows of one list in one form; a button asks for further empty rows."""

    template_name = "advisors/my_rows.html"
    form_class: ClassVar[Any]

    def form_options(self) -> dict[str, Any]:
        profile = self.profile
        return {"version": profile.version, "rows": self.form_class.rows_of(profile)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            form = self.form_class.with_more_rows(request.POST, **self.form_options())
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)


class MySkills(RowsPage):
    form_class = SkillsForm

    def perform(self, form: SkillsForm, at: datetime) -> AdvisorProfile:
        version = form.cleaned_data["version"]
        return set_skills(self.profile, by=self.reader, at=at, version=version, skills=form.parts_chosen())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("スキル"),
            intro=_(
                "一覧から選び、習熟度と仕事で使った年数を入力してください。得意なものを5件ほど入れると、合う募集が見つかりやすくなります。"
            ),
            **context,
        )


class MyTies(RowsPage):
    form_class = TiesForm

    def perform(self, form: TiesForm, at: datetime) -> AdvisorProfile:
        version = form.cleaned_data["version"]
        return set_ties(self.profile, by=self.reader, at=at, version=version, ties=form.parts_chosen())

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("地域とのつながり"),
            intro=_(
                "自治体や都道府県の名前を入力してください。つながりのある地域の募集を、先に案内します。例：香川県さぬき市"
            ),
            **context,
        )


class MyExperiences(OwnProfilePage):
    """The entries there are, and a form for one more."""

    form_class = ExperienceForm
    template_name = "advisors/my_experiences.html"
    success_message = _("職務経歴を加えました。")

    def perform(self, form: ExperienceForm, at: datetime) -> Model:
        return add_experience(self.profile, by=self.reader, at=at, **form.changes())

    def success_url(self, result: Any) -> str:
        return reverse("my_experiences")


class MyExperienceRemove(RowFormPage):
    """Asked once more, because what was written cannot be brought back."""

    permission = "advisors.edit_experience"
    row_name = "experience"
    form_class = ConfirmForm
    template_name = "advisors/my_experience_remove.html"
    success_message = _("職務経歴を削除しました。")

    def queryset(self) -> QuerySet[Experience]:
        return experiences_of(self.reader)

    def perform(self, form: Any, at: datetime) -> Model:
        remove_experience(self.row, by=self.reader, at=at)
        experience: Experience = self.row
        return experience

    def success_url(self, result: Any) -> str:
        return reverse("my_experiences")


class MyExperienceEdit(EditPage):
    """Changes one entry."""

    permission = "advisors.edit_experience"
    row_name = "experience"
    operation = edit_experience
    form_class = ExperienceEditForm
    template_name = "advisors/my_experience_edit.html"
    success_message = _("職務経歴を保存しました。")

    def queryset(self) -> QuerySet[Experience]:
        return experiences_of(self.reader)

    def success_url(self, result: Any) -> str:
        return reverse("my_experiences")
