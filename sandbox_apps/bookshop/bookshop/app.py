"""Puts the shop together: routes, template filters and the database connection of each request."""

from flask import Flask

from bookshop import db, formats, office, views


def create_app() -> Flask:
    """The WSGI application."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["money"] = formats.money
    app.jinja_env.filters["rating"] = formats.rating
    db.attach(app)
    app.register_blueprint(views.pages)
    app.register_blueprint(office.pages)
    return app
