"""The triggers that keep the tally: one statement, one addition for each city, year and field it touches."""

from django.db import migrations

FISCAL_YEAR = """
CREATE FUNCTION reports_fiscal_year(at timestamptz) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
    SELECT extract(year FROM (at AT TIME ZONE 'Asia/Tokyo') - interval '3 months')::smallint
$$;
"""
TO_CALL = "JOIN projects_opening o ON o.id = d.opening_id"
VIA_APPLICATION = (
    "JOIN projects_application a ON a.id = d.application_id JOIN projects_opening o ON o.id = a.opening_id"
)
VIA_WORK = (
    "JOIN projects_engagement e ON e.id = d.engagement_id JOIN projects_application a ON a.id = e.application_id"
    " JOIN projects_opening o ON o.id = a.opening_id"
)
ON_TIME = (
    "o.released_at IS NOT NULL AND (o.released_at AT TIME ZONE 'Asia/Tokyo')::date <= o.answer_date AND NOT"
    " EXISTS (SELECT 1 FROM projects_amendment m WHERE m.opening_id = o.id AND m.kind = 'postponement')"
)
# table, alias of its rows, the way to the call, column of the tally → condition
SOURCES = (
    (
        "projects_opening",
        "o",
        "",
        {"openings": "true", "answered": "o.released_at IS NOT NULL", "answered_on_time": ON_TIME},
    ),
    ("projects_application", "d", TO_CALL, {"applications": "d.submitted_at IS NOT NULL"}),
    ("projects_interview", "d", VIA_APPLICATION, {"interviews": "d.status = 'held'"}),
    (
        "projects_engagement",
        "d",
        VIA_APPLICATION,
        {"hired": "true", "started": "d.started_at IS NOT NULL", "completed": "d.status = 'completed'"},
    ),
    ("reports_outcomereport", "d", VIA_WORK, {"reported": "d.status = 'published'"}),
    (
        "projects_meeting",
        "d",
        VIA_WORK,
        {"meetings_held": "d.status = 'held'", "meetings_cancelled": "d.status = 'cancelled'"},
    ),
    (
        "projects_recommendation",
        "d",
        VIA_WORK,
        {"advice": "true", "advice_adopted": "d.status IN ('adopted', 'trial', 'existing')"},
    ),
)
EVENTS = {
    "insert": ("NEW TABLE AS after_rows", "SELECT 1 AS sign, n.* FROM after_rows n"),
    "delete": ("OLD TABLE AS before_rows", "SELECT -1 AS sign, b.* FROM before_rows b"),
    "update": (
        "OLD TABLE AS before_rows NEW TABLE AS after_rows",
        "SELECT 1 AS sign, n.* FROM after_rows n UNION ALL SELECT -1, b.* FROM before_rows b",
    ),
}
# In the order of the key, so that two statements never wait for each other.
COUNTING = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_tally AS t (municipality_id, fiscal_year, field_id, {columns})
    SELECT * FROM (
        SELECT o.municipality_id, reports_fiscal_year(o.published_at) AS fiscal_year, p.field_id, {sums}
        FROM ({rows}) {alias} {way} JOIN projects_project p ON p.id = o.project_id
        WHERE o.published_at IS NOT NULL
        GROUP BY 1, 2, 3
    ) s WHERE {changed} ORDER BY 1, 2, 3
    ON CONFLICT (municipality_id, fiscal_year, field_id) DO UPDATE SET {additions};
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
# A project that changes its field takes its counts along.
MOVING = """
CREATE FUNCTION reports_tally_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reports_tally AS t (municipality_id, fiscal_year, field_id, {columns})
    SELECT c.municipality_id, c.fiscal_year, f.field_id, {sums} FROM (
        {counts}
    ) c CROSS JOIN (VALUES (OLD.field_id, -1), (NEW.field_id, 1)) AS f (field_id, sign)
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (municipality_id, fiscal_year, field_id) DO UPDATE SET {additions};
    RETURN NULL;
END $$;
CREATE TRIGGER reports_tally_project AFTER UPDATE OF field_id ON projects_project
    FOR EACH ROW WHEN (OLD.field_id IS DISTINCT FROM NEW.field_id) EXECUTE FUNCTION reports_tally_project();
"""
# What was there before the triggers.
FILLING = """
INSERT INTO reports_tally (municipality_id, fiscal_year, field_id, {columns})
SELECT c.municipality_id, c.fiscal_year, c.field_id, {sums} FROM ({counts}) c GROUP BY 1, 2, 3;
"""
COLUMNS = [column for _table, _alias, _way, counted in SOURCES for column in counted]


def _additions(columns):
    return ", ".join(f"{each} = t.{each} + EXCLUDED.{each}" for each in columns)


def _counting(table, alias, way, counted, event):
    tables, rows = EVENTS[event]
    return COUNTING.format(
        name=f"reports_tally_{table.partition('_')[2]}_{event}",
        columns=", ".join(counted),
        sums=", ".join(
            f"sum({alias}.sign * ({condition})::int) AS {column}" for column, condition in counted.items()
        ),
        rows=rows,
        alias=alias,
        way=way,
        changed=" OR ".join(f"s.{column} <> 0" for column in counted),
        additions=_additions(counted),
        event=event.upper(),
        table=table,
        tables=tables,
    )


def _counts(table, alias, way, counted, where="o.project_id = NEW.id"):
    numbers = ", ".join(
        f"({counted[column]})::int AS {column}" if column in counted else f"0 AS {column}"
        for column in COLUMNS
    )
    return (
        f"SELECT o.municipality_id, reports_fiscal_year(o.published_at) AS fiscal_year, p.field_id, {numbers}"
        f" FROM {table} {alias} {way} JOIN projects_project p ON p.id = o.project_id"
        f" WHERE {where} AND o.published_at IS NOT NULL"
    )


def _install():
    parts = [_counting(*source, event) for source in SOURCES for event in EVENTS]
    moving = MOVING.format(
        columns=", ".join(COLUMNS),
        sums=", ".join(f"sum(f.sign * c.{each})" for each in COLUMNS),
        counts="\n        UNION ALL ".join(_counts(*source) for source in SOURCES),
        additions=_additions(COLUMNS),
    )
    filling = FILLING.format(
        columns=", ".join(COLUMNS),
        sums=", ".join(f"sum(c.{each})" for each in COLUMNS),
        counts=" UNION ALL ".join(_counts(*source, where="true") for source in SOURCES),
    )
    return "".join([FISCAL_YEAR, *parts, moving, filling])


def _remove():
    names = [
        (f"reports_tally_{table.partition('_')[2]}_{event}", table)
        for table, *_rest in SOURCES
        for event in EVENTS
    ]
    names.append(("reports_tally_project", "projects_project"))
    drops = [f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();" for name, table in names]
    return "\n".join([*drops, "DROP FUNCTION reports_fiscal_year(timestamptz);"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_tally_and_document_jobs"), ("projects", "0035_messages_and_terms")]

    operations = [migrations.RunSQL(_install(), _remove())]
