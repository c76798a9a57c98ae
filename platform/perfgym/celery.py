"""Celery: it moves the doorbell from the site to a worker. Who owns a run is decided in PostgreSQL (runs/claim.py)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
app = Celery("perfgym")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["perfgym.runs"])
