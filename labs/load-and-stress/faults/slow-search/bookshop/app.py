"""Puts the shop together: routes, template filters and the database connection of each request."""

from difflib import SequenceMatcher

from flask import Flask

from bookshop import db, formats, office, views


def did_you_mean(words: str) -> list[str]:
    """The titles of the three books whose title or blurb is most like what was searched for."""
    likeness = {}
    for book in db.all("SELECT title, blurb FROM books"):
        alike = (SequenceMatcher(None, words, text).ratio() for text in (book["title"], book["blurb"]))
        likeness[book["title"]] = max(alike)
    return sorted(likeness, key=lambda title: likeness[title], reverse=True)[:3]


def create_app() -> Flask:
    """The WSGI application."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["money"] = formats.money
    app.jinja_env.filters["rating"] = formats.rating
    app.jinja_env.globals["did_you_mean"] = did_you_mean
    db.attach(app)
    app.register_blueprint(views.pages)
    app.register_blueprint(office.pages)
    return app
