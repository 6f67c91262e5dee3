"""Collecting messages from code and templates."""

from babel.messages.pofile import read_po
from django.conf import settings

from core import catalogue


def _messages(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(message, context) for _line, message, context in catalogue.messages_in(path)]


def test_python_messages(tmp_path):
    code = (
        '_("保存する")\ngettext_lazy("公開する")\npgettext("動詞", "開く")\nngettext("{n}件", "{n}件", n)\n'
    )

    assert _messages(tmp_path, "a.py", code) == [
        ("保存する", None),
        ("公開する", None),
        ("開く", "動詞"),
        (("{n}件", "{n}件"), None),
    ]


def test_template_messages_survive_indentation_and_japanese_text(tmp_path):
    template = (
        "{% load i18n %}\n<p>\n      地の文（括弧\n  {% translate '探す' %}\n"
        "{% blocktranslate trimmed with n=n %}\n   全{{ n }}件\n{% endblocktranslate %}</p>"
    )

    assert _messages(tmp_path, "a.html", template) == [("探す", None), ("全%(n)s件", None)]


def test_a_new_message_is_left_empty_and_an_old_one_is_kept(tmp_path):
    (tmp_path / "a.py").write_text('_("一")\n_("二")\n', encoding="utf-8")
    catalogue.update(tmp_path, "en")
    po = tmp_path / "locale/en/LC_MESSAGES/django.po"
    po.write_text(po.read_text().replace('msgid "一"\nmsgstr ""', 'msgid "一"\nmsgstr "one"'))

    (tmp_path / "a.py").write_text('_("一")\n_("三")\n', encoding="utf-8")
    assert catalogue.update(tmp_path, "en") == (2, 1)

    with po.open("rb") as file:
        assert {message.id: message.string for message in read_po(file) if message.id} == {
            "一": "one",
            "三": "",
        }


def test_the_english_catalogue_is_complete():
    po = settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po"
    with po.open("rb") as file:
        english = read_po(file, locale="en")

    used = {(message.id, message.context) for message in catalogue.collect(settings.BASE_DIR)}
    known = {(message.id, message.context) for message in english}

    assert used - known == set(), "run `make messages` and translate what is new"
    assert catalogue.untranslated(english) == []


def test_english_messages_keep_their_placeholders():
    po = settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po"
    with po.open("rb") as file:
        english = read_po(file, locale="en")

    broken = [
        (message.id, [str(error) for error in message.check(english)])
        for message in english
        if message.id and list(message.check(english))
    ]

    assert broken == []
