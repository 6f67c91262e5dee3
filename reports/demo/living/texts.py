"""Openings of the living stories, by name; dates are added where they are used."""

from typing import Any

from advisors.enums import WorkStyle
from municipalities.enums import LegalForm
from projects.enums import PayUnit, Rounding, Travel

FICTION = "※動作確認のための架空の募集です。"
SELECTION = f"書類選考のあと、オンラインで30分ほどお話しします。\n{FICTION}"
CRITERIA = (
    {"name": "課題の理解", "description": "困りごとの原因を説明できているか", "weight": 30},
    {"name": "進め方の具体性", "description": "最初の3か月にすることが分かるか", "weight": 30},
    {"name": "似た課題の経験", "description": "現場と一緒に進めた経験があるか", "weight": 25},
    {"name": "職員との相性", "description": "平易な言葉で、対等に話せるか", "weight": 15},
)


def opening(
    title: str, summary: str, challenge: str, request: str, requirements: str, **terms: Any
) -> dict[str, Any]:
    """Unpaid, online, eight hours a month, unless `terms` say otherwise."""
    usual: dict[str, Any] = {
        "legal_form": LegalForm.PRO_BONO,
        "hours_per_month": 8,
        "work_style": WorkStyle.ONLINE,
        "pay_unit": PayUnit.UNPAID,
        "selection_note": SELECTION,
        "goals": "職員だけで続けられるやり方が、1つできていること。",
        "host_note": "担当課の係長が窓口になり、担当者2人が一緒に考えます。",
        "contact_note": "普段はメール、急ぎのときは電話。返事は2開庁日以内にします。",
        "material_note": "業務の一覧と、昨年度の件数の資料をお渡しします。",
        "criteria": CRITERIA,
    }
    return {
        "title": title,
        "summary": summary,
        "challenge": challenge,
        "request": request,
        "requirements": requirements,
        **usual,
        **terms,
    }


