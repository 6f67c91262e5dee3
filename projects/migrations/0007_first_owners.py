"""Whoever drafted a call owns it, if they worked for its city; the first drafter of a project leads it."""

from django.db import migrations

FORWARD = """
UPDATE projects_opening AS opening SET owner_id = post.id
  FROM municipalities_staffmembership AS post
 WHERE post.user_id = opening.drafted_by_id AND post.municipality_id = opening.municipality_id
   AND post.status = 'active' AND post.roles && ARRAY['administrator', 'drafter']::varchar[];
UPDATE projects_project AS project SET lead_id = opening.owner_id
  FROM projects_opening AS opening
 WHERE opening.project_id = project.id AND opening.owner_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM projects_opening AS earlier
                    WHERE earlier.project_id = project.id AND earlier.owner_id IS NOT NULL
                      AND earlier.id < opening.id);
"""
BACK = """
UPDATE projects_opening SET owner_id = NULL;
UPDATE projects_project SET lead_id = NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_owners")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
