"""What the owner says about themselves at the head of their page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from perfgym.portfolio.forms import ProfileForm
from perfgym.portfolio.models import Profile
from perfgym.portfolio.views import autosave
from perfgym.portfolio.views.asked import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest) -> HttpResponse:
    asker = person(request)
    known = Profile.objects.visible_to(asker).filter(owner=asker).first()
    own = Profile.of(asker) if request.method == "POST" else known or Profile(owner=asker)
    form = ProfileForm(request.POST or None, instance=own)
    if request.method == "POST":
        if form.is_valid():
            form.save()
        if autosave.is_asked(request):
            return autosave.answer(form)
        if form.is_valid():
            messages.success(request, "Saved.")
            return redirect("portfolio_about")
    return render(request, "portfolio/about.html", {"form": form, "profile": own})
