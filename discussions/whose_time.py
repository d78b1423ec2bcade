"""Who is booked is who takes part today: whoever has lost the right to is free at that time, without being asked."""

from collections.abc import Collection

from discussions.announcements import taking_part
from discussions.bookings import book, booked_elsewhere, free, lock_in_order, move_bookings
from discussions.models import Discussion


def take(discussion: Discussion, people: Collection[int], schools: Collection[int] = ()) -> None:
    """Book these people and schools, whom the caller has locked, unless they are really taken then."""
    _let_go(discussion, people)
    book(discussion, people, schools)


def take_anew(discussion: Discussion, people: Collection[int]) -> None:
    """Book exactly these people and its schools for the discussion's new time."""
    lock_in_order(people, [school.pk for school in discussion.covered])
    _let_go(discussion, people)
    move_bookings(discussion, people)


def _let_go(discussion: Discussion, people: Collection[int]) -> None:
    """Roles and assignments end and interests begin elsewhere; what that frees is found when somebody asks for it."""
    for other, theirs in booked_elsewhere(discussion, people).items():
        free(other, set(theirs) - set(taking_part(other)))
