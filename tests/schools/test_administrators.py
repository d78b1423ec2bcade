"""What each administrator finds in the admin: the own council or service, shared words, and nobody else's."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from discussions.models import SupportKind
from discussions.reference import load_support_kinds
from schools.admin import site
from schools.administration import SavedByVersion
from schools.models import (
    AdviserAssignment,
    Appointment,
    Cluster,
    ConflictOfInterest,
    Council,
    Federation,
    GuestOrganisation,
    Person,
    School,
    Service,
    ServiceCouncil,
    Term,
    Title,
)
from schools.models.base import EditableNoun
from schools.policy import Role
from tests import factories as make

WORDS = {"name_cy": "Enw", "name_en": "Name"}


@pytest.fixture
def sara(service):
    """The service's administrator."""
    person = make.make_person("Sara", language="en")
    make.appoint(person, Role.ADMINISTRATOR, service)
    return person


@pytest.fixture
def places(cast, council, far_council, service, sara):
    """One row of each model at the council of Ann and one at the far council."""
    for place in (council, far_council):
        for model in (Federation, Cluster, GuestOrganisation):
            model.all_rows.create(council=place, name_cy=f"{model.__name__} {place.code}", name_en=place.code)
        Term.all_rows.create(council=place, school_year=2026, starts_on="2026-09-01", ends_on="2026-10-23")
        Title.all_rows.create(council=place, role="guest", title_cy="Gwestai", title_en="Guest")
    Title.all_rows.create(service=service, role="service_adviser", title_cy="Partner", title_en="Partner")
    ConflictOfInterest.all_rows.create(person=cast.rhys, school=cast.ffion.appointments.get().school)
    make.assign(cast.beca, service, cast.ffion.appointments.get().school)
    make.make_service(name="Arall")


def found_by(person, model):
    client = Client()
    client.force_login(person)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return set(client.get(address).context["cl"].queryset)


def test_a_councils_administrator_finds_what_is_the_councils(places, cast, council, far_council, service):
    rows = {model: found_by(cast.ann, model) for model in site._registry}
    assert rows[Council] == {council}
    for model in (Federation, Cluster, GuestOrganisation, Term, School, ServiceCouncil):
        assert rows[model] == set(model.all_rows.filter(council=council)), model
    assert rows[Title] == {Title.all_rows.get(council=council)}
    assert rows[Service] == {service}
    assert {row.school.council for row in rows[AdviserAssignment] | rows[ConflictOfInterest]} == {council}
    assert rows[Person] >= {cast.nia, cast.huw, cast.owain, cast.olwen, cast.gareth, cast.ann}
    assert not rows[Person] & {cast.ffion, cast.rhys, cast.alun, cast.mari, cast.idris}
    assert {row.person for row in rows[Appointment]} == rows[Person]


def test_a_services_administrator_finds_what_is_the_services(places, cast, council, far_council, service, sara):
    rows = {model: found_by(sara, model) for model in site._registry}
    advisers = {cast.alun, cast.beca, cast.eira, cast.mari, sara}
    assert rows[Person] == {row.person for row in rows[Appointment]} == advisers
    assert rows[Service] == {service}
    assert rows[AdviserAssignment] == set(AdviserAssignment.all_rows.all())
    assert rows[Title] == {Title.all_rows.get(service=service)}
    assert rows[ServiceCouncil] == set(ServiceCouncil.all_rows.filter(service=service))
    assert {school.council for school in rows[School]} == {council, far_council}, "to assign advisers to"
    for model in (Council, Federation, Cluster, GuestOrganisation, Term, ConflictOfInterest):
        assert rows[model] == set(), model


def test_what_is_somebody_elses_is_not_there_at_its_own_address_either(places, cast, client, sara):
    mine = {cast.ann: found_by(cast.ann, Person), sara: found_by(sara, Person)}
    for person, people in mine.items():
        client.force_login(person)
        for other in set(Person.objects.all()) - people:
            answer = client.get(reverse("admin:schools_person_change", args=[other.pk]))
            assert answer.status_code == 302 and answer["Location"].endswith("/admin/"), other


def test_the_choices_are_those_of_the_own_organisation(places, cast, client, council, far_council, service, sara):
    def choices(person, model, field):
        client.force_login(person)
        page = client.get(reverse(f"admin:schools_{model}_add"))
        return set(page.context["adminform"].form.fields[field].queryset)

    assert choices(cast.ann, "federation", "council") == {council}
    assert choices(cast.ann, "school", "council") == {council}
    assert {row.council for row in choices(cast.ann, "school", "federation")} == {council}
    assert {row.council for row in choices(cast.ann, "school", "predecessors")} == {council}
    assert choices(cast.ann, "appointment", "service") == set()
    assert cast.ffion not in choices(cast.ann, "appointment", "person")
    assert choices(sara, "appointment", "service") == {service}
    assert choices(sara, "appointment", "council") == choices(sara, "appointment", "guest_organisation") == set()
    assert choices(sara, "adviserassignment", "adviser") == {cast.alun, cast.beca, cast.eira, cast.mari}
    assert {row.council for row in choices(sara, "adviserassignment", "school")} == {council, far_council}


