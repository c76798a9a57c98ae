"""A small app and a small lab in a folder, correct unless a test writes over one of their files."""

from collections.abc import Mapping
from pathlib import Path

APP_YAML = """\
name: shop
title: The shop
start: [python, -m, shop.serve]
health: /healthz
database: {seed: [python, -m, shop_data.seed], salt: shop_data.salt}
files: [shop, shop_data]
app_files: [shop]
editable: [shop/queries.py, shop/templates/*.html]
limits: {memory: 512M, pids: 64, scratch: 64M}
workloads: {browse: workloads/browse.py}
contract: contract.py
"""
LAB_YAML = """\
title: Fewer questions to the database
summary: Find out why one page asks a hundred questions, and make it ask two.
level: foundation
minutes: 10
app: shop
skills: [S7]
editable: [shop/queries.py, shop/templates/*.html]
score: {metric: wall, workload: browse, reference_ratio: 0.3}
points: {improvement: 100}
"""
WORDS = "Words that a learner reads before the next step, and that say enough. " * 5
GOAL = f"""\
---
title: The goal
minutes: 4
hints: [Look at the log., Count the queries.]
---
# What is slow

{WORDS}

Go on to [the change](20-change.md#the-work). ![The page](page.png)
"""
CHANGE = f"""\
---
title: The change
minutes: 6
check: {{kind: compare, ratio: 0.5}}
---
## The work

{WORDS}

```python
for book in books:
    print(book)
```
"""
GOOD = f"""\
## Why

{WORDS} {WORDS}

As in [the change](20-change.md#the-work). ![The gain](gain.png)

```python
books = 2
```
"""
FILES = {
    "sandbox_apps/shop/app.yaml": APP_YAML,
    "sandbox_apps/shop/shop/__init__.py": "",
    "sandbox_apps/shop/shop/serve.py": "import shop\n",
    "sandbox_apps/shop/shop/queries.py": "def books():\n    return []\n",
    "sandbox_apps/shop/shop/templates/list.html": "<ul></ul>\n",
    "sandbox_apps/shop/shop_data/salt.py": "def sql(seed):\n    return f'SELECT {seed}'\n",
    "sandbox_apps/shop/shop_data/seed.py": "print('seeded')\n",
    "sandbox_apps/shop/workloads/browse.py": "import locust\n",
    "sandbox_apps/shop/contract.py": "def normalise(name, status, headers, body):\n    return body\n",
    "labs/skills.yaml": "skills:\n  - {id: S7, name: SQL, group: skill, roles: [Performance engineer]}\n",
    "labs/tracks.yaml": "tracks:\n  - id: first\n    title: First steps\n    labs: [slow-shop]\n",
    "labs/slow-shop/lab.yaml": LAB_YAML,
    "labs/slow-shop/guide/10-goal.md": GOAL,
    "labs/slow-shop/guide/20-change.md": CHANGE,
    "labs/slow-shop/guide/page.png": "not really a picture",
    "labs/slow-shop/good.md": GOOD,
    "labs/slow-shop/good/gain.png": "not really a picture either",
    "labs/slow-shop/starter/locustfile.py": "import locust\n",
    "labs/slow-shop/starter/shop/queries.py": "def books():\n    return [1]\n",
    "labs/slow-shop/reference/shop/queries.py": "def books():\n    return [2]\n",
    "labs/slow-shop/solutions/other/shop/queries.py": "def books():\n    return [3]\n",
    "labs/slow-shop/cheats/constant/cheat.yaml": "reason: wrong_answers\nabout: It always says the same.\n",
    "labs/slow-shop/cheats/constant/shop/queries.py": "BOOKS = 1\n",
    "labs/slow-shop/cheats/dropped/cheat.yaml": "reason: lost_writes\nabout: It stores nothing.\n",
    "labs/slow-shop/cheats/dropped/shop/queries.py": "BOOKS = 2\n",
    "labs/slow-shop/cheats/shed/cheat.yaml": "reason: too_many_failures\nabout: It refuses most requests.\n",
    "labs/slow-shop/cheats/shed/shop/queries.py": "BOOKS = 3\n",
}


def catalogue(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the catalogue below `root`, with some files replaced, added, or (None) left out."""
    for path, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
