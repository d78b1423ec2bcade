"""What somebody who is invited is refused while they answer, or make an address for their calendar."""

import datetime as dt
from collections.abc import Iterator

from discussions.models import Discussion
from schools.policy import Role
from tests import factories as make
from tests.discussions.rounds import make_discussion, take_part
from tests.on_pages import Visitor
from tests.refusals import DAY, TODAY, Refusing
from tests.story import day

RENEW, END = "/en/calendar/renew/", "/en/calendar/end/"


def replying(story: Refusing) -> None:
    """Nia, in several tabs, and who keeps her diary: next year's discussion moves while they answer."""
    meeting = make_discussion(story.school, day=dt.date(story.year + 1, 10, 1))
    take_part(meeting, story.cast.nia, "headteacher")
    here = f"/en/discussions/{meeting.public_id}/reply/"
    no, other = f"{here}not-possible/", f"{here}another-time/"
    nia = story.nia
    story.no(nia.open(no), "Write in a few words why it is not possible")
    for sentence, typed in {
        "Enter a day and a time when you could come": {},
        "Enter from what time you could come on that day": day("date1", TODAY + DAY),
        "Enter the day to which this time belongs": {"time2": "10:00"},
        "Enter a date that is today or later.": day("date3", TODAY - DAY) | {"time3": "10:00"},
        "Enter a start time between 7:00 and 21:00.": day("date1", TODAY + DAY) | {"time1": "6:00"},
        "Write the minutes too: 10:00": day("date1", TODAY + DAY) | {"time1": "10"},
        "is not a school day. Choose another day": day("date1", dt.date(story.year + 1, 12, 25)) | {"time1": "10:00"},
        "This is outside working hours": day("date1", next(_mondays_of_october(story.year + 1))) | {"time1": "18:30"},
    }.items():
        story.no(nia.open(other), sentence, **typed)
    helper = make.make_person("Delyth")
    make.appoint(helper, Role.DIARY_HELPER, story.school)
    late = Visitor(helper, story.language, story.look).open(no)
    nia.open(here).fill()
    story.no(late, "Another answer has been given since you opened the page.", text="x", lang="cy")
    story.no(late.open(no), "Nia has answered in person. Press the button again", text="x", lang="cy")
    late = story.tab("nia", no)
    Discussion.all_rows.filter(pk=meeting.pk).update(sequence=1)
    story.no(late, "This discussion has been changed since you opened the page.", text="x", lang="cy")
    coming = story.tab("nia", here)
    yesterday = meeting.starts_at.replace(year=TODAY.year - 1)
    Discussion.all_rows.filter(pk=meeting.pk).update(starts_at=yesterday)
    story.no(coming, "This discussion has begun or is over, so nobody is asked any more")
    Discussion.all_rows.filter(pk=meeting.pk).update(starts_at=meeting.starts_at)
    coming, late = story.tab("nia", here), story.tab("nia", no)
    Discussion.all_rows.filter(pk=meeting.pk).update(status="cancelled", cancelled_because="Eira")
    for visitor, typed in ((coming, {}), (late, {"text": "x", "lang": "cy"})):
        story.no(visitor, "This discussion has been cancelled, so nobody is asked any more", **typed)
    meeting.delete()


def _mondays_of_october(year: int) -> Iterator[dt.date]:
    return (day for number in range(1, 9) if (day := dt.date(year, 10, number)).weekday() == 0)


def making_an_address(story: Refusing) -> None:
    """Of two tabs, the one that was pressed first and once more after the other."""
    first, second = story.tab("nia", RENEW), story.tab("nia", RENEW)
    form = first.form
    first.fill()
    second.fill()
    story.no(first.open(RENEW), "The address that this page made is switched off.", form=form)
    late = story.tab("nia", END)
    story.nia.open(END).fill()
    story.no(late, "There is no address any more, so there is nothing to switch off.")
