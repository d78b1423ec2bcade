"""An agenda item remembers the submitted words it came from (`drafted_from`); the living rows were never read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("discussions", "0002_final_states_and_answers")]
    operations = [
        migrations.RemoveField(model_name="agendaitem", name="from_priority"),
        migrations.RemoveField(model_name="agendaitem", name="from_strength"),
    ]
