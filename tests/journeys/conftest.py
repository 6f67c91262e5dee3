"""A real Chromium against the live server."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.person import Person

CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """CHROMIUM, the system's browser, or the one Playwright installed. Django's guard against
    database use in async code is lifted: Playwright runs its own event loop in this thread.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def person(browser: Browser, live_server) -> Iterator[Callable[..., Person]]:
    """`person(email, scripts=True, keyboard=False)` opens a browser and signs in; without an e-mail, a citizen."""
    people: list[Person] = []

    def enter(email: str = "", *, scripts: bool = True, keyboard: bool = False) -> Person:
        one = Person(browser, live_server.url, scripts=scripts, keyboard=keyboard, email=email)
        people.append(one)
        return people[-1]

    yield enter
    for one in people:
        one.leave()
