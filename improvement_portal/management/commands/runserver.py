from typing import Any

from django.core.management.base import CommandError
from whitenoise.runserver_nostatic.management.commands.runserver import Command as Runserver

from improvement_portal.demo.ownership import why_not_served


class Command(Runserver):
    help = "Serve the portal while its code is being changed."

    def handle(self, *args: Any, **options: Any) -> Any:
        if refusal := why_not_served():
            raise CommandError(refusal)
        return super().handle(*args, **options)
