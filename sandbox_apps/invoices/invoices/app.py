"""Puts the app together: the books of the year, the pages, and how money is written."""

import os
from pathlib import Path

from flask import Flask
from invoices_data import make

from invoices import formats, views
from invoices.journal import Journal
from invoices.ledger import Ledger


def create_app() -> Flask:
    """The WSGI application, its books opened from what was imported and what was posted since."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["money"] = formats.money
    journal = Journal(Path(os.environ.get("SCRATCH", ".")) / "payments.jsonl")
    app.config["LEDGER"] = Ledger(make.records(os.environ.get("DATA_SEED", "")), journal)
    app.register_blueprint(views.pages)
    return app
