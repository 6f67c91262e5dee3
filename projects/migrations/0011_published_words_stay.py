from django.db import migrations

GUARD = """
CREATE FUNCTION projects_last_moment(opening bigint) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT (deadline_date + 1)::timestamp AT TIME ZONE 'Asia/Tokyo' FROM projects_opening WHERE id = opening
$$;

CREATE FUNCTION projects_question_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status = 'published' THEN
        RAISE EXCEPTION 'a published question cannot be changed or deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.status = 'published' AND NEW.published_at >= projects_last_moment(NEW.opening_id) THEN
        RAISE EXCEPTION 'nothing is answered after the deadline' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER projects_question_stays BEFORE INSERT OR UPDATE OR DELETE ON projects_question
    FOR EACH ROW EXECUTE FUNCTION projects_question_stays();

CREATE FUNCTION projects_addendum_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked projects_question%ROWTYPE;
BEGIN
    SELECT * INTO asked FROM projects_question WHERE id = NEW.question_id;
    IF asked.status <> 'published' OR NEW.added_at >= projects_last_moment(asked.opening_id) THEN
        RAISE EXCEPTION 'notes are added to published answers before the deadline'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER projects_addendum_in_time BEFORE INSERT ON projects_addendum
    FOR EACH ROW EXECUTE FUNCTION projects_addendum_in_time();

CREATE FUNCTION projects_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published cannot be changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER projects_addendum_stays BEFORE UPDATE OR DELETE ON projects_addendum
    FOR EACH ROW EXECUTE FUNCTION projects_published_stays();
CREATE TRIGGER projects_amendment_stays BEFORE UPDATE OR DELETE ON projects_amendment
    FOR EACH ROW EXECUTE FUNCTION projects_published_stays();
"""
RELEASE = """
DROP TRIGGER projects_amendment_stays ON projects_amendment;
DROP TRIGGER projects_addendum_stays ON projects_addendum;
DROP TRIGGER projects_addendum_in_time ON projects_addendum;
DROP TRIGGER projects_question_stays ON projects_question;
DROP FUNCTION projects_published_stays();
DROP FUNCTION projects_addendum_in_time();
DROP FUNCTION projects_question_stays();
DROP FUNCTION projects_last_moment(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_questions_amendments_interests")]

    operations = [migrations.RunSQL(GUARD, RELEASE)]
