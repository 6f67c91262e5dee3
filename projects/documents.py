"""What is handed out as PDF, as data: the words of the pages, in the reader's calendar."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core import dates
from core.documents import Document, Fact, Part
from projects.honorarium import sentence
from projects.models import Application, Opening


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
            (_("応募した日時"), _moment(application.submitted_at, reader)),
            *([(_("応募するポスト"), application.position.title)] if application.position else []),
            (_("結果のお知らせ予定日"), _day(opening.answer_date, reader)),
        ],
        parts=[
            Part(_("応募の理由"), application.motivation),
            Part(_("どのように進めたいか"), application.approach),
            Part(_("活動できる曜日・時間"), application.availability),
            Part(_("勤務先などと自治体の取引"), _conflict(application)),
            Part(_("募集の条件"), facts=_terms(opening, reader)),
        ],
        note=_("採否にかかわらず、結果のお知らせ予定日までに{place}から結果をお知らせします。").format(
            place=place
        ),
    )


def _conflict(application: Application) -> str:
    if application.has_conflict:
        return _("はい、あります") + "\n" + application.conflict_note
    return _("いいえ、ありません")


def _terms(opening: Opening, reader: Any) -> list[Fact]:
    first, last = _day(opening.start_date, reader), _day(opening.end_date, reader)
    hours = _("月{hours}時間").format(hours=opening.hours_per_month)
    return [
        (_("登用の形"), opening.get_legal_form_display()),
        (_("活動の期間"), first + _("～") + last),
        (_("活動時間の目安"), hours),
        (_("働き方"), "\n".join(filter(None, (opening.get_work_style_display(), opening.place_note)))),
        (_("謝礼"), "\n".join(filter(None, (sentence(opening), opening.pay_note)))),
    ]


def _day(day: date | None, reader: Any) -> str:
    return dates.written(day, reader.calendar, weekday=True) if day else ""


def _moment(at: datetime | None, reader: Any) -> str:
    if at is None:
        return ""
    local = at.astimezone(dates.JST)
    return f"{dates.written(local.date(), reader.calendar)} {local:%H:%M}"
