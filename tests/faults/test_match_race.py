"""Many openings told of at once: the last notice of somebody's week is given away once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from notifications.models import Notice
from projects.models import MatchNotice
from projects.operations import match_notices
from tests.factories.base import moment
from tests.factories.projects import ProjectFactory
from tests.projects.test_matches import call, people

WORKERS, OPENINGS, WEEKLY = 8, 12, 3


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_nobody_gets_more_than_a_week_allows(sanuki, settings):
    """Without the lock, workers that count at the same moment all find room for one more."""
    settings.MATCH_NOTICE_WEEKLY = WEEKLY
    crowd = people(4)
    for _number in range(OPENINGS):
        call(sanuki, project=ProjectFactory(municipality=sanuki))
    together = Barrier(WORKERS, timeout=60)

    def work(_worker: int) -> int:
        connection.ensure_connection()
        together.wait()
        try:
            return match_notices.tell_matches(moment())
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        told = sum(pool.map(work, range(WORKERS)))

    assert told == WEEKLY * len(crowd)
    for person in crowd:
        rows = MatchNotice.objects.filter(advisor=person)
        assert rows.filter(told_at__isnull=False).count() == WEEKLY
        assert rows.filter(told_at=None).count() == OPENINGS - WEEKLY
        assert Notice.objects.filter(recipient=person.user, kind="projects.match_found").count() == WEEKLY
