"""The pages and the API, as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstpoint.project.settings")

application = get_wsgi_application()

# Models can be loaded only from here on.
from firstpoint.doors.public.notebook import keep_writing  # noqa: E402

keep_writing()

# What is loaded by now stays for good, and a page makes thousands of objects that are gone with it: looking through
# everything after every few hundred of them took a tenth of the time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000)
