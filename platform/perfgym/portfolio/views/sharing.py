"""The owner's side of privacy: what others see, links that end, and an entry's own end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.privacy_forms import SharingForm, ShowsForm
from perfgym.portfolio.views.asked import person


@login_required
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """Who may open one's portfolio page, and by which name; or another link to it."""
    sharing = Sharing.of(person(request))
    if "new_link" in request.POST:
        sharing.renew_link()
        messages.success(request, "Your page has a new link. The old one leads nowhere now.")
        return redirect("portfolio")
    form = SharingForm(request.POST, instance=sharing)
    if form.is_valid():
        sharing.keep(form.changed_data)
        messages.success(request, "Saved.")
    else:
        messages.error(request, "Nothing was changed: choose who may open your page.")
    return redirect("portfolio")


@login_required
@require_POST
def shows(request: HttpRequest, pk: int) -> HttpResponse:
    """What others see of one's entry."""
    entry = _own(request, pk)
    form = ShowsForm(request.POST, instance=entry)
    form.save()  # boxes only: there is nothing that could be wrong
    messages.success(request, "Saved: others see it so from now on.")
    return redirect(entry)


@login_required
@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Another link to one's unlisted entry; the one that was handed out ends."""
    entry = _own(request, pk)
    entry.renew_link()
    messages.success(request, "It has a new link. The old one leads nowhere now.")
    return redirect(entry)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of one's entry, for good, after a page that says what goes and what stays."""
    entry = _own(request, pk)
    if request.method == "POST":
        entry.delete()
        messages.success(request, f"“{entry.title}” is deleted. The measurement itself is still among your runs.")
        return redirect("portfolio")
    submissions = entry.submissions.select_related("cohort")
    return render(request, "portfolio/delete.html", {"entry": entry, "submissions": submissions})


def _own(request: HttpRequest, pk: int) -> Entry:
    seen = Entry.objects.visible_to(person(request)).select_related("run", "owner")
    return get_object_or_404(seen, pk=pk, owner=person(request))
