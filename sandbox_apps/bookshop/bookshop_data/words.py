"""Names, titles and sentences for the shop's data."""

import random


def listed(text: str) -> list[str]:
    return text.split()


FIRST = listed("""
Ada Amara Anders Anna Bela Bruno Carla Chen Clara Daniel Dilara Elena Emil Farah Femi Greta Hana Hugo Ines Ivan
Jonas Jun Kaya Kofi Lars Leila Lena Luis Maja Malik Marta Mina Nadia Noor Olga Omar Paula Pedro Quinn Rana Rosa Sami
Sara Selma Stefan Tara Theo Tomas Uma Vera Viktor Wanda Yara Yusuf Zoe
""")
LAST = listed("""
Abara Adler Almeida Baker Bauer Berg Castro Cohen Costa Dahl Diaz Engel Eriksen Fischer Fontaine Garcia Haddad
Hansen Hoffmann Ibrahim Ivanova Jansen Kaya Keller Kim Kowalski Kruger Lang Larsen Lopez Maier Marino Moreau Nagy
Nakamura Novak Okafor Olsen Pereira Petrov Quist Rossi Sato Schmidt Silva Singh Sorensen Tanaka Torres Umar Vogel
Wagner Weber Wolf Yilmaz Zhang Ziegler
""")
NOUN = listed("""
harbour garden river window letter island mountain orchard lantern winter summer mirror bridge shadow silence thread
ocean forest compass clock paper stone harvest journey map market night painter piano province road season sky
station story tower traveller valley village voice weaver wind
""")
ADJECTIVE = listed("""
quiet long hidden last small broken golden distant early empty endless fragile green hollow late little lost narrow
northern open pale patient red restless second secret seventh silver slow southern strange tall unwritten warm white
wild
""")
VERB = listed("""
remembers follows keeps leaves finds paints crosses answers carries counts draws hears holds learns loses opens
reads repairs returns sells sings teaches waits writes
""")
CATEGORIES = ("Novels", "Crime", "History", "Science", "Travel", "Cooking", "Poetry", "Children", "Art", "Computing")
CITIES = ("Berlin", "Lyon", "Porto", "Oslo", "Turin", "Gdansk", "Ghent", "Malmo", "Seville", "Zagreb", "Leeds", "Cork")

INSTITUTIONS = ("City Library", "University", "Grammar School", "Hospital", "Book Club")
ACCOUNTS = tuple(f"{city} {kind}" for kind in INSTITUTIONS for city in CITIES)


def name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def title(rng: random.Random) -> str:
    noun, other, adjective = rng.choice(NOUN), rng.choice(NOUN), rng.choice(ADJECTIVE)
    return rng.choice(
        (f"The {adjective} {noun}", f"{adjective} {noun}s", f"A {noun} of {other}s", f"{noun} and {other}")
    ).capitalize()


def sentence(rng: random.Random, length: int) -> str:
    """About `length` words."""
    found = []
    while len(found) < length:
        found += ["the", rng.choice(ADJECTIVE), rng.choice(NOUN), rng.choice(VERB), "a", rng.choice(NOUN)]
    return " ".join(found).capitalize() + "."
