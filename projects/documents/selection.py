"""What is handed out as PDF around a selection, as data: the words of the pages, in the reader's calendar."""

from typing import Any

from django.utils.translation import gettext as _

from core.documents import Document, Fact, Part, Table
from projects.documents.words import day, moment, terms
from projects.enums import Outcome
from projects.models import Application, Opening
from projects.queries import applications_on_desk
from projects.queries.selection import conflicts_declared, totals_of


def application_copy(application: Application, *, reader: Any) -> Document:
    """The applicant's own copy of what was sent, with what happens next and by when."""
    opening = application.opening
    place = opening.municipality.full_name
    return Document(
        title=_("応募の控え"),
        lead=f"{place}　{opening.title}",
        facts=[
            (_("受付番号"), application.code),
            (_("応募者"), str(application.applicant)),
            (_("応募した日時"), moment(application.submitted_at, reader)),
            *([(_("応募するポスト"), application.position.title)] if application.position else []),
            (_("結果のお知らせ予定日"), day(opening.answer_date, reader)),
        ],
        parts=[
            Part(_("応募の理由"), application.motivation),
            Part(_("どのように進めたいか"), application.approach),
            Part(_("活動できる曜日・時間"), application.availability),
            Part(_("勤務先などと自治体の取引"), _conflict(application)),
            Part(_("募集の条件"), facts=terms(opening, reader)),
        ],
        note=_("採否にかかわらず、結果のお知らせ予定日までに{place}から結果をお知らせします。").format(
            place=place
        ),
    )


def selection_result(opening: Opening, *, reader: Any) -> Document:
    """選考結果の起案: what is proposed, by which rubric, and every conflict of interest that was declared.

    Applications that the reader may not read are only counted.
    """
    rows = list(applications_on_desk(reader, opening).exclude(status="withdrawn"))
    hidden = opening.applications.exclude(status__in=["draft", "withdrawn"]).count() - len(rows)
    return Document(
        title=_("選考結果について（{title}）").format(title=opening.title),
        lead=opening.municipality.full_name,
        facts=[
            (_("募集人数"), _("{seats}人").format(seats=opening.seats)),
            (_("応募"), _("{count}件").format(count=len(rows) + hidden)),
            (_("応募の締切日"), day(opening.deadline_date, reader)),
            (_("結果をお知らせする日"), day(opening.answer_date, reader)),
        ],
        parts=[
            Part(
                _("選考の流れ"), opening.selection_note or _("募集のページのとおり"), facts=_rubric(opening)
            ),
            Part(_("選考結果（案）"), _not_shown(hidden), table=_outcomes(rows)),
            Part(_("利害関係の申告（応募者）"), _declared_by_applicants(rows)),
            Part(_("選考から外れた職員"), _declared_by_staff(opening)),
        ],
        note=_("個人の評価と文面は、募集の管理のページにあります。"),
    )


def _rubric(opening: Opening) -> list[Fact]:
    weighed = opening.criteria.order_by("number")
    return [(each.name, f"{each.weight}%") for each in weighed]


def _outcomes(rows: list[Application]) -> Table:
    totals = totals_of(row.pk for row in rows)
    order = {value: place for place, value in enumerate(Outcome.values)}
    ranked = sorted(rows, key=lambda row: (order.get(row.outcome, len(order)), -totals.get(row.pk, 0)))
    return Table(
        columns=[_("受付番号"), _("氏名"), _("結果の案"), _("点"), _("案の理由")],
        rows=[
            [
                *(row.code, row.applicant_name, row.get_outcome_display() or _("未定")),
                *(str(totals.get(row.pk, "―")), row.internal_note or row.get_feedback_reason_display()),
            ]
            for row in ranked
        ],
        numbers=[3],
    )


def _not_shown(hidden: int) -> str:
    if not hidden:
        return ""
    return _("利害関係の申告により、あなたには表示していない応募が{count}件あります。").format(count=hidden)


def _declared_by_applicants(rows: list[Application]) -> str:
    lines = [f"{row.code}　{row.told_conflict_note}" for row in rows if row.has_conflict]
    return "\n".join(lines) or _("勤務先などと自治体の間に取引があると申告した応募者はいません。")


def _declared_by_staff(opening: Opening) -> str:
    lines = [
        f"{each.reviewer}（{each.application.code}）　{each.note}" for each in conflicts_declared(opening)
    ]
    return "\n".join(lines) or _("利害関係を申告して選考から外れた職員はいません。")


def _conflict(application: Application) -> str:
    if application.has_conflict:
        return _("はい、あります") + "\n" + application.conflict_note
    return _("いいえ、ありません")
