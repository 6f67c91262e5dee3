"""飯綱町 in the middle of a round: something in every state a page can show."""

from projects.enums import DeliverableKind, Outcome
from projects.operations.record import add_recommendation, plan_meeting
from reports.demo import calling, reporting, working
from reports.demo.calling import CallDays, Letter, Terms
from reports.demo.living import texts
from reports.demo.living.scene import TERMS, Round, hired, new_round
from reports.demo.reporting import Words
from reports.demo.setting_up import Post, open_office
from reports.demo.stage import Stage, clock
from reports.demo.working import Advice, Minutes, Product

CODE = "205907"
PLANNING, LIVING, SCHOOL = "企画課", "住民環境課", "教育委員会"
POSTS = (
    Post("clerk", PLANNING, "主任", ("administrator", "drafter")),
    Post("approver", PLANNING, "課長", ("approver",)),
    Post("reviewer", PLANNING, "主査", ("reviewer",)),
    Post("viewer", "監査委員事務局", "書記", ("viewer",)),
    Post("iizuna.living", LIVING, "係長", ("drafter",)),
)
FIELDS = ("migration", "design", "pr", "furusato", "bpr", "dx", "tourism", "hr", "education", "zero-carbon")


def unfold(stage: Stage) -> None:
    office = open_office(stage, CODE, POSTS, day=stage.past(320), decider_title="町長", number_prefix="飯企")
    this_round = new_round(
        stage,
        office,
        title="複業人材と進める町の課題解決プロジェクト",
        fields=FIELDS,
        signed=stage.past(270),
        agreement_end=stage.coming(150),
        end=stage.coming(140),
    )
    _finished_and_commenting(this_round)
    this_round.begin()
    for tell in (
        _stalled,
        _healthy,
        _preparing,
        _offered,
        _selecting,
        _open,
        _approved,
        _in_review,
        _returned,
    ):
        tell(this_round)


def _finished_and_commenting(this: Round) -> None:
    """デザイン: the work is done, the report waits for the advisor's comment."""
    stage, past = this.stage, this.stage.past
    project = this.project("design", LIVING, "迷わない窓口の案内", texts.DESIGN["challenge"])
    letter = hired(
        "advisor",
        past(245),
        "駅の案内サインを担当した経験を、役場の窓口で役立てたいです。",
        "来庁した方の動きを観察し、言葉と矢印を整理します。",
    )
    terms = Terms(
        TERMS.not_expected,
        TERMS.contact_rule,
        goals=(("案内サインのひな形をつくる", "窓口で使い始めていること"),),
    )
    engagement = this.engage(project, texts.DESIGN, letter, terms=terms, before=252, start=past(205))
    engagement = calling.start(engagement, by=this.by, confirmed=past(215), started=past(205))
    minutes = (
        Minutes(
            past(195),
            "窓口の様子を見る",
            "来庁した方が立ち止まる場所を3か所見つけました。",
            "入口の案内から見直します。",
        ),
        Minutes(
            past(150),
            "ひな形を比べる",
            "色と矢印の大きさを変えた3案を、窓口に置いて比べました。",
            "文字の大きい案を選びました。",
        ),
        Minutes(
            past(60),
            "使ってみた結果を話す",
            "「どこへ行けばよいですか」という声が、1日に12件から5件に減りました。",
            "2階の窓口にも広げます。",
        ),
    )
    meetings = working.meet(engagement, minutes, by=this.by)
    product = Product(
        past(120),
        DeliverableKind.MANUAL,
        "案内サインのひな形と作り方",
        "職員が自分で直せる、文字と矢印のひな形です。",
        accepted=past(115),
        meeting=2,
    )
    working.hand_over(engagement, [product], meetings, by=this.by)
    advice = Advice(
        past(140),
        LIVING,
        "案内に使う課の名前に、主な用件を添える",
        "課の名前だけでは、用件を思い浮かべにくいためです。",
        meeting=2,
        answer=(past(110), "adopt", "1階のすべての窓口で表示を替えました。", ""),
    )
    working.advise(engagement, [advice], this.office, meetings, by=this.by)
    working.judge(engagement, [("achieve", "1階の窓口で使い始めました。")], by=this.by, day=past(22))
    engagement = working.finish(engagement, by=this.by, day=past(20))
    report = reporting.write_report(engagement, _DESIGN_WORDS, by=this.by, day=past(10))
    reporting.ask_comment(report, by=this.by, day=past(3), due=stage.coming(7))


