"""Why a calendar could not be read. The words for its owner stand with `models.OwnCalendar.Fault`."""

UNREACHABLE, NOT_FOUND, NOT_A_CALENDAR = "unreachable", "not_found", "not_a_calendar"
TOO_LARGE, TOO_SLOW = "too_large", "too_slow"


class Unread(Exception):
    """Nothing was read; `fault` is one of the above."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
