"""What is refused where something is left out, is written in a way that nobody can keep, or was meant by another."""

from typing import Any

from django.urls import reverse

from schools.models import Council, GuestOrganisation
from schools.policy import Role
from tests import factories as make
from tests.on_pages import Visitor, errors_on
from tests.refusals import Refusing
from tests.refusals_of_people import MEGAN
from tests.schools.inviting import invite


def leaving_out(story: Refusing) -> None:
    story.no(story.sion.open(reverse("people:language")), "Choose a language", language=[])
    wish = story.sion.open(reverse("mail_wishes:edit"))
    story.no(wish, "Choose how often you would like to get news", news_by_mail=[])
    somewhere = story.olwen.open(reverse("people:invite") + "?place=")
    said = errors_on(somewhere.page)
    story.compare(["Choose where the role will be"], said, somewhere.path)
    story.heard += said
    circles = story.nia.open(story.own("sharing:index"))
    story.no(circles, "Choose who may read this area", **{each.name: [] for each in circles.form.visible})
    guests(story)
    another_council(story)


def guests(story: Refusing) -> None:
    GuestOrganisation.all_rows.create(council=story.school.council, name_cy="Yr Esgobaeth", name_en="The Diocese")
    olwen = story.olwen.open(reverse("people:invite", args=["guest"]))
    who: dict[str, Any] = {name: MEGAN[name] for name in ("name", "email", "language")}
    story.no(olwen, "Choose an organisation, or a new one", **who, organisation=[])
    names = ("Enter the organisation’s name in Welsh", "Enter the organisation’s name in English")
    story.no(olwen, *names, **who, organisation="new")
    accented = "Enter an e-mail address without accents or unusual letters before the @"
    story.no(olwen, accented, **(who | {"email": "siân@example.test"}))
    story.no(olwen, "Write this in one line, without line breaks", **(who | {"name": "Megan\u202eAnn"}))


def another_council(story: Refusing) -> None:
    """Olwen keeps the register of two councils."""
    other = Council.all_rows.exclude(pk=story.school.council_id).first()
    make.appoint(story.cast.olwen, "council_officer", other)
    story.no(story.visitor(story.cast.olwen).open(reverse("register:import_file")), "Choose a council", council=[])


def meant_by_another(story: Refusing) -> None:
    """Opened by a colleague at the same computer; then by the same person, who acts in another role by now."""
    page = story.own("self_evaluations:add", story.evaluation.sections.first().area.code, "strengths")
    words = {"text": "x", "lang": "cy"}
    story.no(story.nia.open(page), "This page had been open for too long.", once="", **words)
    theirs = story.tab("sion", page).form
    story.no(story.nia.open(page), "This page was opened when somebody else was signed in.", form=theirs, **words)
    make.appoint(story.cast.carys, "senior_leader", story.school)
    carys = story.visitor(story.cast.carys)
    act_as(carys, Role.CONTRIBUTOR)
    before = carys.open(page).form
    act_as(carys, Role.SENIOR_LEADER)
    story.no(carys.open(page), "You opened this page in another of your roles.", form=before, **words)


def act_as(visitor: Visitor, role: Role) -> None:
    visitor.open(reverse("people:hat"))
    visitor.press(hat=role.value)


def coming_in(story: Refusing) -> None:
    invitation = invite(story.school, story.cast.nia, name="Megan Ann", email="megan.ann@example.test")
    token = invitation.new_token()
    invitation.save()
    megan = story.visitor(None).open(reverse("people:join", args=[token])).follow(reverse("account_signup"))
    story.no(megan, "Enter your full name", name="")
    own = {"name": "Megan Ann", "password1": "megan-ann-2026-x", "password2": "megan-ann-2026-x"}
    story.no(megan, "Do not use your name or your e-mail address in the password.", **own)
