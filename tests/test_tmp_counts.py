from tests import test_query_counts as q
from tests.test_query_counts import *  # noqa

_all = q.readers
def some(roles):
    for page, who in _all(roles):
        if page.startswith(("starting:", "self_evaluations:", "sharing:")):
            yield page, who
q.readers = some
