"""A blind 書類選考 is blind for programs too."""

from tests.factories.advisors import AdvisorProfileFactory
from tests.factories.projects import ApplicationFactory, OpeningFactory


def test_no_row_tells_who_it_is(program, sanuki, clerk):
    opening = OpeningFactory(municipality=sanuki, selecting=True, is_blind=True)
    person = AdvisorProfileFactory(headline="鶴見総合商事の広報", summary="鶴見総合商事で十年働きました。")
    application = ApplicationFactory(
        opening=opening, advisor=person, submitted=True, has_conflict=True, conflict_note="鶴見総合商事の取引"
    )
    for path in (f"desk/applications/{application.code}/", "desk/applications/"):
        answer = program(clerk).get(path).content.decode()
        assert f"応募者 {application.code}" in answer
        assert "鶴見" not in answer
        assert str(person) not in answer
