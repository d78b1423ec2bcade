import django.db.models.deletion
import django.db.models.manager
import schools.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0010_shared_with_governors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=schools.clock.now, editable=False)),
                ('on', models.DateField(default=schools.clock.today, editable=False)),
                ('acted_as', models.CharField(choices=[('headteacher', 'Headteacher'), ('senior_leader', 'Senior leader'), ('contributor', 'Contributor'), ('chair_of_governors', 'Chair of governors'), ('governor', 'Governor'), ('clerk_to_governors', 'Clerk to the governors'), ('diary_helper', 'Diary helper'), ('council_officer', 'Council officer'), ('council_lead', 'Council lead for education'), ('service_adviser', 'Adviser'), ('service_lead', 'Service lead'), ('guest', 'Guest'), ('administrator', 'Administrator')], max_length=24)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='schools.school')),
                ('seen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='schools.version')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'abstract': False,
                'base_manager_name': 'all_rows',
                'default_manager_name': 'all_rows',
                'indexes': [models.Index(fields=['school', '-at'], name='schools_loo_school__476b01_idx')],
                'constraints': [models.UniqueConstraint(fields=('seen', 'by', 'acted_as', 'on'), name='one_look_a_reader_version_and_day')],
            },
            managers=[
                ('all_rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(
            "CREATE TRIGGER guard BEFORE UPDATE OR DELETE OR TRUNCATE ON schools_look "
            "FOR EACH STATEMENT EXECUTE FUNCTION schools_guard()",
            "DROP TRIGGER guard ON schools_look",
        ),
    ]
