"""Typing Japanese into the search box: one request, when the word is finished."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.projects import OpeningFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_converted_word_is_one_request(person):
    OpeningFactory(open=True, title="広報の募集")
    OpeningFactory(open=True, title="観光の募集")
    reader = person()
    reader.open("/openings/")
    asked: list[str] = []
    reader.page.on(
        "request",
        lambda request: (
            "hx-request" in request.headers and asked.append(parse_qs(urlsplit(request.url).query)["q"][0])
        ),
    )
    reader.page.locator("#id_q").focus()
    keyboard = reader.context.new_cdp_session(reader.page)
    for part in ("k", "こ", "こう", "こうほ", "こうほう", "広報"):
        keyboard.send(
            "Input.imeSetComposition", {"text": part, "selectionStart": 0, "selectionEnd": len(part)}
        )
        reader.page.wait_for_timeout(450)  # slower than the box waits: only the conversion holds it back
    keyboard.send("Input.insertText", {"text": "広報"})
    reader.page.locator("#results-heading", has_text="1件の募集").wait_for()
    reader.page.wait_for_timeout(900)
    assert asked == ["広報"]
    assert reader.page.locator("#live").inner_text() == "1件の募集"
    assert reader.page.locator("#id_q").input_value() == "広報"
    reader.look_around()


def test_without_scripts_the_button_searches(person):
    OpeningFactory(open=True, title="広報の募集")
    OpeningFactory(open=True, title="観光の募集")
    reader = person(scripts=False)
    reader.open("/openings/")
    reader.fill("キーワード", "PR")
    reader.press("この条件で探す")
    assert reader.sees("1件の募集")
    assert reader.sees("広報の募集")
