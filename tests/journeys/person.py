"""One person at one browser: finds things as people do, by the words on the page.

After every page the person looks around: no server error, one heading, no undefined variable, no
complaint in the console, and (where scripts run) nothing that axe finds.
"""

import re
from typing import Any, ClassVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from tests.factories.accounts import PASSWORD

AXE_OPTIONS = {
    "resultTypes": ["violations"],  # what is well is neither gathered nor sent
    "preload": False,  # no media, and no style sheets from elsewhere
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}

MOST_TABS = 150
# How often Tab can be pressed before one has to look: a few stops less than there are controls in between,
# of which radio buttons count as none, since a group is one stop.
STOPS_BEFORE = """goal => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(each => each.tabIndex >= 0 && !each.disabled && each.type !== "radio" && each.checkVisibility());
  return Math.max(0, stops.indexOf(goal) - stops.indexOf(document.activeElement) - 3);
}"""


class Person:
    """`scripts=False` browses as somebody whose city PC runs no JavaScript; `keyboard=True` as
    somebody who has no mouse: every control is reached by Tab.
    """

    audited: ClassVar[set[tuple[str, str]]] = set()  # address and title: axe has looked at it for anybody

    def __init__(
        self, browser: Browser, base_url: str, *, scripts: bool, keyboard: bool = False, email: str = ""
    ) -> None:
        self.scripts, self.keyboard = scripts, keyboard
        self.context: BrowserContext = browser.new_context(
            base_url=base_url, locale="ja-JP", timezone_id="Asia/Tokyo", java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda line: line.type == "error" and self._hear(line.text))
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.page.on("response", self._notice)
        if email:
            self.sign_in(email)

    def sign_in(self, email: str) -> None:
        self.open("/accounts/login/")
        self.fill("メールアドレス", email)
        self.fill("パスワード", PASSWORD)
        self.press("ログインする")

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look_around()

    def follow(self, words: str) -> None:
        """Follows the first link with these words in the main part of the page."""
        links = self.page.locator("main").get_by_role("link", name=re.compile(re.escape(words)))
        self._leave_by(self._present(links, words))

    def unfold(self, words: str) -> None:
        """Opens the first disclosure with these words; it works without scripts."""
        summaries = self.page.locator("main summary").filter(has_text=words)
        self._present(summaries, words).click()

    def press(self, words: str, *, refused: bool = False) -> None:
        """Sends a form; the page that follows must say so if the form is refused, and only then."""
        buttons = self.page.locator("main").get_by_role("button", name=words, exact=True)
        self._leave_by(self._present(buttons, words))
        errors = self.page.locator(".error-summary")
        assert bool(errors.count()) is refused, errors.all_inner_texts() or self.page.url

    def do(self, words: str, **fields: str) -> None:
        """Presses a workflow button, fills what it asks for, and confirms."""
        self.follow(words)
        for label, value in fields.items():
            self.fill(label, value)
        self.press(words)

    def fill(self, label: str, value: str) -> None:
        field = self._field(label)
        if not self.keyboard:
            field.fill(value)
            return
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(value)

    def choose(self, label: str, option: str, *, within: str = "") -> None:
        """`within` is the legend of the group that holds the field."""
        place = self.page.get_by_role("group", name=within, exact=True) if within else self.page
        field = self._present(place.get_by_label(re.compile(rf"^\s*{re.escape(label)}")), label)
        if not self.keyboard:
            field.select_option(label=option)
            return
        self._reach(field)
        self.page.keyboard.press("Home")
        for _more in range(field.locator("option").count()):
            if field.evaluate("each => each.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no option 「{option}」 of 「{label}」")

    def tick(self, option: str, *, within: str = "") -> None:
        """`within` is a part of the legend of the group that holds the choices."""
        if not within:
            self._mark(self._field(option))
            return
        group = self._present(self.page.get_by_role("group", name=re.compile(re.escape(within))), within)
        choice = group.get_by_role("radio", name=option, exact=True)
        if self.keyboard:
            self._walk_to(choice, group.get_by_role("radio"))
        else:
            choice.check()

    def sees(self, words: str) -> bool:
        return words in self.page.locator("body").inner_text()

    def look_around(self) -> None:
        body = self.page.content()
        place = self.page.url
        assert "⟦undefined" not in body, f"{place}: undefined template variable"
        assert self.page.locator("h1").count() == 1, f"{place}: not exactly one h1"
        assert self.complaints == [], f"{place}: {self.complaints}"
        shape = re.sub(r"[0-9A-HJKMNP-TV-Z]{8}|[?#].*", "…", place)
        seen = (shape, self.page.title())
        if self.scripts and seen not in self.audited:
            self.audited.add(seen)
            found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
            assert found == [], f"{place}: {_summary(found)}"

    def leave(self) -> None:
        self.context.close()

    def _leave_by(self, control: Locator) -> None:
        """Clicks what leads to another page. Chromium returns from the click before that page has
        arrived, so looking around at once would now and then see half of it.
        """
        with self.page.expect_navigation(wait_until="load"):
            if self.keyboard:
                self._reach(control)
                self.page.keyboard.press("Enter")
            else:
                control.click()
        self.look_around()

    def _reach(self, control: Locator) -> None:
        """Tabs on until the control has the focus, and sees the ring around it."""
        for _sure in range(control.evaluate(STOPS_BEFORE)):
            self.page.keyboard.press("Tab")
        for _more in range(MOST_TABS):
            if control.evaluate("each => each === document.activeElement"):
                outline = control.evaluate("each => getComputedStyle(each).outlineStyle")
                assert outline != "none", f"{self.page.url}: the focus does not show"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: not reached by Tab: {control}")

    def _mark(self, box: Locator) -> None:
        if not self.keyboard:
            box.check()
            return
        self._reach(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def _walk_to(self, choice: Locator, radios: Locator) -> None:
        """Tab goes to the chosen one of a group, or to its first; arrows go on from there."""
        chosen = [each for each in radios.all() if each.is_checked()]
        self._reach(chosen[0] if chosen else radios.first)
        self.page.keyboard.press("Space")
        for _more in range(radios.count()):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows do not lead to {choice}")

    def _field(self, label: str) -> Locator:
        return self._present(self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")), label)

    def _present(self, found: Locator, words: str) -> Locator:
        """Fails at once, with the page's own words, instead of waiting for what is not there."""
        if found.count() == 0:
            text = self.page.locator("main").inner_text()
            raise AssertionError(f"{self.page.url}: no 「{words}」 in:\n{text}")
        return found.first

    def _hear(self, text: str) -> None:
        if "422" not in text:  # a form that comes back with its errors is no failure
            self._complain(text)

    def _complain(self, text: str) -> None:
        self.complaints.append(text)

    def _notice(self, response: Response) -> None:
        if response.status >= 500:
            self._complain(f"{response.status} {response.url}")


def _summary(violations: list[dict[str, Any]]) -> list[str]:
    return [f"{item['id']}: {node['html'][:160]}" for item in violations for node in item["nodes"][:3]]
