"""Work that takes much memory, or a second or two, is done for one person at a time in each process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from schools.refusals import Refused


class Turns:
    """One is at work and one waits; other pages want the threads too, so whoever comes then is refused."""

    def __init__(self, others_first: Callable[[], Refused]) -> None:
        self.others_first = others_first
        self.one_at_a_time = Lock()
        self.at_the_door = BoundedSemaphore(2)

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self.at_the_door.acquire(blocking=False):
            raise self.others_first()
        try:
            with self.one_at_a_time:
                yield
        finally:
            self.at_the_door.release()
