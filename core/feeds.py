"""Atom feeds (RFC 4287): what a list shows, for people who read it elsewhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.views import PUBLIC, Guarded

LENGTH = 30
# What XML 1.0 cannot carry, not even escaped; people paste such characters from other programs.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`tag` names the thing for ever (opening:3F7K2M9Q), whatever its address becomes."""

    tag: str
    title: str
    path: str
    summary: str
    author: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...] = ()


def clean(text: str) -> str:
    return _UNSENDABLE.sub("", text)


def tag_uri(name: str) -> str:
    """RFC 4151; the same in both languages and on every host name the portal answers to."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{name}"


class FeedPage(Guarded):
    """Subclasses say what the feed is called, where its list stands and what is in it."""

    permission = PUBLIC

    def title(self) -> str:
        raise NotImplementedError

    def list_path(self) -> str:
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        """Newest first, at most LENGTH."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        portal = _("複業アドバイザー ポータル")
        feed = Atom1Feed(
            title=clean(f"{self.title()}｜{portal}"),
            link=request.build_absolute_uri(self.list_path()),
            description=None,
            language=get_language(),
            feed_url=request.build_absolute_uri(),
            feed_guid=tag_uri(request.get_full_path()),
            author_name=portal,
        )
        for entry in self.entries():
            feed.add_item(
                title=clean(entry.title),
                link=request.build_absolute_uri(entry.path),
                description=escape(clean(entry.summary)),
                unique_id=tag_uri(entry.tag),
                author_name=clean(entry.author),
                pubdate=entry.published,
                updateddate=entry.updated,
                categories=[clean(name) for name in entry.categories],
            )
        return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
