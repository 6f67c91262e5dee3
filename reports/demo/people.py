"""Everybody in the demonstration. All names are fictional; nobody has a real mailbox."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.enums import OperatorRole
from accounts.models import User

DOMAIN = "example.jp"
PASSWORD = "fukugyo-demo-2026"  # noqa: S105  (documented: the demonstration is open to everybody)


@dataclass(frozen=True, slots=True)
class Person:
    """`mailbox` is the part before @example.jp, and the person's name in the stories."""

    mailbox: str
    family: str
    given: str
    family_kana: str
    given_kana: str
    operator_role: str = OperatorRole.NONE

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class SignIn:
    role: str
    mailbox: str
    path: str


SIGN_INS = (
    SignIn("専門家", "advisor", "/my/"),
    SignIn("専門家（登録したばかり）", "newcomer", "/my/"),
    SignIn("自治体の担当者・管理者（飯綱町）", "clerk", "/desk/"),
    SignIn("自治体の承認者（飯綱町）", "approver", "/desk/"),
    SignIn("自治体の評価者（飯綱町）", "reviewer", "/desk/"),
    SignIn("自治体の閲覧者（飯綱町）", "viewer", "/desk/"),
    SignIn("自治体の担当者・管理者（さぬき市）", "sanuki.clerk", "/desk/"),
    SignIn("コーディネーター", "coordinator", "/coord/"),
    SignIn("運営管理者", "admin", "/coord/"),
)

OPERATORS = (
    Person("coordinator", "架橋", "渡", "カケハシ", "ワタル", OperatorRole.COORDINATOR),
    Person("admin", "海野", "汐里", "ウミノ", "シオリ", OperatorRole.ADMINISTRATOR),
)
STAFF = (
    Person("sanuki.clerk", "長尾", "花子", "ナガオ", "ハナコ"),
    Person("sanuki.approver", "津田", "健一", "ツダ", "ケンイチ"),
    Person("sanuki.pr", "志度", "美咲", "シド", "ミサキ"),
    Person("sanuki.design", "寒川", "亮", "サンガワ", "リョウ"),
    Person("sanuki.dx", "大川", "直樹", "オオカワ", "ナオキ"),
    Person("sanuki.reviewer", "石田", "悟", "イシダ", "サトル"),
    Person("sanuki.window", "造田", "さやか", "ゾウタ", "サヤカ"),
    Person("sanuki.shops", "鴨部", "健太", "カベ", "ケンタ"),
    Person("sanuki.learning", "小田", "恵", "オダ", "メグミ"),
    Person("clerk", "牟礼", "美咲", "ムレ", "ミサキ"),
    Person("approver", "三水", "健一", "サミズ", "ケンイチ"),
    Person("reviewer", "飯田", "恵", "イイダ", "メグミ"),
    Person("viewer", "芋川", "悟", "イモガワ", "サトル"),
    Person("iizuna.living", "倉井", "拓", "クライ", "タク"),
    Person("buzen.clerk", "八屋", "翔", "ハチヤ", "ショウ"),
    Person("buzen.approver", "宇島", "真理", "ウノシマ", "マリ"),
    Person("seki.clerk", "武芸", "咲", "ムゲ", "サキ"),
    Person("seki.approver", "洞戸", "誠", "ホラド", "マコト"),
    Person("iki.clerk", "郷ノ浦", "海", "ゴウノウラ", "カイ"),
    Person("iki.approver", "勝本", "静", "カツモト", "シズカ"),
    Person("yoshino.clerk", "上市", "千代", "カミイチ", "チヨ"),
    Person("yoshino.approver", "国栖", "弘", "クズ", "ヒロシ"),
    Person("yokoze.clerk", "芦ヶ久保", "陽", "アシガクボ", "ヨウ"),
    Person("yokoze.approver", "根古屋", "泉", "ネゴヤ", "イズミ"),
)
ADVISORS = (
    Person("design.advisor", "佐倉", "奏", "サクラ", "カナデ"),
    Person("pr.advisor", "水野", "遥", "ミズノ", "ハルカ"),
    Person("dx.advisor", "北川", "航", "キタガワ", "ワタル"),
    Person("web.director", "渡邊", "一郎", "ワタナベ", "イチロウ"),
    Person("web.maker", "柴﨑", "徹", "シバサキ", "トオル"),
    Person("illustrator", "斎藤", "ひかり", "サイトウ", "ヒカリ"),
    Person("writer", "浜口", "汐", "ハマグチ", "ウシオ"),
    Person("producer", "小松", "大地", "コマツ", "ダイチ"),
    Person("engineer", "野村", "響", "ノムラ", "ヒビキ"),
    Person("consultant", "古賀", "由香", "コガ", "ユカ"),
    Person("advisor", "髙橋", "みなみ", "タカハシ", "ミナミ"),
    Person("recruiter", "森下", "圭", "モリシタ", "ケイ"),
    Person("teacher", "青木", "典子", "アオキ", "ノリコ"),
    Person("officer", "中原", "航平", "ナカハラ", "コウヘイ"),
    Person("newcomer", "白鳥", "空", "シラトリ", "ソラ"),
)
EVERYBODY = (*OPERATORS, *STAFF, *ADVISORS)


def create_people() -> dict[str, User]:
    """Accounts with a confirmed address, by mailbox. The password is hashed once for all."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(
            email=person.email,
            password=password,
            family_name=person.family,
            given_name=person.given,
            family_kana=person.family_kana,
            given_kana=person.given_kana,
            operator_role=person.operator_role,
        )
        for person in EVERYBODY
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return {person.mailbox: user for person, user in zip(EVERYBODY, users, strict=True)}


def sign_in_table(base_url: str) -> Iterator[str]:
    """One line a role: role, e-mail, password, and the address to open."""
    rows = [("役割", "メールアドレス", "パスワード", "ページ")]
    rows += [
        (entry.role, f"{entry.mailbox}@{DOMAIN}", PASSWORD, f"{base_url}{entry.path}") for entry in SIGN_INS
    ]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Columns on a terminal, where a Japanese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "FWA" else 1 for char in text)
