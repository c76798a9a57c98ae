"""Puts the shop together: routes, template filters and the database connection of each request."""

import re

from flask import Flask, Response

from bookshop import db, formats, office, views


seen: list[str] = []  # links to books and authors that were shown


def remember(response: Response) -> Response:
    """Count what a page links to as seen."""
    if response.mimetype == "text/html":
        seen.extend(re.findall(r'href="(/(?:books|authors)/\d+)"', response.get_data(as_text=True)))
    return response


def popular() -> list[str]:
    """The five books and authors that were shown most often."""
    return sorted(set(seen), key=seen.count, reverse=True)[:5]


def create_app() -> Flask:
    """The WSGI application."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["money"] = formats.money
    app.jinja_env.filters["rating"] = formats.rating
    app.jinja_env.globals["popular"] = popular
    app.after_request(remember)
    db.attach(app)
    app.register_blueprint(views.pages)
    app.register_blueprint(office.pages)
    return app
