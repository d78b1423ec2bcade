from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "Discussions"
    reference_data = ("discussions.reference.load_support_kinds",)  # run by `manage.py load_reference`

    def ready(self) -> None:
        """The kinds of notice are known to whoever shows or mails them, without any page having been opened."""
        from discussions import announcements, notices  # noqa: F401