_DESIGN_WORDS = Words(
    title="はじめての人も迷わない窓口へ",
    summary="窓口の案内を見直し、行き先をたずねる声が1日12件から5件に減りました。",
    problem="窓口の案内が継ぎ足しで増え、はじめて来た人が迷っていました。",
    activities="アドバイザーと職員が窓口に立ち、来庁した方の動きを観察しました。三つの案を実際に置いて比べ、ひな形を決めました。",
    outcomes="職員が自分で直せる案内のひな形ができました。",
    next_steps="2階の窓口と支所にも広げます。",
    staff_comment="毎日見ている窓口なのに、気づいていないことばかりでした。",
)


def _stalled(this: Round) -> None:
    """移住: no meeting for forty days, and advice whose day has passed."""
    past = this.stage.past
    project = this.project("migration", PLANNING, "移住体験の見直し", texts.MIGRATION["challenge"])
    letter = hired(
        "advisor",
        past(140),
        "沿線の空き家を使った体験住宅を運営しています。飯綱町の皆さんと一緒に育てたいです。",
        "利用した方への聞き取りから始め、体験の流れを描き直します。",
    )
    terms = Terms(
        TERMS.not_expected,
        TERMS.contact_rule,
        goals=(
            ("利用した人の声を集める仕組みをつくる", "20人以上の声が集まっていること"),
            ("体験の内容を見直す", "新しい体験を1回行うこと"),
        ),
    )
    engagement = this.engage(project, texts.MIGRATION, letter, terms=terms, before=145, start=past(100))
    engagement = calling.start(engagement, by=this.by, confirmed=past(108), started=past(100))
    minutes = (
        Minutes(
            past(92),
            "体験住宅の今を知る",
            "利用者の台帳を見ながら、聞けていないことを洗い出しました。",
            "利用した12人に話を聞きます。",
        ),
        Minutes(
            past(70),
            "聞き取りの中間報告",
            "「近所の人と話す機会がほしかった」という声が多くありました。",
            "地域の集まりに参加できる日を体験に入れます。",
        ),
        Minutes(
            past(42),
            "体験の流れを描き直す",
            "到着から帰るまでの流れを一枚の絵にしました。",
            "新しい体験を、来月の連休に試します。",
            "試す日の協力者を、倉井が探す。",
        ),
    )
    meetings = working.meet(engagement, minutes, by=this.by)
    products = (
        Product(
            past(65),
            DeliverableKind.SURVEY,
            "移住体験の利用者への聞き取り",
            "12人の声を、よかったこと・困ったこと・その後の暮らしに分けてまとめました。",
            meeting=2,
            accepted=past(60),
        ),
        Product(
            past(12),
            DeliverableKind.PLAN,
            "新しい移住体験の案",
            "2泊3日の流れと、協力をお願いする方の役割をまとめました。",
            meeting=3,
        ),
    )
    working.hand_over(engagement, products, meetings, by=this.by)
    ledger = (
        Advice(
            past(68),
            PLANNING,
            "体験の中に、地域の集まりに参加する日を入れる",
            "12人のうち9人が、近所の人と話す機会を望んでいました。",
            due=past(20),
            meeting=2,
        ),
        Advice(
            past(68),
            LIVING,
            "利用した人へ、3か月後に手紙を送る",
            "その後の暮らしがつかめていないためです。",
            meeting=2,
            answer=(past(55), "try", "今年の秋に利用した8人に送り、返事の数を見ます。", ""),
        ),
        Advice(
            past(40),
            PLANNING,
            "体験の申込みを、スマートフォンで完結できるようにする",
            "申込書の郵送をやめた人が、半年で5人いました。",
            due=this.stage.coming(45),
            meeting=3,
            answer=(past(30), "study", "DXのプロジェクトと合わせて検討します。", ""),
        ),
    )
    working.advise(engagement, ledger, this.office, meetings, by=this.by)


