from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = _("Discussions")
    reference_data = ("discussions.reference.load_support_kinds",)  # run by `manage.py load_reference`

    def ready(self) -> None:
        """The kinds of notice are known to whoever shows or mails them, without any page having been opened."""
        from discussions import announcements, notices  # noqa: F401 (declares the kinds of notice)
