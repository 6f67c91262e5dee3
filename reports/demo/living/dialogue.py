"""What is said about the open call of 飯綱町: interest, questions and answers, a correction."""

from projects.models import Opening
from projects.operations.amendment import correct_opening
from projects.operations.interest import mark_interest
from projects.operations.question import add_note, answer_question, ask_question, publish_answers
from reports.demo.living.scene import Round
from reports.demo.stage import clock

ANSWERED = (
    (
        "producer",
        "会議は、平日の夜や土曜でもよいですか。日中は本業があります。",
        "はい。月2回のうち1回は、平日19時以降か土曜の午前に、オンラインで行います。",
    ),
    (
        "engineer",
        "今の広報紙の編集に使っているソフトは何ですか。",
        "表計算と文書作成のソフトで作り、印刷会社に渡しています。専用のソフトはありません。",
    ),
)
WAITING = ("producer", "町のSNSの投稿は、だれが、どのくらいの頻度で行っていますか。")


def unfold(this: Round, opening: Opening) -> None:
    stage, past = this.stage, this.stage.past
    for name, day in (("producer", past(11)), ("engineer", past(9)), ("advisor", past(2))):
        mark_interest(opening, by=stage.people[name], at=clock(day, 22, 5))
    _answer(this, opening)
    correct_opening(
        opening,
        by=this.by,
        at=clock(past(4), 15),
        version=opening.version,
        reason="会議の回数と時間帯について質問をいただいたため、補足に書き足しました。",
        place_note="会議は月2回。うち1回は平日19時以降か土曜の午前にオンラインで行います。",
    )
    name, text = WAITING
    ask_question(opening, by=stage.people[name], at=clock(past(1), 21), text=text)


def _answer(this: Round, opening: Opening) -> None:
    """Both questions are answered one day and published together the next; a note follows."""
    stage, past = this.stage, this.stage.past
    drafts = []
    for name, text, answer in ANSWERED:
        question = ask_question(opening, by=stage.people[name], at=clock(past(9), 20, 30), text=text)
        drafts.append(
            answer_question(
                question, by=this.by, at=clock(past(7), 14), version=question.version, answer=answer
            )
        )
    chosen = [(draft.code, draft.version) for draft in drafts]
    first, _second = publish_answers(opening, by=this.by, at=clock(past(6), 9, 30), chosen=chosen)
    add_note(
        first, by=this.by, at=clock(past(4), 14), text="土曜の会議は、第2土曜の10時からを予定しています。"
    )
