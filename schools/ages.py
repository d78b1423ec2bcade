"""How long ago something was, in words."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools import clock

SHORTEST_IN_MONTHS, SHORTEST_IN_YEARS = 31, 24  # days, months


def gathered(day: dt.date) -> str:
    """When evidence was gathered, reckoned from today: "gathered 18 months ago"."""
    today = clock.today()
    days, months = (today - day).days, months_between(day, today)
    if days <= 0:
        return _("gathered today")
    if days < SHORTEST_IN_MONTHS:
        return ngettext("gathered %(days)d day ago", "gathered %(days)d days ago", days) % {"days": days}
    if months < SHORTEST_IN_YEARS:
        months = max(months, 1)
        return ngettext("gathered %(months)d month ago", "gathered %(months)d months ago", months) % {"months": months}
    years = months // 12
    if years == 4:  # Welsh has one word after pedair and another after pum, and one plural form for both
        return _("gathered four years ago")
    return ngettext("gathered %(years)d year ago", "gathered %(years)d years ago", years) % {"years": years}


def months_between(first: dt.date, last: dt.date) -> int:
    """Whole months from the one day to the other."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
