"""Lists in one form, rows that go, and what passes between a city and those who look at its calls."""

from advisors.models import Skill
from tests.factories.projects import OpeningFactory


def test_the_skills_of_a_profile_are_set_as_a_list(program, advisor, advisor_user):
    asks = program(advisor_user)
    row = f"my/profiles/{advisor.code}/"
    path = f"{row}skills/"
    skills = [{"skill": "bpr", "level": 3, "years": 5}, {"skill": "rpa", "level": 2, "years": 1}]
    answer = asks.change(path, {"skills": skills}, row=row)
    assert answer.status_code == 200
    assert len(answer.json()["skills"]) == 2
    answer = asks.change(path, {"skills": skills[1:]}, row=row)
    assert [each["skill"] for each in answer.json()["skills"]] == [str(Skill.objects.get(slug="rpa"))]


def test_a_wrong_line_is_named_by_its_place(program, advisor, advisor_user):
    asks = program(advisor_user)
    row = f"my/profiles/{advisor.code}/"
    lines = [{"skill": "bpr", "level": 3, "years": 5}, {"skill": "no-such", "level": 3, "years": 5}]
    answer = asks.change(f"{row}skills/", {"skills": lines}, row=row)
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {"skills[1].skill"}
    assert not advisor.skills.exists()


def test_a_kept_search_is_made_changed_and_removed(program, advisor_user):
    asks = program(advisor_user)
    made = asks.post("my/saved-searches/?q=広報&unknown=1", {"name": "広報", "alert": "daily"})
    assert made.status_code == 201
    code = made.json()["code"]
    assert made.json()["querystring"] == "q=%E5%BA%83%E5%A0%B1"
    assert asks("DELETE", f"my/saved-searches/{code}/").status_code == 428
    assert asks("DELETE", f"my/saved-searches/{code}/", If_Match=made["ETag"]).status_code == 204
    assert asks.get(f"my/saved-searches/{code}/").status_code == 404


def test_a_call_is_followed_without_its_tag(program, advisor_user, sanuki):
    opening = OpeningFactory(municipality=sanuki, open=True)
    asks = program(advisor_user)
    for _twice in range(2):
        assert asks.post(f"openings/{opening.code}/actions/follow/", {}).status_code == 200
    assert [row["code"] for row in asks.get("my/interests/").json()["items"]] == [opening.code]
    assert asks.post(f"openings/{opening.code}/actions/unfollow/", {}).status_code == 200
    assert asks.get("my/interests/").json()["items"] == []


def test_an_asker_reads_no_draft_of_the_answer(program, advisor_user, clerk, sanuki):
    opening = OpeningFactory(municipality=sanuki, open=True, asking=True)
    asker, city = program(advisor_user), program(clerk)
    asked = asker.post(f"openings/{opening.code}/questions/", {"text": "訪問は必要ですか。"}).json()
    before = asker.get(f"my/questions/{asked['code']}/")
    desk = city.get(f"desk/questions/{asked['code']}/")
    assert "asked_by" not in desk.json()
    city.change(f"desk/questions/{asked['code']}/", {"answer": "不要です。"})
    after = asker.get(f"my/questions/{asked['code']}/")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    chosen = [f"{asked['code']}.2"]  # the draft as it was read: code and version
    published = city.post(f"desk/openings/{opening.code}/actions/publish_answers/", {"chosen": chosen})
    assert published.status_code == 200
    assert asker.get(f"my/questions/{asked['code']}/").json()["published_answer"] == "不要です。"
    assert asker.get(f"openings/{opening.code}/").json()["questions"][0]["answer"] == "不要です。"