MIGRATION = opening(
    "移住体験を一緒に育てるアドバイザー",
    "「住んでみたい」を「住み続けたい」につなげる体験づくり",
    "移住体験の住宅はあるものの、利用した人のその後がつかめず、改善の手がかりがありません。",
    "利用した人の声の集め方と、体験の内容の見直しを助言してください。",
    "移住支援、宿泊、まちづくりのいずれかに携わった経験",
    legal_form=LegalForm.COMMISSIONED,
    hours_per_month=10,
    work_style=WorkStyle.HYBRID,
    pay_unit=PayUnit.HOUR,
    pay_amount=1500,
    pay_round_minutes=60,
    pay_round_rule=Rounding.HALF,
    pay_minimum_units=1,
    pay_travel=Travel.ORDINANCE_ONLY,
    pay_grounds="町アドバイザー設置要綱第5条",
)
DESIGN = opening(
    "窓口の案内サインを見直すデザイナー",
    "はじめて来た人が迷わない役場をつくります",
    "窓口の案内が継ぎ足しで増え、来庁した人が迷っています。",
    "案内サインの現状を調べ、見直しの考え方とひな形を提案してください。",
    "サインや情報デザインの経験",
)
PR = opening(
    "町の広報を育てるアドバイザー",
    "広報紙・ホームページ・SNSの役割を整理し、読まれる広報へ",
    "同じ内容を三つの媒体に載せていて、手間の割に届いている実感がありません。",
    "媒体の役割の整理と、職員向けの文章講座をお願いします。",
    "広報または編集の実務経験。自治体での経験は問いません。",
    seats=2,
    is_blind=True,
    positions=(
        {"title": "広報紙・ホームページ", "seats": 1, "description": "紙面とページの役割を整理します"},
        {"title": "SNS", "seats": 1, "description": "投稿の型と、職員が続けられる運用を作ります"},
    ),
)
FURUSATO = opening(
    "ふるさと納税のリピーターを増やすアドバイザー",
    "一度きりで終わらない、寄附者とのつながりづくり",
    "寄附は増えていますが、翌年も続けてくださる方は2割ほどです。",
    "お礼状とメールの見直し、町とつながり続ける仕組みを一緒に考えてください。",
    "通信販売、会員サービス、顧客とのコミュニケーションの経験",
)
BPR = opening(
    "窓口の手続をやさしくするアドバイザー",
    "書かない・待たない窓口への第一歩",
    "同じ住所と氏名を、一度の来庁で何度も書いていただいています。",
    "手続の流れを調べ、減らせる記入と順番を提案してください。",
    "業務の見直し、または窓口業務の改善に携わった経験",
    pay_unit=PayUnit.HOUR,
    pay_amount=4000,
    pay_round_minutes=30,
    pay_round_rule=Rounding.DOWN,
    pay_minimum_units=1,
    pay_travel=Travel.ACTUAL,
    pay_grounds="町アドバイザー設置要綱第5条",
    legal_form=LegalForm.COMMISSIONED,
)
DX = opening(
    "小さな町のDXを進めるアドバイザー",
    "職員30人と、できることから始めるデジタル化",
    "紙と電話の仕事が多く、何から手をつけるか決められません。",
    "業務の棚卸しと優先順位の付け方、職員の学びの場づくりを支えてください。",
    "業務のデジタル化を、現場と一緒に進めた経験",
)
TOURISM = opening(
    "りんごの季節の旅をつくるアドバイザー",
    "収穫期の1か月を、1年のつながりに変える旅の企画",
    "秋に観光客が集中し、ほかの季節の楽しみが知られていません。",
    "季節ごとの旅の企画と、地元の事業者との進め方を助言してください。",
    "旅行商品の企画、または観光地の運営に携わった経験",
    work_style=WorkStyle.HYBRID,
    pay_unit=PayUnit.DAY,
    pay_amount=20000,
    pay_travel=Travel.ACTUAL,
    pay_note="訪問した日に限ります。",
    legal_form=LegalForm.COMMISSIONED,
)
HR = opening(
    "職員採用の伝え方を変えるアドバイザー",
    "「この町で働きたい」と思ってもらえる採用へ",
    "採用試験の申込みが、5年で半分になりました。",
    "募集の言葉、説明会、面接の進め方を一緒に見直してください。",
    "採用または人材育成を担当した経験",
)
EDUCATION = opening(
    "放課後の学びの場をつくるアドバイザー",
    "子どもの「やってみたい」を応援する居場所づくり",
    "放課後に集まれる場所が少なく、学年をこえた交流が減っています。",
    "地域の大人が関わる学びの場の企画と、続けるための体制を助言してください。",
    "教育、子育て支援、地域活動のいずれかの経験",
)
ZERO_CARBON = opening(
    "公共施設の省エネルギーを進めるアドバイザー",
    "電気の使い方を見える化し、無理なく減らします",
    "施設ごとの電気の使用量を、集計できていません。",
    "使用量のまとめ方と、効果の大きい対策の選び方を助言してください。",
    "省エネルギーまたは施設の管理に携わった経験",
    pay_unit=PayUnit.VISIT,
    pay_amount=15000,
    legal_form=LegalForm.COMMISSIONED,
)
BUZEN = opening(
    "企業立地の魅力を伝えるPRアドバイザー",
    "働く場所としてのまちの良さを、企業に届けます",
    "工業用地の情報は公開していますが、問合せにつながっていません。",
    "企業が知りたい情報の整理と、伝え方の改善をお願いします。",
    "企業向けの広報、または事業用地の開発に携わった経験",
    pay_unit=PayUnit.GOODS,
    pay_goods="活動の終わりに地元の産品の詰合せをお贈りします",
    legal_form=LegalForm.MEMORANDUM,
)
SEKI = opening(
    "カーボンニュートラルを暮らしに広げるアドバイザー",
    "難しい言葉を、家計と健康の話に置きかえて届けます",
    "計画はできましたが、市民の行動につながっていません。",
    "市民向けの講座の企画と、成果の測り方を助言してください。",
    "環境教育、行動デザイン、広報のいずれかの経験",
    work_style=WorkStyle.ONSITE,
    place_note="月1回、市役所または地域の会場へお越しください。",
    pay_unit=PayUnit.VISIT,
    pay_amount=25000,
    pay_travel=Travel.INCLUDED,
    legal_form=LegalForm.COMMISSIONED,
)
IKI = opening(
    "島の滞在型観光を設計するアドバイザー",
    "「また帰ってきたい」島の過ごし方を一緒に考えます",
    "日帰りの訪問が多く、滞在の時間が延びていません。",
    "訪れた人のデータの読み方と、滞在の企画づくりを支えてください。",
    "観光の企画、またはデータ分析の実務経験",
    hours_per_month=16,
    work_style=WorkStyle.HYBRID,
    pay_unit=PayUnit.MONTH,
    pay_amount=50000,
    pay_cap_total=400000,
    pay_travel=Travel.ORDINANCE,
    pay_note="旅費は年2回の訪問を見込んでいます。",
    legal_form=LegalForm.CONTRACT,
)
YOSHINO = opening(
    "職員の育ちを支える人事アドバイザー",
    "若手が「この町で成長できる」と感じる研修へ",
    "研修が年1回の講義だけで、仕事に生かせていません。",
    "職員への聞き取りと、1年間の育成の流れづくりを助言してください。",
    "人材育成、または組織づくりの実務経験",
)
