"""Credentials: made by an entry's owner, downloaded by whoever may, and what a verifier looks up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from perfgym import signing
from perfgym.errors import LearnerError
from perfgym.portfolio.badge import Site
from perfgym.portfolio.credential import Credential, Issued
from perfgym.portfolio.evidence import building
from perfgym.portfolio.models import Entry
from perfgym.portfolio.views.asked import person, shown_entry
from perfgym.portfolio.views.quiet import quiet


@login_required
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the credential of one's own accepted entry, or make it again."""
    seen = Entry.objects.visible_to(person(request)).select_related("run", "owner")
    entry = get_object_or_404(seen, pk=pk, owner=person(request))
    try:
        evidence = building.of(entry) if entry.shows.evidence else b""
        Credential.issue(entry, _site(request), evidence)
    except LearnerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The credential is made. Download it below.")
    return redirect(f"{entry.get_absolute_url()}#credential")


@require_safe
def download(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The credential of an entry that may be seen: for its owner, and for others once the owner shows it."""
    entry = shown_entry(request, handle, slug)
    made = getattr(entry, "credential", None)
    if made is None or not (entry.shows.credential or entry.owner == request.user):
        raise Http404
    name = f'attachment; filename="perfgym-{handle}-{slug}.jwt"'
    response = HttpResponse(made.token, content_type="text/plain", headers={"Content-Disposition": name})
    return quiet(response, listed=entry.is_public)


@require_safe
def issuer(request: HttpRequest) -> JsonResponse:
    """Who issues: this site's Profile."""
    context = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    return JsonResponse({"@context": context, **_site(request).profile()})


@require_safe
def key(request: HttpRequest, number: str) -> JsonResponse:
    """A public key by its thumbprint, as a JSON Web Key. One that leaked is no longer here: nothing it signed holds."""
    for known in signing.public_keys():
        if known.key.id == number and known.status is not signing.Status.LEAKED:
            return JsonResponse(known.key.jwk())
    raise Http404


@require_safe
def revoked(request: HttpRequest) -> JsonResponse:
    """The credentials that no longer stand (1EdTech Revocation List): numbers only."""
    site = _site(request)
    found = [{"id": each.urn, "revoked": True} for each in Issued.objects.revoked().values_list("pk", flat=True)]
    return JsonResponse({"id": site.revoked, "issuer": site.issuer, "revokedCredentials": found})


def _site(request: HttpRequest) -> Site:
    """By the address that its operator has set; else by the one that was asked for."""
    return Site(building.site() or f"{request.scheme}://{request.get_host()}")
