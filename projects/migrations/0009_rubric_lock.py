from django.db import migrations

# Applicants write against the rubric they read: it is fixed from the moment approval is asked for.
# An opening that is not there yet (bulk loading in one transaction) cannot have been published.
LOCK = """
CREATE FUNCTION projects_criterion_is_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text;
BEGIN
    FOR state IN
        SELECT status FROM projects_opening
        WHERE id IN (
            CASE WHEN TG_OP = 'INSERT' THEN NEW.opening_id ELSE OLD.opening_id END,
            CASE WHEN TG_OP = 'DELETE' THEN OLD.opening_id ELSE NEW.opening_id END
        )
    LOOP
        IF state NOT IN ('draft', 'returned') THEN
            RAISE EXCEPTION 'the rubric of an opening is locked once approval was asked for'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER projects_criterion_locked BEFORE INSERT OR UPDATE OR DELETE ON projects_criterion
    FOR EACH ROW EXECUTE FUNCTION projects_criterion_is_locked();
"""
UNLOCK = """
DROP TRIGGER projects_criterion_locked ON projects_criterion;
DROP FUNCTION projects_criterion_is_locked();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_drafting")]

    operations = [migrations.RunSQL(LOCK, UNLOCK)]
