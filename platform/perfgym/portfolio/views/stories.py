"""Story cards: all of one's own for an interview, one to write, and one as the world reads it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from perfgym.portfolio import card, listing
from perfgym.portfolio.card import Card
from perfgym.portfolio.forms import StoryForm
from perfgym.portfolio.models import Entry, Sharing, Story
from perfgym.portfolio.story import Told
from perfgym.portfolio.views import autosave
from perfgym.portfolio.views.asked import person, shown_entry
from perfgym.portfolio.views.quiet import quiet
from perfgym.runs.models import Run


@login_required
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Every card in the order of the portfolio, then the entries that have none yet."""
    asker = person(request)
    entries: list[Any] = listing.brief(Entry.objects.visible_to(asker).filter(owner=asker), card.SAID)
    told = Story.objects.visible_to(asker).filter(entry__owner=asker).in_bulk(field_name="entry_id")
    runs = Run.objects.visible_to(asker).in_bulk(
        [entry.run_id for entry in entries if entry.pk in told and card.has_references(told[entry.pk])]
    )
    cards = [Card(each, told[each.pk], runs.get(each.run_id)) for each in entries if each.told != Told.NOTHING]
    untold = [entry for entry in entries if entry.told == Told.NOTHING]
    return render(request, "portfolio/stories.html", {"cards": cards, "untold": untold})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of one's own story beside the card that they make. The page saves the words by itself."""
    asker = person(request)
    entry = get_object_or_404(Entry.objects.visible_to(asker).select_related("run", "owner"), pk=pk, owner=asker)
    known = Story.objects.visible_to(asker).filter(entry=entry).first()
    story = Story.of(entry) if request.method == "POST" else known or Story(entry=entry)
    was_shown = story.shown
    form = StoryForm(request.POST or None, instance=story)
    if request.method == "POST":
        if form.is_valid():
            form.save()
        if autosave.is_asked(request):
            return autosave.answer(form)
        if form.is_valid():
            messages.success(request, "Saved.")
            return redirect("story_edit", pk=pk)
    context = {"form": form, "entry": entry, "card": Card(entry, story, entry.run), "was_shown": was_shown}
    return render(request, "portfolio/story_edit.html", context)


@require_safe
def shown(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """The card of an entry that may be seen, where its owner shows it."""
    entry = shown_entry(request, handle, slug)
    story = get_object_or_404(Story.objects.shown(entry))
    context = {"entry": entry, "card": Card(entry, story, entry.run), "sharing": Sharing.of(entry.owner)}
    return quiet(render(request, "portfolio/story.html", context), listed=entry.is_public)
