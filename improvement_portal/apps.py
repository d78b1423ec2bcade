from django.apps import AppConfig

from improvement_portal.database import checks, grants


class ImprovementPortalConfig(AppConfig):
    name = "improvement_portal"
    verbose_name = "Improvement Portal"

    def ready(self) -> None:
        checks.register()
        grants.connect()
