from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from improvement_portal.database import checks, grants


class ImprovementPortalConfig(AppConfig):
    name = "improvement_portal"
    verbose_name = "Improvement Portal"
    still_asks = "improvement_portal.digests.still_asks"  # asked by the letters of the schools

    def ready(self) -> None:
        checks.register()
        register(is_configured, Tags.security, deploy=True)
        grants.connect()


def is_configured(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """`check --deploy` says what keeps the portal from starting."""
    from django.conf import settings

    return [Error(settings.UNCONFIGURED, id="portal.E001")] if settings.UNCONFIGURED else []
