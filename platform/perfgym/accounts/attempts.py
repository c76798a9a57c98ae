"""How often a password may be guessed: per address, per name, and apart for a browser that is known.

No name can be shut from elsewhere: the first tries from an address count for that address alone. The rates are in the
settings; they are counted in the database, so they hold over all processes and while Redis is away.
"""

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from perfgym.accounts import browsers


def take(request: HttpRequest, name: str) -> RateLimitUsage | None:
    """Count one try; None when there were too many. A right password gives what was counted back (`rollback`)."""
    if browser := browsers.known(request, name):
        return _count(request, "login_failed_known", browser)
    name, here = name.lower(), f"{name.lower()} {ratelimit.get_ip(request)}"
    of_address = _count(request, "login_failed", here)
    if not of_address:
        return None
    of_name = _count(request, "login_failed_first", here) or _count(request, "login_failed_name", name)
    return of_name and RateLimitUsage(usage=[*of_address.usage, *of_name.usage])


def _count(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)
