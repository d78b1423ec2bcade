"""What those are refused who manage people and the register, and who declare or accept something."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools import clock
from schools.models import AdviserAssignment, Appointment, ConflictOfInterest, GuestOrganisation, Invitation, School
from schools.welsh_medium import load_welsh_medium
from tests import factories as make
from tests.refusals import DAY, TODAY, Refusing
from tests.story import day

MEGAN = {"name": "Megan Ann", "email": "megan@example.test", "language": "cy", "role": "governor"}


def inviting(story: Refusing) -> None:
    path = reverse("people:invite", args=[f"school-{story.school.public_id}"])
    nia = story.nia.open(path)
    story.no(
        nia,
        "Choose a role",
        "Enter the person’s full name",
        "Enter the person’s e-mail address",
        "Choose the language of the invitation",
        role=[],
        language=[],
    )
    story.no(nia, "Enter an e-mail address in full", **(MEGAN | {"email": "megan"}))
    story.no(nia, "You cannot invite yourself.", **(MEGAN | {"email": story.cast.nia.email}))
    story.no(nia, "The last day cannot be before the first day.", **MEGAN, **day("ends_on", TODAY - DAY))
    held = MEGAN | {"email": story.cast.gwen.email}
    story.no(nia.open(path), "The person with this address already holds this role", **held)
    nia.open(path).fill(**MEGAN)
    story.no(nia.open(path), "There is already an invitation to this address for this role.", **MEGAN)
    invitation = Invitation.all_rows.get()
    late = story.tab("nia", reverse("people:withdraw", args=[invitation.public_id]))
    Invitation.all_rows.update(used_at=clock.now(), used_by=story.cast.nia)
    story.no(late, "This invitation has already been accepted. End the role instead.")
    story.forbidden(story.sion, path)
    names = {"name_cy": "Urdd y Nant", "name_en": "Nant Guild"}
    GuestOrganisation.all_rows.create(council=story.school.council, **names)
    guest = {name: words for name, words in MEGAN.items() if name != "role"} | {"organisation": "new"} | names
    here = "This organisation is on the council’s list already. Choose it there."
    story.no(story.olwen.open(reverse("people:invite", args=["guest"])), here, **guest)


def ending(story: Refusing) -> None:
    gwen, nia = story.cast.gwen.appointments.get(), story.cast.nia.appointments.get(school=story.school)
    page = reverse("people:end", args=[gwen.public_id])
    story.nia.open(page)
    story.no(story.nia, "Enter the last day", **dict.fromkeys(day("ends_on", TODAY), ""))
    story.no(story.nia, "The last day cannot be before the first day.", **day("ends_on", gwen.starts_on - DAY))
    Appointment.all_rows.filter(pk=gwen.pk).update(ends_on=TODAY + DAY)
    make.appoint(story.cast.gwen, "governor", story.school, starts_on=TODAY + 5 * DAY)
    story.no(story.nia.open(page), "The same is already set down for later days.", **day("ends_on", TODAY + 9 * DAY))
    lowri = story.cast.lowri.appointments.get()
    own = story.lowri.open(reverse("people:end", args=[lowri.public_id]))
    story.no(own, "You cannot end your own role.", **day("ends_on", TODAY))
    hand_over = reverse("people:hand_over", args=[nia.public_id])
    story.no(story.olwen.open(hand_over), "Enter the last day of the present headteacher", "Enter the person’s full")
    late = {"name": "Megan", "email": "megan@example.test", "language": "cy", **day("last_day", TODAY - DAY)}
    story.no(story.olwen, "The last day cannot be before today.", **late)


def accepting(story: Refusing) -> None:
    """Gwen is invited to what she is given meanwhile by another hand."""
    words = MEGAN | {"email": story.cast.dai.email, "role": "clerk_to_governors"}
    story.nia.open(reverse("people:invite", args=[f"school-{story.school.public_id}"])).fill(**words)
    invitation = Invitation.all_rows.get(email=story.cast.dai.email)
    token = invitation.new_token()
    invitation.save()
    dai = story.dai.open(reverse("people:join", args=[token]))
    make.appoint(story.cast.dai, "clerk_to_governors", story.school)
    story.no(dai, "You already hold this role on some of these days.")


def assigning(story: Refusing) -> None:
    cast, page = story.cast, reverse("people:assign")
    mari = story.mari.open(page)
    story.no(mari, "Choose who is to be assigned", "Choose a school", adviser="", school="")
    alun = {"adviser": str(cast.alun.public_id), "school": str(story.school.public_id)}
    story.no(mari, "This person is already assigned to this school on some of these days.", **alun)
    early = day("starts_on", make.LONG_AGO - DAY)
    story.no(mari, "This person does not advise schools for the service on the first day.", **alun, **early)
    ConflictOfInterest.all_rows.create(person=cast.beca, school=story.school, starts_on=TODAY)
    beca = alun | {"adviser": str(cast.beca.public_id)}
    story.no(mari.open(page), "This person has declared a conflict of interest in this school.", **beca)
    held = AdviserAssignment.all_rows.get(adviser=cast.alun)
    mari.open(reverse("people:end_assignment", args=[held.public_id]))
    story.no(mari, "The last day cannot be before the first day.", **day("ends_on", held.starts_on - DAY))


def declaring(story: Refusing) -> None:
    elin = story.elin.open(reverse("people:declare"))
    story.no(elin, "Choose a school", school="")
    again = {"school": str(story.school.public_id)}
    story.no(elin, "You have already declared an interest in this school for some of these days.", **again)


def correcting(story: Refusing) -> None:
    """The register."""
    olwen, page = story.olwen, story.url("register:edit")
    other = story.cast.owain.appointments.get().school
    School.all_rows.filter(pk=other.pk).update(number=f"{story.school.council.code}4001")
    olwen.open(page)
    story.no(olwen, "Enter the school’s name in Welsh", "Enter the school’s name in English", name_cy="", name_en="")
    names = {"name_cy": "Ysgol Nant y Coed", "name_en": "Ysgol Nant y Coed", "postcode": ""}
    story.no(olwen, "Begin with a letter or a number", **(names | {"name_cy": "=1+1"}))
    story.no(olwen, "Enter a whole postcode", **(names | {"postcode": "NP"}))
    story.no(olwen, "Another school already has this number.", **names, number=f"{story.school.council.code}4001")
    story.no(olwen.open(page), "digits", **names, number="12")
    olwen.open(story.url("register:figures", story.year))
    story.no(olwen, "Enter a whole number from 0 to 9999", "Enter a percentage from 0 to 100", pupils="x", staff="-1",
             efsm_percent="101")  # fmt: skip
    category(story)


def category(story: Refusing) -> None:
    load_welsh_medium()
    olwen = story.olwen.open(story.url("register:language_category"))
    story.no(olwen, "Choose a category", category="")
    offered = olwen.form.fields["category"].offers[1]
    olwen.fill(category=offered)
    olwen.open(story.url("register:language_category"))
    story.no(olwen, "The school already has a category of this scheme from that day or later.", category=offered)
    story.no(olwen.open(story.url("register:add_group")), "Choose a federation or a cluster")
    story.no(olwen.open(reverse("register:import_file")), "Choose a file")


def importing(story: Refusing) -> None:
    page = reverse("register:import_file")
    olwen = story.olwen.open(page)
    story.no(olwen, "The file is larger than 10 MB.", file=file_of("x" * (10 * 1024 * 1024 + 1)))
    story.no(olwen, "This is not a table.", file=SimpleUploadedFile("x.csv", b"\x00\x01\x02"))


def file_of(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("cofrestr.csv", "\n".join(lines).encode())