def test_a_service_does_not_let_itself_into_a_council_nor_change_its_schools(places, cast, client, council, sara):
    client.force_login(sara)
    assert client.get(reverse("admin:schools_servicecouncil_add")).status_code == 403
    row = ServiceCouncil.all_rows.filter(council=council).get()
    words = {"service": row.service.pk, "council": council.pk, "starts_on": "1 9 2020", "ends_on": "1 9 2030"}
    assert client.post(reverse("admin:schools_servicecouncil_change", args=[row.pk]), words).status_code == 403
    school = School.all_rows.filter(council=council).first()
    assert client.post(reverse("admin:schools_school_change", args=[school.pk]), WORDS).status_code == 403
    client.force_login(cast.ann)
    assert client.get(reverse("admin:schools_servicecouncil_change", args=[row.pk])).status_code == 200
    assert client.post(reverse("admin:schools_servicecouncil_change", args=[row.pk]), words).status_code == 302


def test_nobody_changes_the_address_of_somebody_who_also_works_elsewhere(client, ann, nia, far_council):
    client.force_login(ann)
    page = reverse("admin:schools_person_change", args=[nia.pk])
    make.appoint(nia, Role.COUNCIL_OFFICER, far_council)
    assert client.get(page).status_code == 200, "seen"
    assert client.post(page, {"name": "Nia", "email": "x@example.test", "language": "cy"}).status_code == 403
    nia.appointments.filter(council=far_council).update(ends_on=make.YESTERDAY)
    words = {"name": "Nia", "email": nia.email, "language": "cy", "is_active": "on"}
    assert client.post(page, words).status_code == 302, "once the other role has ended"


@pytest.mark.parametrize("who", ["ann", "sara"])
def test_kinds_of_support_are_renamed_and_taken_out_of_use_by_every_administrator(who, request, client, db):
    load_support_kinds()
    kind = SupportKind.all_rows.first()
    client.force_login(request.getfixturevalue(who))
    page = reverse("admin:discussions_supportkind_change", args=[kind.pk])
    words = {"name_cy": "Cymorth arall", "name_en": "Other support", "position": 9, "code": "another"}
    assert client.post(page, words).status_code == 302
    changed = SupportKind.all_rows.get(pk=kind.pk)
    assert (changed.name_cy, changed.in_use, changed.code) == ("Cymorth arall", False, kind.code)
    assert client.post(page.replace("change", "delete")).status_code == 403


# --- Versions


def form_of(page):
    """What the admin's form would send."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_every_record_that_officers_edit_too_is_saved_by_its_version():
    edited = {model for model in site._registry if issubclass(model, EditableNoun)}
    assert edited == {School, Term}
    assert all(isinstance(site._registry[model], SavedByVersion) for model in edited)


def test_what_an_administrator_saves_raises_the_version(client, ann, school):
    client.force_login(ann)
    page = reverse("admin:schools_school_change", args=[school.pk])
    words = {**form_of(client.get(page)), "name_cy": "Ysgol Llanw", "town": "Y Cwm"}
    assert client.post(page, words).status_code == 302
    saved = School.all_rows.get(pk=school.pk)
    assert (saved.version, saved.name_cy, saved.town) == (school.version + 1, "Ysgol Llanw", "Y Cwm")
    assert saved.sort_cy != school.sort_cy, "it stands where its new name belongs"


def test_an_administrator_who_is_late_overwrites_nothing_and_is_told(client, ann, school):
    client.force_login(ann)
    page = reverse("admin:schools_school_change", args=[school.pk])
    words = {**form_of(client.get(page)), "town": "Y Cwm"}
    School.all_rows.filter(pk=school.pk).update(town="Tre Nia", version=school.version + 1)
    for _twice in range(2):
        answer = client.post(page, words)
        assert "so nothing has been saved" in answer.content.decode()
        assert School.all_rows.get(pk=school.pk).town == "Tre Nia"
    without = {name: value for name, value in words.items() if name != "opened"}
    assert "so nothing has been saved" in client.post(page, without).content.decode()


# --- Back, and Save again


@pytest.mark.parametrize("model", [Federation, Cluster])
def test_back_and_save_again_makes_no_second_one(model, client, ann, council, far_council):
    client.force_login(ann)
    page = reverse(f"admin:schools_{model._meta.model_name}_add")
    assert client.post(page, {**WORDS, "council": council.pk}).status_code == 302
    again = client.post(page, {**WORDS, "name_en": "NAME", "council": council.pk})
    assert f"The council already has a {model._meta.model_name} of this name." in again.content.decode()
    assert model.all_rows.count() == 1
    model.all_rows.create(council=far_council, **WORDS)
    with pytest.raises(IntegrityError, match="one_"):
        model.all_rows.create(council=council, name_cy="Arall", name_en="name")
