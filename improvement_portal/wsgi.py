"""The door for gunicorn, as the serving role."""

import os
import sys

from improvement_portal.start import readable, refuse_if_unconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement_portal.settings")
os.environ["PORTAL_DATABASE_ROLE"] = "serving"
refuse_if_unconfigured()

from django.core.wsgi import get_wsgi_application  # noqa: E402  (settings are checked first)

application = readable(get_wsgi_application())

from django.db import connection  # noqa: E402  (Django is set up now)

from improvement_portal.demo.ownership import why_not_served  # noqa: E402  (so are the models)

if refusal := why_not_served():
    print(refusal, file=sys.stderr)
    sys.exit(3)  # to gunicorn this says: do not try again
connection.close()  # each thread has its own
