from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussions")
    reference_data = ("discussions.reference.load_support_kinds",)  # run by `manage.py load_reference`

    def ready(self) -> None:
        """Kinds of notice, what follows a new headship, what is told of support, what is booked: known early."""
        from discussions import (  # noqa: F401 (each makes itself known)
            announcements,
            booked,
            coming_up,
            notices,
            succession,
            telling_of_support,
        )