def _healthy(this: Round) -> None:
    """教育: meetings are held and the next one is this week."""
    stage, past = this.stage, this.stage.past
    project = this.project("education", PLANNING, "放課後の学びの場", texts.EDUCATION["challenge"])
    letter = hired(
        "teacher",
        past(85),
        "放課後の学びの場を企画する仕事をしています。",
        "まず子どもたちの声を聞き、月1回の小さな場から始めます。",
    )
    terms = Terms(
        TERMS.not_expected, TERMS.contact_rule, goals=(("学びの場を月1回開く", "3回続けて開けること"),)
    )
    engagement = this.engage(project, texts.EDUCATION, letter, terms=terms, before=90, start=past(45))
    engagement = calling.start(engagement, by=this.by, confirmed=past(52), started=past(45))
    minutes = (
        Minutes(
            past(38),
            "子どもたちの声を聞く",
            "4年生から6年生の24人に、やってみたいことを聞きました。",
            "料理と工作を最初の題材にします。",
        ),
        Minutes(
            past(15), "1回目の準備", "会場と見守りの体制を決めました。", "来月の第1土曜日に1回目を開きます。"
        ),
    )
    working.meet(engagement, minutes, by=this.by)
    advisor = engagement.advisor.user
    add_recommendation(
        engagement,
        by=advisor,
        at=clock(past(5), 20),
        text="見守りの大人を、地域の会の持ち回りにする",
        grounds="職員だけでは、月1回の開催を続けることが難しいためです。",
        department=this.office.sections[PLANNING],
        proposed_date=past(5),
        due_date=stage.coming(25),
    )
    next_day = stage.coming(2)
    plan_meeting(
        engagement,
        by=this.by,
        at=clock(past(4), 11),
        title="1回目の学びの場の最終確認",
        starts_at=clock(next_day, 17, 30),
        duration_minutes=60,
        attendees="青木アドバイザー、企画課",
    )


def _preparing(this: Round) -> None:
    """人事: the city has confirmed, the advisor has not yet."""
    past = this.stage.past
    project = this.project("hr", PLANNING, "職員採用の見直し", texts.HR["challenge"])
    letter = hired(
        "recruiter",
        past(40),
        "採用の言葉を変えるだけで、届く人が変わることを経験してきました。",
        "若手職員への聞き取りから、町の働き方の魅力を言葉にします。",
    )
    terms = Terms(
        TERMS.not_expected,
        TERMS.contact_rule,
        goals=(("採用の説明会を新しい形で開く", "参加した人が前回の2倍になること"),),
    )
    this.engage(project, texts.HR, letter, terms=terms, before=45, start=this.stage.coming(9))


def _offered(this: Round) -> None:
    """観光: the offer is out, a reserve waits."""
    past = this.stage.past
    project = this.project("tourism", PLANNING, "四季の旅づくり", texts.TOURISM["challenge"])
    opening = this.publish(project, texts.TOURISM, day=38, deadline=past(22), start=this.stage.coming(20))
    letters = (
        hired(
            "advisor",
            past(30),
            "ローカル線の旅を企画してきました。りんごの町の一年を、旅で伝えたいです。",
            "季節ごとに一つずつ、地元の方が案内役になる旅をつくります。",
            "季節ごとの企画が具体的で、町の皆さんと進める姿がよく見えました。ぜひお願いします。",
        ),
        Letter(
            "writer",
            past(28),
            "旅の雑誌をつくってきた経験を生かしたいです。",
            "四季の記事を連載し、旅の入口をつくります。",
            outcome=Outcome.RESERVE,
            message="心に残る文章でした。補欠としてお願いできれば幸いです。",
        ),
        Letter(
            "producer",
            past(26),
            "観光地の動画を多く手がけました。",
            "収穫の様子を短い動画で発信します。",
            outcome=Outcome.DECLINE,
            message="魅力的な作品をありがとうございました。今回は旅の企画の経験が長い方を選びました。",
        ),
    )
    received = calling.receive(this.stage, opening, letters)
    opening = calling.close(opening)
    calling.propose_answers(received, letters, by=this.by, day=past(10))
    calling.release(opening, this.office, by=this.by, asked=past(7), decided=past(2))


