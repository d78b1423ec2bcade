from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussions")
    reference_data = ("discussions.reference.load_support_kinds",)  # run by `manage.py load_reference`

    def ready(self) -> None:
        """Kinds of notice, and what follows a change of headteacher, are known before any page is opened."""
        from discussions import (  # noqa: F401 (kinds of notice; what follows a change of headteacher)
            announcements,
            notices,
            succession,
        )
