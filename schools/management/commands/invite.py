"""Invite somebody from the command line: how the first administrator comes in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError

from schools import clock
from schools.account_letters import invitation_link
from schools.models import Council, School, Service
from schools.people.actions import kind_of, write_invitation
from schools.policy import PLACES, Role
from schools.refusals import Refused


class Command(BaseCommand):
    help = "Make an invitation to a role and print its link, which works once. Hand it only to the person invited."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", default=Role.ADMINISTRATOR.value, choices=[role.value for role in Role])
        parser.add_argument("--language", default="en", choices=["cy", "en"], help="of the link's page")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--council", metavar="CODE", help="a council, by its code: 677 is Blaenau Gwent")
        place.add_argument("--service", metavar="NAME", help="an improvement service, by its English or Welsh name")
        place.add_argument("--school", metavar="NUMBER", help="a school, by its number of seven digits")

    def handle(self, *args: Any, **given: Any) -> None:
        place, role = self._place(given), Role(given["role"])
        if kind_of(place) not in PLACES[role]:
            raise CommandError(f"The role {role} is not held at a {kind_of(place)}; choose another place.")
        try:
            validate_email(given["email"])
            words = {name: given[name] for name in ("email", "name", "language")}
            with transaction.atomic():
                invitation = write_invitation(place, role=role, starts_on=clock.today(), by=None, **words)
        except (ValidationError, Refused) as error:
            raise CommandError(" ".join(getattr(error, "messages", None) or [str(error)])) from None
        token = invitation.new_token()
        invitation.emailed_at = clock.now()
        invitation.save(update_fields=["token_hash", "expires_at", "emailed_at"])
        self.stdout.write(f"{invitation.name} can accept to the end of {invitation.last_day:%d %B %Y} by this link:")
        self.stdout.write(invitation_link(invitation, token))

    def _place(self, given: dict[str, Any]) -> Council | Service | School:
        why = "the first administrator is invited from the command line"
        if number := given.get("school"):
            school = School.objects.as_system(why).filter(number=number).first()
            return school or self._missing(f"No school has the number {number}.")
        if name := given.get("service"):
            services = Service.objects.as_system(why)
            service = services.filter(name_en=name).first() or services.filter(name_cy=name).first()
            return service or self._missing(f"No improvement service is called {name!r}.")
        if code := given.get("council"):
            council = Council.objects.as_system(why).filter(code=code).first()
            return council or self._missing(
                f"No council has the code {code}. Load its schools first: manage.py import_schools FILE."
            )
        return self._missing("Say where the role is held: --council CODE, --service NAME or --school NUMBER.")

    def _missing(self, sentence: str) -> Any:
        raise CommandError(sentence)
