from django.db import migrations, models


class Migration(migrations.Migration):
    """Areas that were carried before do not know what they held: their pages tell what stayed, as before."""

    dependencies = [("schools", "0023_translations")]

    operations = [
        migrations.AddField(model_name="carriedarea", name="held", field=models.JSONField(default=dict)),
    ]
