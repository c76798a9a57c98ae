from django.urls import path

from perfgym.portfolio.views import about, keys, mine, own, shown, stories

urlpatterns = [
    path(".well-known/perfgym-keys.json", keys.published, name="site_keys"),
    path("runs/<uuid:pk>/entry/", own.make, name="entry_make"),
    path("portfolio/", mine.mine, name="portfolio"),
    path("portfolio/order/", mine.ordering, name="portfolio_order"),
    path("portfolio/about/", about.about, name="portfolio_about"),
    path("portfolio/stories/", stories.stories, name="stories"),
    path("portfolio/<int:pk>/", own.edit, name="entry_edit"),
    path("portfolio/<int:pk>/story/", stories.edit, name="story_edit"),
    path("p/<slug:handle>/", shown.public, name="public_portfolio"),
    path("p/<slug:handle>/<slug:slug>/", shown.public_entry, name="public_entry"),
    path("p/<slug:handle>/<slug:slug>/story/", stories.shown, name="public_story"),
    path("p/<slug:handle>/<slug:slug>/evidence.zip", shown.evidence, name="public_evidence"),
]