def _selecting(this: Round) -> None:
    """DX: closed last week; what the city means to answer is written down, nobody was told."""
    past = this.stage.past
    project = this.project("dx", LIVING, "小さな町のDX", texts.DX["challenge"])
    opening = this.publish(project, texts.DX, day=24, deadline=past(6), start=this.stage.coming(40))
    letters = (
        Letter(
            "dx.advisor",
            past(15),
            "小さな組織だからこそできる進め方があると感じています。",
            "職員の皆さんと業務を棚卸しし、半年で二つを形にします。",
            outcome=Outcome.HIRE,
            note="さぬき市での活動報告を読んだ。進め方が町の規模に合う。",
        ),
        Letter(
            "engineer",
            past(12),
            "現場に通い、使われる仕組みをつくってきました。",
            "週1回のオンライン相談を中心に進めます。",
            outcome=Outcome.RESERVE,
            note="次点。時間帯が合えばお願いしたい。",
        ),
        Letter(
            "consultant",
            past(9),
            "計画づくりの経験が豊富です。",
            "計画の策定を支援します。",
            conflict="勤務先が、町の総合計画の策定支援を受託しています。",
            outcome=Outcome.DECLINE,
            note="申告のとおり町と取引がある。公平性の観点から見送る。",
        ),
    )
    received = calling.receive(this.stage, opening, letters)
    calling.close(opening)
    calling.propose_answers(received, letters, by=this.by, day=past(2))


def _open(this: Round) -> None:
    """広報: open, with applications; one is still being written."""
    past = this.stage.past
    project = this.project("pr", PLANNING, "読まれる広報への転換", texts.PR["challenge"])
    opening = this.publish(
        project, texts.PR, day=12, deadline=this.stage.coming(12), start=this.stage.coming(60)
    )
    letters = (
        Letter(
            "pr.advisor",
            past(8),
            "媒体の役割を決めるだけで、作る手間も読まれ方も変わります。",
            "3か月で役割を整理し、残りの期間で文章講座を行います。",
        ),
        Letter(
            "writer",
            past(5),
            "編集者として、読まれる言葉を選んできました。",
            "広報紙の特集づくりを、職員の皆さんと一緒に行います。",
        ),
        Letter(
            "illustrator", past(3), "紙面のデザインから関わりたいです。", "見出しと写真の使い方を提案します。"
        ),
    )
    calling.receive(this.stage, opening, letters)
    draft = Letter("advisor", past(1), "地域の情報を発信してきた経験があります。", "")
    calling.write(this.stage, opening, draft)


def _approved(this: Round) -> None:
    """ゼロカーボン: approved yesterday, ready to be published."""
    past = this.stage.past
    project = this.project("zero-carbon", LIVING, "公共施設の省エネルギー", texts.ZERO_CARBON["challenge"])
    days = CallDays(drafted=past(9), submitted=past(4), approved=past(1))
    this.call(project, texts.ZERO_CARBON, days, deadline=this.stage.coming(24), start=this.stage.coming(80))


def _in_review(this: Round) -> None:
    """ふるさと納税: waits for the approver."""
    past = this.stage.past
    project = this.project("furusato", PLANNING, "寄附者とのつながりづくり", texts.FURUSATO["challenge"])
    days = CallDays(drafted=past(6), submitted=past(2))
    this.call(project, texts.FURUSATO, days, deadline=this.stage.coming(28), start=this.stage.coming(75))


def _returned(this: Round) -> None:
    """業務改善: came back with a reason."""
    past = this.stage.past
    project = this.project("bpr", LIVING, "書かない窓口", texts.BPR["challenge"])
    reason = "謝礼の額の根拠がわかりません。ほかの事業との比較を、補足に書いてください。"
    days = CallDays(drafted=past(8), returned=(past(3), reason))
    this.call(project, texts.BPR, days, deadline=this.stage.coming(30), start=this.stage.coming(85))
