"""Makes the books of 18 months as three other systems would deliver them; the same seed makes the same books."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

CUSTOMERS = 50
INVOICES = (60, 100)  # of a customer
FIRST_DAY, DAYS = date(2024, 7, 1), 548
CITIES = ("Berlin", "Lyon", "Porto", "Oslo", "Turin", "Gdansk", "Ghent", "Malmo", "Seville", "Zagreb", "Leeds", "Cork")
NAMES = ("Adler", "Baker", "Costa", "Dahl", "Engel", "Fontaine", "Garcia", "Hoffmann", "Ivanova", "Jansen", "Keller")
TRADES = ("Print", "Timber", "Foods", "Optics", "Paper", "Bicycles", "Lighting", "Textiles")
GOODS = (
    "desk lamp",
    "paper, A4",
    "toner",
    'monitor 27"',
    "chair",
    "cable 2 m",
    "shelf",
    "whiteboard",
    "stapler",
    "scale",
)
TERMS = ("net 14", "30 days", "30 days", "45 days", "net 60")
DATES = ("%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y", "%d %b %Y")
WORDS = ("Invoice {}", "{} thank you", "payment of {}", "RE {} / {} {}", "our order, your no. {}")


def records(seed: str) -> dict[str, list[dict[str, Any]]]:
    """Customers, invoices and payments, each a list of rows of text."""
    rng = random.Random(f"books {seed}")
    customers = [
        {
            "id": f"C{number:03d}",
            "name": f"{rng.choice(NAMES)} {rng.choice(TRADES)} {rng.choice(('Ltd', 'GmbH', 'SA', 'BV'))}",
            "city": rng.choice(CITIES),
        }
        for number in range(1, CUSTOMERS + 1)
    ]
    invoices = _invoices(rng, [customer["id"] for customer in customers])
    return {"customers": customers, "invoices": invoices, "payments": _payments(rng, invoices)}


def _invoices(rng: random.Random, customers: list[str]) -> list[dict[str, str]]:
    """In the order of their days, each year numbered from 1."""
    issued = [(rng.randrange(DAYS), customer) for customer in customers for _ in range(rng.randint(*INVOICES))]
    found: list[dict[str, str]] = []
    used: dict[int, int] = {}
    for after, customer in sorted(issued):
        on = FIRST_DAY + timedelta(days=after)
        used[on.year] = used.get(on.year, 0) + 1
        found.append(
            {
                "number": f"INV-{on.year}-{used[on.year]:05d}",
                "customer": customer,
                "issued": on.strftime(rng.choice(DATES)),
                "terms": rng.choice(TERMS),
                "positions": json.dumps([_position(rng) for _ in range(rng.randint(2, 7))]),
            }
        )
    return found


def _position(rng: random.Random) -> dict[str, str]:
    return {
        "sku": f"{rng.choice('ABCDEF')}-{rng.randrange(1000, 9999)}",
        "text": rng.choice(GOODS),
        "quantity": str(rng.choice((1, 1, 2, 3, 5, 10, 25))),
        "price": f"EUR {_european(Decimal(rng.randrange(95, 240_000)) / 100)}",
        "discount": rng.choice(("0 %", "0 %", "2,5 %", "5 %", "12,5 %")),
        "vat": rng.choice(("standard", "standard", "standard", "reduced", "books", "none")),
    }


def _payments(rng: random.Random, invoices: list[dict[str, str]]) -> list[dict[str, str]]:
    """Most invoices are paid, some in two parts, some together with another; some payers name nothing that is known."""
    found: list[dict[str, str]] = []
    for invoice in invoices:
        for _ in range(rng.choice((0, 1, 1, 1, 1, 2))):
            on = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
            found.append(
                {
                    "id": f"P{len(found) + 1:06d}",
                    "customer": invoice["customer"],
                    "received": on.strftime(rng.choice(DATES)),
                    "paid": f"EUR {_european(Decimal(rng.randrange(2_000, 900_000)) / 100)}",
                    "text": _text(rng, invoice["number"]),
                }
            )
    return found


def _text(rng: random.Random, number: str) -> str:
    """What a payer writes, and a bank passes on."""
    head = f"SEPA credit transfer, EREF: {rng.randrange(10**9):09d}, SVWZ:"
    if rng.random() < 0.06:
        return f"{head} payment on account {rng.randrange(10**6)}"
    year, digits = number.split("-")[1:]
    mangled = rng.choice((number, number, f"inv{year}{digits}", f"Inv {year} {digits}", f"INV.{year}/{digits}"))
    other = f"INV-{year}-{max(1, int(digits) - rng.randrange(200)):05d}"
    said = rng.choice(WORDS).format(mangled, other, rng.randrange(1000))
    return f"{head} {said}, ABWA: {rng.choice(NAMES)} {rng.choice(TRADES)}, PURP: GDDS"


def _european(amount: Decimal) -> str:
    """1.234,50"""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
