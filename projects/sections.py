"""The parts of a call as a clerk writes it, in the four steps of the national guide."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNWRITTEN = "○○"  # stands in the templates for what only the city can know


@dataclass(frozen=True, slots=True)
class Section:
    """`required` names the columns without which approval cannot be asked for."""

    code: str
    title: Promise
    hint: Promise
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    title: Promise
    sections: tuple[Section, ...]


STEPS = (
    Step(
        _("業務課題の特定"),
        (
            Section(
                "purpose",
                _("課題と目的"),
                _("何に困っていて、どうなればよいか"),
                ("title", "summary", "challenge", "goals"),
                ("title", "summary", "challenge"),
            ),
            Section(
                "request",
                _("お願いしたいこと"),
                _("一緒に進めたい作業"),
                ("request",),
                ("request",),
            ),
        ),
    ),
    Step(
        _("人材要件の定義"),
        (
            Section(
                "requirements",
                _("求める経験"),
                _("資格や年数より、経験の中身"),
                ("requirements",),
                ("requirements",),
            ),
            Section(
                "terms",
                _("登用の形・期間・場所"),
                _("法的な形、活動の期間と時間、働き方"),
                ("legal_form", "start_date", "end_date", "hours_per_month", "work_style", "place_note"),
                ("legal_form",),
            ),
            Section(
                "pay",
                _("謝礼"),
                _("単位と額、端数、交通費、根拠"),
                (
                    "pay_unit",
                    "pay_amount",
                    "pay_onsite_amount",
                    "pay_round_minutes",
                    "pay_round_rule",
                    "pay_minimum_units",
                    "pay_cap_month",
                    "pay_cap_total",
                    "pay_travel",
                    "pay_goods",
                    "pay_grounds",
                    "pay_note",
                ),
                ("pay_unit",),
            ),
            Section("positions", _("人数とポスト"), _("何人か、役割が分かれるか"), ("seats",)),
        ),
    ),
    Step(
        _("人材の選定"),
        (
            Section(
                "selection",
                _("選考方法と基準"),
                _("書類や面談の流れと、重みを付けた基準"),
                ("selection_note", "is_blind"),
            ),
            Section(
                "schedule",
                _("日程"),
                _("応募と質問の締切日、結果をお知らせする日"),
                ("deadline_date", "question_deadline_date", "question_answer_date", "answer_date"),
            ),
        ),
    ),
    Step(
        _("受け入れ"),
        (
            Section(
                "hosting",
                _("受け入れ体制"),
                _("担当する職員、連絡の取り方、お渡しする情報"),
                ("host_note", "contact_note", "material_note"),
                ("host_note", "contact_note"),
            ),
        ),
    ),
)
SECTIONS = {section.code: section for step in STEPS for section in step.sections}
COPIED = tuple(name for section in SECTIONS.values() for name in section.fields if not name.endswith("_date"))
