from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussions")
    reference_data = ("discussions.reference.load_support_kinds",)  # run by `manage.py load_reference`

    def ready(self) -> None:
        """Kinds of notice, what follows a new headship, what is told of support and of a
        time that no longer suits: known before any page is opened."""
        from discussions import (  # noqa: F401 (each makes itself known)
            announcements,
            coming_up,
            no_longer_free,
            notices,
            succession,
            telling_of_support,
        )
