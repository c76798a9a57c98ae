"""What the page of a long load test costs the site: drawn anew, and with what is kept. Prints CPU times and ratios.

    python3 tests/bench/runpage.py

The baseline in the same process is a view that only says hello, behind the same middleware and session. Needs the
embedded servers and nothing else; a database of its own is made and thrown away.
"""

import statistics
import sys
import tempfile
import time
import zlib
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "platform")]

import tests.environment  # noqa: E402, F401

ROUNDS = 15


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
    from perfgym.embedded import servers as embedded

    with embedded.start(Path(tempfile.mkdtemp(prefix="pgb-"))) as running:
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = running.database_url, running.redis_url
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        measure()


def measure() -> None:
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    from tests import factories

    settings.ALLOWED_HOSTS = ["testserver"]
    ada = factories.person("ada")
    client = Client()
    client.force_login(ada)
    hello = cost(lambda: client.get("/healthz"))
    print(f"{'':24}{'drawn':>10}{'kept':>10}{'ratio':>8}{'of hello':>10}{'kB':>7}{'deflated':>10}")
    print(f"{'hello':24}{'':>10}{1000 * hello:>7.1f} ms")
    for seconds, rps in ((30, 60), (120, 100), (600, 167)):
        run = factories.finished_load(ada, seconds=seconds, rps=rps)
        address = run.get_absolute_url()

        def anew(address: str = address) -> None:
            caches["drawn"].clear()
            client.get(address)

        drawn, kept = cost(anew), cost(lambda address=address: client.get(address))
        content = client.get(address).content
        name = f"{seconds} s, {run.result['count']:,} requests"
        print(
            f"{name:24}{1000 * drawn:>7.1f} ms{1000 * kept:>7.1f} ms{drawn / kept:>7.1f}x{kept / hello:>9.1f}x"
            f"{len(content) / 1000:>7.0f}{len(zlib.compress(content, 6)) / 1000:>10.1f}"
        )


def cost(call) -> float:
    """Seconds of CPU of this process, the median."""
    call()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
