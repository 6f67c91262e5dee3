"""What is handed out as PDF around an engagement."""

from typing import Any

from django.utils.translation import gettext as _

from core.documents import CERTIFICATE, Document, Part
from projects.documents.words import day, moment, period, terms
from projects.enums import CertificateKind
from projects.models import Certificate, Engagement


def terms_sheet(engagement: Engagement, *, reader: Any) -> Document:
    """条件と期待値: what both sides agreed on, with when each did."""
    opening, place = engagement.application.opening, engagement.municipality.full_name
    agreed = [
        (_("自治体の確認"), moment(engagement.city_confirmed_at, reader) or _("まだ")),
        (_("アドバイザーの確認"), moment(engagement.advisor_confirmed_at, reader) or _("まだ")),
    ]
    goals = [
        f"{goal.position}　{goal.text}（{goal.indicator}）" for goal in engagement.goals.order_by("position")
    ]
    return Document(
        title=_("条件と期待値"),
        lead=f"{place}　{engagement.project}",
        facts=[
            (_("アドバイザー"), str(engagement.advisor)),
            (_("担当課"), str(engagement.project.department)),
            (_("期間"), period(engagement, reader)),
        ],
        parts=[
            Part(_("条件"), facts=terms(opening, reader, with_period=False)),
            Part(_("期待すること"), engagement.expectation or _("まだ書かれていません")),
            Part(_("お願いしないこと"), engagement.not_expected or _("未入力")),
            Part(_("どうなれば成功か"), engagement.success or _("未入力")),
            Part(_("決める人"), engagement.decision_owner or _("未入力")),
            Part(_("連絡の取り方"), engagement.contact_rule or _("未入力")),
            Part(_("秘密の扱い"), engagement.confidentiality or _("未入力")),
            Part(_("公表してよいこと"), engagement.publicity or _("未入力")),
            Part(_("目標"), "\n".join(goals) or _("未入力")),
            Part(_("確認"), facts=agreed),
        ],
    )


def sample_text(engagement: Engagement, kind: str = CertificateKind.SERVICE) -> str:
    """What a certificate starts from."""
    if kind == CertificateKind.APPOINTMENT:
        return _("{place}の「{project}」のアドバイザーを委嘱します。").format(
            place=engagement.municipality.name, project=engagement.project
        )
    return _(
        "上記の者は、下記のとおり、{place}の「{project}」において助言に従事したことを証明します。"
    ).format(place=engagement.municipality.name, project=engagement.project)


def certificate_text(certificate: Certificate, *, reader: Any) -> Document:
    """As it was issued; only the calendar is the reader's."""
    engagement = certificate.engagement
    hours = _("{hours}時間").format(hours=f"{certificate.minutes / 60:g}")
    facts = [
        (_("事業"), str(engagement.project.program)),
        (_("従事した内容"), f"{engagement.project}（{engagement.project.field}）"),
        (_("登用の形"), engagement.get_legal_form_display()),
        (_("期間"), period(engagement, reader)),
    ]
    if certificate.kind == CertificateKind.SERVICE:
        facts += [(_("稼働時間"), hours)] if certificate.minutes else []
        facts += (
            [(_("会議"), _("{count}回").format(count=certificate.meetings))] if certificate.meetings else []
        )
    issuer = f"{certificate.issuer_title}　{certificate.issuer_name}"
    return Document(
        title=certificate.get_kind_display(),
        lead=certificate.document_number,
        facts=[] if certificate.kind == CertificateKind.THANKS else facts,
        parts=[Part(_("{name}　様").format(name=certificate.recipient), certificate.text)],
        note=f"{day(certificate.issued_date, reader, weekday=False)}\n{issuer}",
        template=CERTIFICATE,
    )
