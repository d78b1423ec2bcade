from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools")
    # Run by `manage.py load_reference`; each brings its file into the database and may run again and again.
    reference_data = (
        "schools.frameworks.load_frameworks",
        "schools.frameworks.load_area_mappings",
        "schools.welsh_medium.load_welsh_medium",
        "schools.plan_reference.load_national_priorities",
        "schools.plan_reference.load_grant_kinds",
    )

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from schools import checks, kept_typing, summary_translated, translated  # noqa: F401 (they declare)
        from schools.uploads import checks as checks_of_files  # noqa: F401

        user_logged_in.connect(kept_typing.drop_that_of_others, dispatch_uid="kept_typing")
