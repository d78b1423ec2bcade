"""What is done about people and one's own account, each button once: by links, in both languages."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.urls import reverse

from schools import clock
from schools.models import AdviserAssignment, Appointment, ConflictOfInterest, Invitation, Person
from schools.people import actions as people
from schools.policy import Role
from tests import factories as make
from tests.browser.harness import Portal
from tests.browser.mouse import by_keyboard, by_mouse
from tests.schools.writing import submit
from tests.story import day

HOME, SETTINGS, PEOPLE = (reverse(name) for name in ("home:index", "people:language", "people:index"))
INTERESTS, ASSIGNMENTS = reverse("people:interests"), reverse("people:assignments")
PASSWORD, NEW_PASSWORD, LAST_PASSWORD = "rhosyn-gwyn-42", "tair-deilen-werdd-7", "pedair-carreg-lwyd-9"


def link_to(email: str, part: str) -> str:
    """The address in the last letter to this person that has this word in it."""
    letter = next(each for each in reversed(mail.outbox) if each.to == [email])
    (found,) = [url for url in re.findall(r"https?://\S+", letter.body) if part in url]
    return urlsplit(found).path


def test_a_headteacher_invites_two_takes_one_invitation_back_and_ends_the_others_role(
    portal: Portal, nia: Any, school: Any
) -> None:
    """In Welsh: the new governor begins by the link of the letter, reads the school's page, and is out again."""
    nias = by_mouse(portal, nia, "cy").open(HOME)
    for name in ("Megan", "Tegid"):
        nias.follow(PEOPLE).follow(reverse("people:invite"))
        nias.fill(role="governor", name=name, email=f"{name.lower()}@example.test", language="cy").says(name)
    tegid = Invitation.all_rows.get(name="Tegid")
    withdrawn = link_to(tegid.email, "join")
    nias.follow(reverse("people:withdraw", args=[tegid.public_id])).fill().says("Megan").says_nothing_of("Tegid")
    by_mouse(portal, None, "cy").open(withdrawn).says("dynnu").says_nothing_of(school.name)
    megans = by_mouse(portal, None, "cy").open(link_to("megan@example.test", "join")).says("Nia", school.name)
    megans.follow(reverse("account_signup")).fill(password1=NEW_PASSWORD, password2=NEW_PASSWORD).says("Megan")
    here = reverse("register:detail", args=[school.public_id])
    megans.follow(here).says(school.name)
    held = Appointment.all_rows.get(person__name="Megan")
    nias.open(HOME).follow(PEOPLE).follow(reverse("people:end", args=[held.public_id]))
    nias.fill(**day("ends_on", clock.today() - dt.timedelta(days=1)))
    nias.follow(HOME).follow(PEOPLE).says_nothing_of("Megan")
    megans.open(here, status=403).says_nothing_of(school.name)


def test_a_guest_becomes_a_governor_too_and_changes_hats(portal: Portal, nia: Any, gareth: Any, school: Any) -> None:
    """In English, by keyboard: whoever is known signs in to accept, acts in the new role, and goes back to the old."""
    words = {"name": "Gareth", "email": gareth.email, "language": "en", "starts_on": clock.today()}
    people.invite(school, role=Role.GOVERNOR, by=nia, once=None, **words)
    gareths = by_keyboard(portal, None, "en").open(link_to(gareth.email, "join"))
    gareths.follow(reverse("account_login")).fill(login=gareth.email, password=PASSWORD)
    gareths.says("Nia").fill().says("Gareth, Governor", "You now act in this role")
    gareths.follow(reverse("people:hat")).fill(hat="guest").says("Gareth, Guest")


