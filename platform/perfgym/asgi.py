"""The site as an ASGI application; granian serves it."""

import os

from django.core.asgi import get_asgi_application

from perfgym.web.bodies import capped

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
application = capped(get_asgi_application())
