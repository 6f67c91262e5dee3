"""Forms of a 募集: how it begins, its sections, and the lines of posts and criteria."""

from projects.forms.opening.sections import SECTION_FORMS, SectionForm
from projects.forms.opening.start import StartForm, opening_defaults, proposed_days, question_days

__all__ = ["SECTION_FORMS", "SectionForm", "StartForm", "opening_defaults", "proposed_days", "question_days"]
