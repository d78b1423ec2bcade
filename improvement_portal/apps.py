from django.apps import AppConfig


class ImprovementPortalConfig(AppConfig):
    name = "improvement_portal"
    verbose_name = "Improvement Portal"

    def ready(self) -> None:
        from improvement_portal.database import checks, grants

        checks.register()
        grants.connect()
