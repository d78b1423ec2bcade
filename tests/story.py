"""The path of one school year through the pages, by links and forms alone, for whoever wants to watch it.

Everybody writes in their own language; the language of the pages is the story's. `look` sees every answer.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from discussions.models import Discussion, Participant, SupportKind
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import AdviserAssignment, EvidenceItem, Plan, PlanPriority, SelfEvaluation, SummaryLine, SummaryPart
from tests.factories import the_framework
from tests.on_pages import Visitor
from tests.schools import documents

# What people write, by who writes it. The first three belong to the school until it shares them.
NARRATIVE = "Reading is strong in every class, and learners choose books for themselves."
STRENGTH = "Mae'r dysgwyr yn darllen er mwyn mwynhad."
PRIORITY = "Ysgrifennu estynedig ym mhob pwnc."
SECOND = "Attendance of learners who travel far."
MISTAKE = "Written in the wrong place."
EVIDENCE, SHOWS, PAPER = "Taith ddysgu mis Hydref", "Mae pob dosbarth yn darllen bob dydd.", "Taith.pdf"
TARGET, OUTCOME = "Pob dysgwr yn ysgrifennu tudalen yr wythnos.", "Mae dysgwyr yn ysgrifennu'n hyderus."
ACTION, LEAD = "Train all staff in modelling writing.", "Deputy headteacher"
MEETING = "Corff llywodraethu llawn, tymor yr hydref"
AGENDA = "Y bws ysgol o'r pentrefi uchaf."
SAID, SUPPORT, SUCCESS = "The priorities were confirmed.", "Three days beside the teachers.", "Pages of writing."
STEP, REASON = "Write to the bus company.", "Mae angen pum diwrnod, nid tri."
IN_BOTH = {"text_cy": "Ysgrifennu mwy, a cholli llai o ysgol.", "text_en": "Write more, and miss less school."}
WHY_SHARED = "Mae’r gweddill yn ein dogfen ein hunain."
TO_IMPROVE = "Extended writing rests too much on the teacher."
HOW_WE_KNOW = "Learning walks, books, and what learners say."
INSIDE = (NARRATIVE, STRENGTH, PRIORITY, SECOND)
KIND = {"name_cy": "Dyddiau wrth ochr yr athrawon", "name_en": "Days beside the teachers"}  # an administrator's words
# What happens, in this order.
STEPS = ("is_made_ready", "evaluates", "submits", "plans", "shares", "sums_up", "meets_in_the_diary", "prepares",
         "records", "agrees", "is_looked_back_on")  # fmt: skip


def day(name: str, date: dt.date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(date, part)) for part in ("day", "month", "year")}


@dataclass
class Story:
    cast: Any
    school: Any
    language: str
    hour: Callable[[int], None]
    look: Callable[[Any], None] = lambda answer: None
    people: dict[str, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.year = clock.current_school_year()
        the_framework()
        load_support_kinds()

    def __getattr__(self, name: str) -> Visitor:
        """Whoever is named, on the page that they opened last."""
        if name.startswith("_") or not hasattr(self.cast, name):
            raise AttributeError(name)
        if name not in self.people:
            self.people[name] = self.visitor(getattr(self.cast, name))
        return self.people[name]

    def visitor(self, person: Any) -> Visitor:
        return Visitor(person, self.language, self.look)

    def url(self, route: str, *more: Any) -> str:
        """The address of a page about the school; `more` follows the school."""
        return reverse(route, args=[self.school.public_id, *more])

    def own(self, route: str, *more: Any) -> str:
        return self.url(route, self.year, *more)

    def meets(self, route: str, *more: Any) -> str:
        """The address of a page about its discussion."""
        return reverse(route, args=[self.discussion.public_id, *more])

    @property
    def discussion(self) -> Discussion:
        return Discussion.all_rows.latest("pk")

    def at_school(self, who: str) -> Visitor:
        """From the home page to the school's."""
        home, school = reverse("home:index"), self.url("register:detail")
        visitor: Visitor = getattr(self, who).open(home)
        return visitor.follow(school) if visitor.offers(school) else visitor.follow(reverse("register:index"))

    def whole(self) -> None:
        for step in STEPS:
            getattr(self, step)()

    def is_made_ready(self) -> None:
        """Ann puts a kind of support better, which all will read at the end; Mari gives the school to Alun."""
        AdviserAssignment.all_rows.filter(adviser=self.cast.alun, school=self.school).delete()
        kind = SupportKind.all_rows.filter(in_use=True).order_by("position", "pk").last()
        lists, home = reverse("admin:discussions_supportkind_changelist"), reverse("home:index")
        ann = self.ann.open(home).follow(reverse("admin:index")).follow(lists)
        ann.follow(reverse("admin:discussions_supportkind_change", args=[kind.pk])).fill(**KIND)
        ann.says(*KIND.values())
        school = self.url("register:detail")
        self.alun.open(home).says_nothing_of(self.school.name).open(school, status=404)
        mari = self.mari.open(home).follow(reverse("people:index")).follow(reverse("people:assignments"))
        mari.follow(reverse("people:assign"))
        mari.fill(adviser=str(self.cast.alun.public_id), school=str(self.school.public_id)).says("Alun")
        self.alun.open(home).follow(school)

    def evaluates(self) -> None:
        """Nia begins, Carys gathers evidence, Siôn and Carys write, Nia says what must improve."""
        nia, sion, carys = self.nia, self.sion, self.carys
        self.at_school("nia").follow(self.url("self_evaluations:index"))
        nia.follow(self.url("starting:start")).fill(year=str(self.year))
        carys.open(self.own("self_evaluations:detail")).follow(self.url("evidence:index"))
        carys.follow(self.url("evidence:add")).fill(
            evidence_kind="learner_voice", title=EVIDENCE, shows=SHOWS, lang="cy", **day("gathered_on", clock.today())
        )
        item = EvidenceItem.all_rows.get()
        carys.follow(self.url("evidence:edit", item.public_id)).says(SHOWS)
        carys.follow(self.url("evidence:file_add", item.public_id))
        carys.fill(file=SimpleUploadedFile(PAPER, documents.pdf())).says(PAPER)
        carys.takes(self.url("evidence:download", item.public_id, item.file.public_id))
        self.areas = [section.area.code for section in self.evaluation.sections.select_related("area")]
        for area in self.areas:
            sion.open(self.own("self_evaluations:detail")).follow(self.own("self_evaluations:write", area))
            sion.fill(going_well=NARRATIVE, to_improve=TO_IMPROVE, how_we_know=HOW_WE_KNOW, lang="en")
        first, second = self.areas[:2]
        sion.follow(self.own("self_evaluations:cite", first))
        sion.fill(evidence=sion.form.fields["evidence"].offers)
        carys.open(self.own("self_evaluations:detail"))
        carys.follow(self.own("self_evaluations:add", first, "strengths"))
        carys.fill(text=STRENGTH, lang="cy", could_share="on")
        nia.follow(self.own("self_evaluations:add", first, "priorities"))
        nia.fill(text=PRIORITY, lang="cy", needs_support="on")
        nia.follow(self.own("self_evaluations:add", second, "priorities")).fill(text="Presenoldeb", lang="en")
        nia.follow(self.own("self_evaluations:add", second, "strengths")).fill(text=MISTAKE, lang="en")
        self.corrects()

    def corrects(self) -> None:
        section = self.evaluation.sections.get(area__code=self.areas[1])
        self.nia.follow(self.own("self_evaluations:edit", "priorities", section.priorities.get().public_id))
        self.nia.fill(text=SECOND)
        self.nia.follow(self.own("self_evaluations:remove", "strengths", section.strengths.get().public_id)).fill()
        self.nia.says(SECOND, STRENGTH).says_nothing_of(MISTAKE)

    @property
    def evaluation(self) -> SelfEvaluation:
        return SelfEvaluation.all_rows.get(school=self.school, school_year=self.year)

    def submits(self) -> None:
        """Until Nia declares it, nobody outside sees a word; then the council and the adviser read a version."""
        version = self.own("self_evaluations:version", 1)
        for outside in (self.olwen, self.alun, self.gwen):
            outside.open(version, status=404)
            outside.open(self.url("self_evaluations:index")).says_nothing_of(*INSIDE)
        self.nia.follow(self.own("self_evaluations:check")).says_nothing_of(*INSIDE)
        nia = self.nia.open(self.own("self_evaluations:check") + "?areas=" + "&areas=".join(self.areas)).says(*INSIDE)
        nia.go_on("declare").fill(declared="on")
        nia.follow(version).says(*INSIDE, EVIDENCE)
        for kind in ("docx", "pdf"):
            nia.open(version).takes(self.own("papers:submitted", 1, kind))
        for reader in (self.olwen, self.alun):
            reader.open(reverse("home:index")).follow(version).says(*INSIDE, EVIDENCE).says_nothing_of(SHOWS, PAPER)
            reader.open(self.own("self_evaluations:history")).says_nothing_of("Siôn", "Carys")
        self.gwen.open(self.url("self_evaluations:index")).follow(version)
        self.owain.open(version, status=404)

    def plans(self) -> None:
        """Nia draws the plan from the priorities; targets and actions follow."""
        nia = self.at_school("nia").follow(self.url("plans:index"))
        nia.follow(self.url("plans:start")).fill(year=str(self.year))
        nia.fill(priorities=nia.form.fields["priorities"].offers, year="1")
        nia.says(PRIORITY, SECOND)
        priority = self.plan.priorities.first()
        nia.follow(self.own("plan_parts:detail", priority.public_id))
        nia.follow(self.own("plan_parts:add", priority.public_id, "targets"))
        nia.fill(text=TARGET, expected_outcome=OUTCOME, lang="cy")
        nia.follow(self.own("plan_parts:add", priority.public_id, "actions"))
        dates = {**day("starts_on", dt.date(self.year, 10, 1)), **day("ends_on", dt.date(self.year + 1, 3, 1))}
        nia.fill(text=ACTION, lead=LEAD, lang="en", **dates)
        nia.says(TARGET, OUTCOME, ACTION, LEAD)
        other = PlanPriority.all_rows.get(plan=self.plan, text=SECOND)
        nia.follow(self.own("plan_parts:detail", other.public_id))
        nia.follow(self.own("plan_parts:add", other.public_id, "targets"))
        nia.fill(text="Presenoldeb o 94%", expected_outcome="Mae mwy yn dysgu mwy.", lang="cy")
        nia.follow(self.own("plan_parts:add", other.public_id, "actions"))
        nia.fill(text="Ffonio adref ar y diwrnod cyntaf.", lead=LEAD, lang="cy", **dates)
        nia.follow(self.own("plan_parts:edit", "priorities", other.public_id)).fill(text=f"{SECOND} First by bus.")
        nia.follow(self.own("plans:detail"))
        self.olwen.open(self.url("plans:index")).says_nothing_of(PRIORITY)

    @property
    def plan(self) -> Plan:
        return Plan.all_rows.get(school=self.school, first_year=self.year)

    def shares(self) -> None:
        """The clerk prepares the meeting, and then writes down what the governors approved; Nia shares it."""
        clem, version = self.at_school("clem"), self.own("plans:version", 1)
        clem.follow(self.url("plans:index")).follow(self.own("plans:detail"))
        clem.follow(self.own("governing_body:prepare"))
        clem.fill(meeting=MEETING, lang="cy", **day("meets_on", clock.today())).says(MEETING, "Clem").fill()
        self.nia.follow(self.own("plans:check")).says(MEETING, TARGET)
        self.nia.follow(self.own("plans:share")).fill(reason=WHY_SHARED, lang="cy")
        self.nia.follow(version).says(PRIORITY, TARGET, ACTION)
        for reader in (self.olwen, self.alun):
            reader.open(reverse("home:index")).follow(version).says(PRIORITY, TARGET, ACTION, LEAD, MEETING)
        self.glyn.open(self.url("plans:index")).follow(version)

    def sums_up(self) -> None:
        """Nia draws the summary from the plan, puts it into both languages, and publishes it; Olwen finds it."""
        nia, index = self.at_school("nia").follow(self.url("plans:index")), self.own("plan_summary:index")
        nia.follow(self.own("plans:detail")).follow(index)
        for part in SummaryPart:
            if part != SummaryPart.PRIORITIES:
                nia.follow(self.own("plan_summary:nothing", part.value)).fill()
        nia.follow(self.own("plan_summary:choose", "priorities"))
        nia.fill(sources=nia.form.fields["sources"].offers).says(PRIORITY, SECOND)
        for line in SummaryLine.all_rows.order_by("position"):
            nia.follow(self.own("plan_summary:edit", line.public_id)).fill(**IN_BOTH)
        nia.follow(self.own("plan_summary:publish")).fill(link="listed")
        published = self.own("plan_summary:published")
        self.olwen.open(self.url("plans:index")).follow(published).says_nothing_of(SECOND)

    def meets_in_the_diary(self) -> None:
        """Olwen schedules; the guest hears nothing until Nia says yes; then Lowri, their lead, changes the time."""
        olwen, gareth, index = self.olwen, self.gareth, reverse("professional_discussions:index")
        olwen.open(index).follow(self.url("professional_discussions:schedule"))
        when = {**day("date", clock.today()), "starts": "10:00", "ends": "11:30"}
        people = [str(getattr(self.cast, name).public_id) for name in ("nia", "alun", "olwen", "glyn")]
        guests = [str(self.cast.gareth.public_id)]
        olwen.fill(**when, setting="at_school", language="both", participants=people, guests=guests)
        here = self.meets("professional_discussions:detail")
        gareth.open(here, status=404)
        asked = Participant.all_rows.get(discussion=self.discussion, person=self.cast.gareth)
        self.nia.open(here).follow(self.meets("professional_discussions:consent", asked.public_id)).fill(answer="given")
        gareth.open(index).follow(here).says(PRIORITY)
        self.lowri.open(index).follow(here)
        self.lowri.follow(self.meets("professional_discussions:reschedule")).fill(starts="13:00", ends="14:30")
        self.dai.open(index).follow(here).says("13:00").says_nothing_of(PRIORITY)
        self.owain.open(here, status=404)

    def prepares(self) -> None:
        """Each party may put something on the agenda, which began with what the school submitted."""
        here = self.meets("professional_discussions:detail")
        self.nia.open(here).says(PRIORITY, STRENGTH).follow(self.meets("agenda:add")).fill(text=AGENDA, lang="cy")
        self.alun.open(here).says(AGENDA)
        self.alun.follow(self.meets("professional_discussions:history"))

    def records(self) -> None:
        """Alun writes what was agreed; the school does not see the draft."""
        self.hour(16)
        alun, school, detail = self.alun, self.school.public_id, self.meets("records:detail")
        alun.open(self.meets("professional_discussions:detail")).follow(detail)
        alun.follow(self.meets("records:begin")).fill()
        for heading in ("priorities", "progress", "accuracy", "practice"):
            alun.follow(self.meets("records:write", school, heading)).fill(text=SAID, lang="en")
        alun.follow(self.meets("records:add", school, "support"))
        kind = alun.form.fields["support_kind"].offers[-1]
        dates = {**day("starts_on", clock.today()), **day("ends_on", clock.today() + dt.timedelta(days=60))}
        words = {"what": SUPPORT, "success": SUCCESS, "lang": "en", "given_by": "service", "unit": "days"}
        alun.fill(support_kind=kind, amount="3", **words, **dates)
        alun.follow(self.meets("records:add", school, "next-steps"))
        alun.fill(party="council", text=STEP, lang="en", **day("due_on", clock.today() + dt.timedelta(days=30)))
        for reader in (self.nia, self.glyn, self.gareth):
            reader.open(detail).says_nothing_of(SAID, SUPPORT, STEP)
        alun.follow(self.meets("records:check")).says(SAID, SUPPORT, STEP)
        alun.follow(self.meets("records:send")).fill()

    def agrees(self) -> None:
        """Nia sees the support differently, Alun corrects it, and then the three parties agree."""
        alun, school, detail = self.alun, self.school.public_id, self.meets("records:detail")
        nia = self.nia.open(reverse("home:index")).follow(self.meets("records:answer", school)).says(SUPPORT)
        nia.fill(agreed="no", lang="cy", reason_4=REASON)
        alun.open(detail).says(REASON).follow(self.meets("records:withdraw")).fill()
        item = self.discussion.record.parts.get().support_items.get()
        alun.follow(self.meets("records:edit", "support", item.public_id)).fill(amount="5")
        alun.follow(self.meets("records:check")).follow(self.meets("records:send")).fill()
        nia.open(detail).follow(self.meets("records:answer", school)).fill(agreed="yes", lang="cy")
        self.olwen.open(reverse("home:index")).follow(self.meets("records:answer", "council"))
        self.olwen.fill(agreed="yes", lang="en")
        alun.open(detail).follow(self.meets("records:answer", "service")).fill(agreed="yes", lang="en")
        for reader in (nia, self.olwen, alun, self.glyn):
            reader.open(detail).says(SAID, STEP).follow(self.url("support:index")).says(SUPPORT, SUCCESS)
            reader.follow(self.meets("records:version")).says(SAID, SUPPORT, STEP)
        self.gareth.open(detail).says(SAID, SUPPORT, STEP)
        self.owain.open(detail, status=404)
        self.owain.open(self.url("support:index"), status=404)

    def is_looked_back_on(self) -> None:
        """Lowri and Mari read how the year went, from home: what was agreed, and the support that comes of it."""
        for lead in (self.lowri, self.mari):
            lead.open(reverse("home:index")).says(self.school.name)
            lead.follow(reverse("professional_discussions:index")).follow(self.meets("professional_discussions:detail"))
            lead.follow(self.meets("records:detail")).says(SAID).follow(self.url("support:index"))
            lead.says(SUPPORT, KIND[f"name_{self.language}"])
        self.ann.open(self.url("support:index"), status=403)
