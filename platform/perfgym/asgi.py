"""The site as an ASGI application; granian serves it."""

import os

from django.core.asgi import get_asgi_application
from django.db import connections

from perfgym.web.bodies import capped

# Under ASGI each request has a thread of its own, and would open a connection to PostgreSQL of its own.
POOL = {"min_size": 1, "max_size": 20, "timeout": 5, "max_idle": 20}  # seconds; a process of the site has one pool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
application = capped(get_asgi_application())
connections.settings["default"]["OPTIONS"]["pool"] = POOL
connections.settings["default"]["CONN_HEALTH_CHECKS"] = True  # one that PostgreSQL has dropped is replaced unseen
