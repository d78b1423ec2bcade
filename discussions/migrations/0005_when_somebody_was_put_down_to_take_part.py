"""Since when a headteacher has been asked about a guest. Of those asked so far: since the discussion was scheduled."""

from django.db import migrations, models

import schools.clock

SINCE_THE_FIRST_ACT = """
    UPDATE discussions_participant SET added_at = first.at
    FROM discussions_discussion discussion
    JOIN (SELECT target_id, min(at) AS at FROM schools_event GROUP BY target_id) first
      ON first.target_id = discussion.public_id
    WHERE discussions_participant.discussion_id = discussion.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0004_kind_of_support_in_words"),
        ("schools", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="added_at",
            field=models.DateTimeField(default=schools.clock.now, editable=False),
        ),
        migrations.RunSQL(SINCE_THE_FIRST_ACT, migrations.RunSQL.noop),
    ]
