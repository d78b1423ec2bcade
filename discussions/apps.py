from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "Discussions"
    reference_data = ("discussions.reference.load_support_kinds",)  # run by `manage.py load_reference`
