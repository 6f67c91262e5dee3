"""The API of this app: which page each endpoint runs."""

from core.api.routes import actions, aside, below, listing, section, single
from projects.api.application import DESK_APPLICATION, MY_APPLICATION
from projects.api.dialogue import DESK_QUESTION, INTEREST, MY_QUESTION, SAVED_SEARCH
from projects.api.engagement import (
    DELIVERABLE,
    ENGAGEMENT,
    GOAL,
    MEETING,
    RECOMMENDATION,
    SHEET,
    WORK_ENTRY,
)
from projects.api.opening import DESK_OPENING, OPENING, OpeningSearch
from projects.api.program import PROGRAM, PROJECT
from projects.api.scout import DESK_SCOUT, MY_SCOUT
from projects.forms.assessment import LetterForm
from projects.forms.opening import SECTION_FORMS
from projects.forms.owner import OpeningOwnerForm, ProjectLeadForm
from projects.forms.record import HeldMeetingForm
from projects.sections import SECTIONS
from projects.views import (
    amendments,
    applications,
    desk_applications,
    desk_openings,
    desk_programs,
    drafting,
    engagements,
    interests,
    owners,
    questions,
    records,
    release,
    saved_searches,
    scouts,
    selection,
    work,
)

AMENDMENTS = {"correct": amendments.Correct, "extend": amendments.Extend, "shorten": amendments.Shorten}

urlpatterns = [
    listing(OPENING, base=OpeningSearch),
    single(OPENING),
    below(
        OPENING,
        "application",
        MY_APPLICATION,
        applications.Apply,
        title="save as a draft",
        example={
            "motivation": "地元の役に立ちたいと考えています。",
            "approach": "まず窓口で話を聞き、三か月で見直しの案をまとめます。",
            "availability": "平日19時以降、月2回",
            "has_conflict": False,
        },
    ),
    aside(OPENING, "follow", interests.Follow, title="mark with 気になる"),
    aside(OPENING, "unfollow", interests.Unfollow, title="take 気になる away"),
    below(OPENING, "questions", MY_QUESTION, questions.Ask),
    listing(INTEREST),
    listing(MY_QUESTION),
    single(MY_QUESTION),
    listing(SAVED_SEARCH, new=saved_searches.SavedSearchNew),
    single(SAVED_SEARCH, edit=saved_searches.SavedSearchEdit, remove=saved_searches.SavedSearchDelete),
    listing(DESK_QUESTION),
    single(DESK_QUESTION, edit=questions.AnswerEdit),
    *actions(DESK_QUESTION, questions.DeskQuestionAction),
    listing(MY_APPLICATION),
    single(MY_APPLICATION),
    *actions(MY_APPLICATION, applications.MyApplicationAction),
    listing(PROGRAM, new=desk_programs.ProgramNew),
    single(PROGRAM, edit=desk_programs.ProgramEdit),
    *actions(PROGRAM, desk_programs.ProgramAction),
    below(PROGRAM, "projects", PROJECT, desk_programs.ProjectNew),
    listing(PROJECT),
    single(PROJECT, edit=desk_programs.ProjectEdit),
    section(PROJECT, owners.ProjectAssign, ProjectLeadForm, title="person in charge", part="owner"),
    *actions(PROJECT, desk_programs.ProjectAction),
    below(PROJECT, "openings", DESK_OPENING, drafting.OpeningNew, example={"start": "template:dx"}),
    listing(DESK_OPENING),
    single(DESK_OPENING),
    *(
        section(DESK_OPENING, drafting.OpeningSection, form, title=str(SECTIONS[code].title), section=code)
        for code, form in SECTION_FORMS.items()
    ),
    section(DESK_OPENING, owners.OpeningAssign, OpeningOwnerForm, title="person in charge", part="owner"),
    aside(DESK_OPENING, "declare", selection.DeskDeclare, title="declare conflicts of interest"),
    aside(
        DESK_OPENING,
        "assess_applications",
        selection.DeskAssessMany,
        title="one outcome for many applications",
    ),
    aside(DESK_OPENING, "write_letters", release.DeskLettersFill, title="one text for all with an outcome"),
    *actions(DESK_OPENING, desk_openings.DeskOpeningAction, forms_of_their_own=AMENDMENTS),
    aside(DESK_OPENING, "publish_answers", questions.AnswersPublish, title="publish drafted answers"),
    below(DESK_OPENING, "scouts", DESK_SCOUT, scouts.ScoutNew),
    listing(DESK_SCOUT),
    single(DESK_SCOUT),
    listing(MY_SCOUT),
    single(MY_SCOUT),
    *actions(MY_SCOUT, scouts.MyScoutAction),
    below(DESK_OPENING, "next-round", DESK_OPENING, drafting.OpeningNextRound),
    listing(DESK_APPLICATION),
    single(DESK_APPLICATION, edit=desk_applications.DeskApplicationAssess),
    aside(DESK_APPLICATION, "review", selection.DeskReview, title="score by the rubric"),
    section(DESK_APPLICATION, release.DeskLetter, LetterForm, title="text that goes out", part="letter"),
    aside(DESK_APPLICATION, "recuse", selection.DeskRecuse, title="declare a conflict found later"),
    *actions(DESK_APPLICATION, desk_applications.DeskApplicationAction),
    listing(ENGAGEMENT),
    single(ENGAGEMENT, edit=engagements.ExpectationEdit),
    *actions(ENGAGEMENT, engagements.EngagementAction),
    below(
        ENGAGEMENT,
        "goals",
        GOAL,
        engagements.GoalNew,
        example={"text": "窓口の待ち時間を短くする", "indicator": "平均10分以内"},
    ),
    below(
        ENGAGEMENT,
        "meetings",
        MEETING,
        records.MeetingNew,
        example={
            "title": "窓口の現状と、見直しの順番",
            "starts_at": "2026-12-01T19:00:00+09:00",
            "duration_minutes": 60,
            "place": "online",
        },
    ),
    below(ENGAGEMENT, "deliverables", DELIVERABLE, records.DeliverableNew),
    below(ENGAGEMENT, "recommendations", RECOMMENDATION, records.RecommendationNew),
    listing(GOAL),
    single(GOAL, edit=engagements.GoalEdit),
    *actions(GOAL, engagements.GoalAction),
    listing(MEETING),
    single(MEETING, edit=records.MeetingEdit, form=HeldMeetingForm),
    *actions(MEETING, records.MeetingAction),
    listing(DELIVERABLE),
    single(DELIVERABLE, edit=records.DeliverableEdit),
    *actions(DELIVERABLE, records.DeliverableAction),
    listing(RECOMMENDATION),
    single(RECOMMENDATION, edit=records.RecommendationEdit),
    *actions(RECOMMENDATION, records.RecommendationAction),
    below(ENGAGEMENT, "work-entries", WORK_ENTRY, work.EntryNew),
    below(ENGAGEMENT, "honorarium-sheets", SHEET, work.SheetNew),
    listing(WORK_ENTRY),
    single(WORK_ENTRY, edit=work.EntryEdit, remove=work.EntryRemove),
    listing(SHEET),
    single(SHEET),
    *actions(SHEET, work.SheetAction),
]
