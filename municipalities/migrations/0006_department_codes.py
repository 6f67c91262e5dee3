"""Gives each section that was there before a public code of its own."""

from django.db import migrations, models

import core.codes


def give_codes(apps, _schema_editor):
    for department in apps.get_model("municipalities", "Department").objects.only("pk"):
        department.code = core.codes.new_code()
        department.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0005_staff_management")]

    operations = [
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="department",
            name="code",
            field=models.CharField(default=core.codes.new_code, editable=False, max_length=8, unique=True),
        ),
    ]