def test_somebody_keeps_their_own_account(portal: Portal, olwen: Any, school: Any) -> None:
    """In English and then in Welsh: signs in, changes language and password, signs out, forgets it, is back again."""
    olwens = by_mouse(portal, None, "en").open("/").follow(HOME)
    olwens.fill(login=olwen.email, password=PASSWORD).says("Olwen").follow(SETTINGS)
    olwens.fill(language="cy").says("Olwen")
    olwens.language = "cy"
    olwens.follow(SETTINGS).follow(reverse("account_change_password"))
    olwens.fill(oldpassword=PASSWORD, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    olwens.signs_out().says_nothing_of("Olwen")
    olwens.follow(HOME).follow(reverse("account_reset_password")).fill(email=olwen.email)
    olwens.open(link_to(olwen.email, "/key/")).fill(password1=LAST_PASSWORD, password2=LAST_PASSWORD)
    olwens.follow(reverse("account_login"))
    assert olwens.press(login=olwen.email, password=NEW_PASSWORD).path == olwens.at(reverse("account_login"))
    olwens.fill(login=olwen.email, password=LAST_PASSWORD).says("Olwen")
    assert Person.objects.get(pk=olwen.pk).language == "cy"


def test_the_service_lead_gives_a_school_to_another_adviser(portal: Portal, mari: Any, alun: Any, beca: Any, school):
    """In Welsh, by keyboard: the one reads the school from today, the other no more."""
    here = reverse("register:detail", args=[school.public_id])
    aluns, becas = by_mouse(portal, alun, "cy").open(HOME), by_mouse(portal, beca, "en").open(HOME)
    assert (aluns.offers(here), becas.offers(here)) == (True, False)
    maris = by_keyboard(portal, mari, "cy").open(HOME).follow(PEOPLE).follow(ASSIGNMENTS)
    held = AdviserAssignment.all_rows.get(adviser=alun, school=school)
    maris.follow(reverse("people:end_assignment", args=[held.public_id]))
    maris.fill(**day("ends_on", clock.today() - dt.timedelta(days=1))).follow(PEOPLE).follow(ASSIGNMENTS)
    maris.says_nothing_of("Alun").follow(reverse("people:assign"))
    maris.fill(adviser=str(beca.public_id), school=str(school.public_id)).says("Beca")
    becas.open(HOME).follow(here).says("Beca")
    aluns.open(HOME).says_nothing_of(school.name).open(here, status=404)


def test_an_officer_hands_the_headship_over(portal: Portal, olwen: Any, nia: Any, school: Any) -> None:
    """In Welsh: the present headteacher reads that it ends, and the next has the letter."""
    olwens, held = by_mouse(portal, olwen, "cy").open(HOME), nia.appointments.get()
    olwens.follow(PEOPLE).follow(reverse("people:hand_over", args=[held.public_id]))
    last = clock.today() + dt.timedelta(days=30)
    olwens.fill(name="Angharad", email="angharad@example.test", language="cy", **day("last_day", last)).says("Angharad")
    by_mouse(portal, None, "cy").open(link_to("angharad@example.test", "join")).says(school.name, "Olwen")
    people_of_nia = by_mouse(portal, nia, "en").open(HOME).follow(PEOPLE)
    people_of_nia.says(f"{last.day} {last:%B} {last.year}")


def test_an_officer_declares_an_interest_and_takes_back_another(
    portal: Portal, elin: Any, school: Any, other_school: Any
) -> None:
    """In English, by keyboard: the one school is closed to her from now on, the other opens again."""
    opened, closed = (reverse("self_evaluations:index", args=[each.public_id]) for each in (school, other_school))
    elins = by_keyboard(portal, elin, "en").open(HOME)
    elins.follow(SETTINGS).follow(INTERESTS).follow(reverse("people:declare"))
    elins.fill(school=str(other_school.public_id)).says(other_school.name)
    held = ConflictOfInterest.all_rows.get(person=elin, school=school)
    elins.follow(reverse("people:end_interest", args=[held.public_id]))
    elins.fill(**day("ends_on", clock.today() - dt.timedelta(days=1)))
    elins.open(closed, status=403).open(opened).says(school.name)


def test_somebody_chooses_how_often_news_come_by_mail(portal: Portal, olwen: Any, sion: Any) -> None:
    """In English from the settings, by keyboard in Welsh from the news; an officer also reads what is sent."""
    wish = reverse("mail_wishes:edit")
    olwens = by_mouse(portal, olwen, "en").open(HOME).follow(SETTINGS).follow(wish)
    olwens.fill(news_by_mail="weekly").says("Your choice has been saved")
    olwens.follow(wish).follow(reverse("home:notices")).follow(reverse("sent_mail:index")).says(
        "Nothing has been sent yet"
    )
    sions = by_keyboard(portal, sion, "cy").open(HOME).follow(SETTINGS).follow(wish)
    sions.fill(news_by_mail="at_once").says("Mae eich dewis wedi’i gadw")
    wishes = Person.objects.filter(pk__in=[olwen.pk, sion.pk]).order_by("news_by_mail")
    assert [person.news_by_mail for person in wishes] == ["at_once", "weekly"]


def test_news_are_marked_as_read(portal: Portal, nia: Any, alun: Any, school: Any) -> None:
    """In Welsh: home tells of none any more, and the list keeps them."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    aluns = by_mouse(portal, alun, "cy").open(HOME).says("1 eitem newyddion heb ei darllen")
    aluns.follow(reverse("home:notices")).says("Heb ei darllen eto").press()
    aluns.says(school.name).says_nothing_of("Heb ei darllen eto")
    aluns.open(HOME).says_nothing_of("heb ei darllen")
