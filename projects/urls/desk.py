"""The city's desk: programs, projects, openings, applications."""

from django.urls import URLPattern, path

from projects.views import (
    amendments,
    desk_applications,
    desk_openings,
    desk_programs,
    drafting,
    interviews,
    matches,
    owners,
    pool,
    questions,
    release,
    retention,
    scouts,
    selection,
    work,
)

urlpatterns: list[URLPattern] = [
    path("honoraria/", work.DeskSheets.as_view(), name="desk_sheets"),
    path("programs/", desk_programs.DeskPrograms.as_view(), name="desk_programs"),
    path("programs/new/", desk_programs.ProgramNew.as_view(), name="program_new"),
    path("programs/<str:code>/", desk_programs.ProgramPage.as_view(), name="program"),
    path("programs/<str:code>/edit/", desk_programs.ProgramEdit.as_view(), name="program_edit"),
    path(
        "programs/<str:code>/do/<str:action>/", desk_programs.ProgramAction.as_view(), name="program_action"
    ),
    path("programs/<str:code>/projects/new/", desk_programs.ProjectNew.as_view(), name="project_new"),
    path("projects/<str:code>/edit/", desk_programs.ProjectEdit.as_view(), name="project_edit"),
    path(
        "projects/<str:code>/do/<str:action>/", desk_programs.ProjectAction.as_view(), name="project_action"
    ),
    path("projects/<str:code>/openings/new/", drafting.OpeningNew.as_view(), name="opening_new"),
    path("openings/", desk_openings.DeskOpenings.as_view(), name="desk_openings"),
    path("openings/<str:code>/", desk_openings.DeskOpening.as_view(), name="desk_opening"),
    path("openings/<str:code>/edit/", drafting.OpeningEdit.as_view(), name="opening_edit"),
    path(
        "openings/<str:code>/edit/<str:section>/",
        drafting.OpeningSection.as_view(),
        name="opening_section",
    ),
    path("openings/<str:code>/candidates/", matches.DeskCandidates.as_view(), name="desk_candidates"),
    path("openings/<str:code>/applicants/", selection.DeskApplicants.as_view(), name="desk_applicants"),
    path("openings/<str:code>/applicants/compare/", selection.DeskCompare.as_view(), name="desk_compare"),
    path("openings/<str:code>/applicants/declare/", selection.DeskDeclare.as_view(), name="desk_declare"),
    path(
        "openings/<str:code>/applicants/assess/", selection.DeskAssessMany.as_view(), name="desk_assess_many"
    ),
    path("advisors/<str:code>/scout/", scouts.ScoutChoose.as_view(), name="desk_scout_choose"),
    path("openings/<str:code>/scouts/", scouts.DeskScouts.as_view(), name="desk_scouts"),
    path("openings/<str:code>/scouts/new/", scouts.ScoutNew.as_view(), name="desk_scout_new"),
    path("openings/<str:code>/letters/", release.DeskLetters.as_view(), name="desk_letters"),
    path("openings/<str:code>/letters/fill/", release.DeskLettersFill.as_view(), name="desk_letters_fill"),
    path("openings/<str:code>/check/", drafting.OpeningCheck.as_view(), name="opening_check"),
    path(
        "openings/<str:code>/draft-text/",
        drafting.OpeningDraftText.as_view(),
        name="opening_draft_text",
    ),
    path(
        "openings/<str:code>/next-round/",
        drafting.OpeningNextRound.as_view(),
        name="opening_next_round",
    ),
    path("openings/<str:code>/owner/", owners.OpeningAssign.as_view(), name="opening_assign"),
    path("projects/<str:code>/owner/", owners.ProjectAssign.as_view(), name="project_assign"),
    path("openings/<str:code>/preview/", desk_openings.OpeningPreview.as_view(), name="opening_preview"),
    path("openings/<str:code>/result/", selection.ResultText.as_view(), name="opening_result_text"),
    path("openings/<str:code>/result.pdf", selection.ResultDocument.as_view(), name="opening_result"),
    path(
        "openings/<str:code>/conflicts/clear/", selection.ClearConflict.as_view(), name="desk_clear_conflict"
    ),
    # These actions have forms of their own; they stand before the general page of actions.
    path("openings/<str:code>/do/correct/", amendments.Correct.as_view(), name="opening_correct"),
    path("openings/<str:code>/do/extend/", amendments.Extend.as_view(), name="opening_extend"),
    path("openings/<str:code>/do/shorten/", amendments.Shorten.as_view(), name="opening_shorten"),
    path("openings/<str:code>/do/postpone/", amendments.Postpone.as_view(), name="opening_postpone"),
    path("openings/<str:code>/questions/", questions.DeskQuestions.as_view(), name="desk_questions"),
    path(
        "openings/<str:code>/questions/publish/", questions.AnswersPublish.as_view(), name="answers_publish"
    ),
    path("questions/<str:code>/answer/", questions.AnswerEdit.as_view(), name="desk_answer"),
    path(
        "questions/<str:code>/do/<str:action>/",
        questions.DeskQuestionAction.as_view(),
        name="desk_question_action",
    ),
    path(
        "openings/<str:code>/do/<str:action>/",
        desk_openings.DeskOpeningAction.as_view(),
        name="desk_opening_action",
    ),
    path("pool/", pool.DeskPool.as_view(), name="desk_pool"),
    path("personal-data/", retention.PersonalData.as_view(), name="personal_data"),
    path("applications/<str:code>/", desk_applications.DeskApplication.as_view(), name="desk_application"),
    path(
        "applications/<str:code>/assess/",
        desk_applications.DeskApplicationAssess.as_view(),
        name="desk_application_assess",
    ),
    path("applications/<str:code>/review/", selection.DeskReview.as_view(), name="desk_review"),
    path(
        "applications/<str:code>/interviews/new/",
        interviews.InterviewNew.as_view(),
        name="desk_interview_new",
    ),
    path("interviews/<str:code>/", interviews.DeskInterview.as_view(), name="desk_interview"),
    path(
        "interviews/<str:code>/do/propose_again/",
        interviews.InterviewAgain.as_view(),
        name="desk_interview_again",
    ),
    path("interviews/<str:code>/interview.ics", interviews.InterviewDates.as_view(), name="interview_dates"),
    path(
        "interviews/<str:code>/do/<str:action>/",
        interviews.DeskInterviewAction.as_view(),
        name="desk_interview_action",
    ),
    path("applications/<str:code>/consensus/", selection.DeskConsensus.as_view(), name="desk_consensus"),
    path("applications/<str:code>/letter/", release.DeskLetter.as_view(), name="desk_letter"),
    path("applications/<str:code>/note/", selection.DeskNote.as_view(), name="desk_note"),
    path("applications/<str:code>/recuse/", selection.DeskRecuse.as_view(), name="desk_recuse"),
    path(
        "applications/<str:code>/do/<str:action>/",
        desk_applications.DeskApplicationAction.as_view(),
        name="desk_application_action",
    ),
]
