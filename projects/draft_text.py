"""起案文案: a call as the plain text a clerk pastes into the city's own document system."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from core import dates
from core.documents import outlined
from projects.honorarium import YearShare, sentence, yen
from projects.models import Criterion, Opening, Position


def draft_text(
    opening: Opening,
    *,
    positions: Sequence[Position],
    criteria: Sequence[Criterion],
    shares: Sequence[YearShare],
) -> str:
    """Numbered headings with indented lines; what is not decided yet says so."""
    parts = [
        (_("件名"), _("{title}の公募について").format(title=opening.title)),
        (_("目的"), _joined(opening.challenge, opening.goals)),
        (_("募集内容"), _joined(opening.request, _seats(opening, positions))),
        (_("求める経験"), opening.requirements),
        (_("登用の形"), opening.get_legal_form_display()),
        (_("期間・活動時間・場所"), _term(opening)),
        (_("謝礼と根拠"), _joined(sentence(opening), opening.pay_note, _grounds(opening))),
        (_("選考"), _joined(opening.selection_note, *_rubric(criteria))),
        (_("日程"), _schedule(opening)),
        (_("受け入れ体制"), _joined(opening.host_note, opening.contact_note, opening.material_note)),
        (_("予算"), _budget(shares)),
        (_("公開予定日"), _("決裁の後、速やかに公開")),
    ]
    return outlined((heading, text or _("（未定）")) for heading, text in parts)


def _joined(*texts: str) -> str:
    return "\n".join(text.strip() for text in texts if text and text.strip())


def _seats(opening: Opening, positions: Iterable[Position]) -> str:
    lines = [
        _("・{title}　{seats}人　{description}")
        .format(title=each.title, seats=each.seats, description=each.description)
        .strip()
        for each in positions
    ]
    return _joined(_("募集人数　{seats}人").format(seats=opening.seats), *lines)


def _term(opening: Opening) -> str:
    return _joined(
        _("{start}から{end}まで").format(start=_day(opening.start_date), end=_day(opening.end_date)),
        _("月{hours}時間ほど").format(hours=opening.hours_per_month),
        opening.get_work_style_display(),
        opening.place_note,
    )


def _grounds(opening: Opening) -> str:
    return _("根拠　{grounds}").format(grounds=opening.pay_grounds) if opening.pay_grounds else ""


def _rubric(criteria: Iterable[Criterion]) -> list[str]:
    return [
        _("・{name}（{weight}%）　{description}")
        .format(name=each.name, weight=each.weight, description=each.description)
        .strip()
        for each in criteria
    ]


def _schedule(opening: Opening) -> str:
    return _joined(
        _("応募の締切　{day}").format(day=_day(opening.deadline_date)),
        _("結果のお知らせ　{day}").format(day=_day(opening.answer_date)),
    )


def _budget(shares: Iterable[YearShare]) -> str:
    """Each fiscal year by itself: budgets are made for one year."""
    lines = []
    for share in shares:
        label = dates.fiscal_year_label(share.year)
        if share.amount is None:
            text = _("{year}　{months}か月分　支払の回数による")
        elif share.amount == 0:
            text = _("{year}　{months}か月分　謝礼の支出なし")
        else:
            text = _("{year}　{months}か月分　{amount}円（見込み）")
        lines.append(text.format(year=label, months=share.months, amount=yen(share.amount or 0)))
    if len(lines) > 1:
        lines.append(_("※年度をまたぐため、債務負担行為または翌年度の予算での対応を確認"))
    return "\n".join(lines)


def _day(day: date) -> str:
    return dates.wareki(day, weekday=True)
