"""Mails written before they named their own kind and reader take both from their notice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_addresses")]

    operations = [
        migrations.RunSQL(
            """
            update notifications_delivery mail set kind = notice.kind, recipient_id = notice.recipient_id
            from notifications_notice notice where notice.id = mail.notice_id
            """,
            migrations.RunSQL.noop,
        )
    ]
