"""Calendars as programs write them, and as somebody writes them who means harm."""


def calendar(*events: str, zones: str = "") -> bytes:
    """Each event by its lines about time; everything around it is there too, with words that may not be kept."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CANARY//CANARY", *zones.split("\n")[:-1],
                        *(event(each, n) for n, each in enumerate(events)), "END:VCALENDAR", ""]).encode()  # fmt: skip


def event(lines: str, number: int = 0) -> str:
    own = [line.strip() for line in lines.strip().split("\n")]
    uid = [] if any(line.startswith("UID") for line in own) else [f"UID:{number}@example.test"]
    words = ["SUMMARY:CANARY-own-calendar", "LOCATION:CANARY-own-calendar", "DESCRIPTION:CANARY\\, a long",
             "  folded line", "ATTENDEE;CN=CANARY:mailto:canary@example.test"]  # fmt: skip
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT5M", "END:VALARM"]
    return "\r\n".join(["BEGIN:VEVENT", *uid, *words[:4], *own, *words[4:], *alarm, "END:VEVENT"])


# As Outlook writes it: a name of its own, with the rules beside it.
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
OWN_ZONE = OUTLOOK_ZONE.replace("GMT Standard Time", "Ein Parth Ni").replace("+0100", "+0300").replace("+0000", "+0200")
