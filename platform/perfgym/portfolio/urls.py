from django.urls import path

from perfgym.portfolio.views import about, credentials, keys, mine, outward, own, sharing, shown, stories, taken

urlpatterns = [
    path(".well-known/perfgym-keys.json", keys.published, name="site_keys"),
    path("runs/<uuid:pk>/entry/", own.make, name="entry_make"),
    path("portfolio/", mine.mine, name="portfolio"),
    path("portfolio/order/", mine.ordering, name="portfolio_order"),
    path("portfolio/about/", about.about, name="portfolio_about"),
    path("portfolio/stories/", stories.stories, name="stories"),
    path("portfolio/folder.zip", taken.folder, name="portfolio_folder"),
    path("portfolio/<int:pk>/", own.edit, name="entry_edit"),
    path("portfolio/<int:pk>/story/", stories.edit, name="story_edit"),
    path("portfolio/<int:pk>/folder.zip", taken.entry_folder, name="entry_folder"),
    path("portfolio/sharing/", sharing.page, name="portfolio_sharing"),
    path("portfolio/<int:pk>/shows/", sharing.shows, name="entry_shows"),
    path("portfolio/<int:pk>/new-link/", sharing.new_link, name="entry_new_link"),
    path("portfolio/<int:pk>/delete/", sharing.delete, name="entry_delete"),
    path("portfolio/<int:pk>/credential/", credentials.make, name="entry_credential"),
    path("credentials/issuer", credentials.issuer, name="credential_issuer"),
    path("credentials/keys/<slug:number>", credentials.key, name="credential_key"),
    path("credentials/revoked", credentials.revoked, name="credentials_revoked"),
    path("p/<slug:handle>/", shown.public, name="public_portfolio"),
    path("p/<slug:handle>/picture.png", outward.page_picture, name="portfolio_picture"),
    path("p/<slug:handle>/<slug:slug>/", shown.public_entry, name="public_entry"),
    path("p/<slug:handle>/<slug:slug>/story/", stories.shown, name="public_story"),
    path("p/<slug:handle>/<slug:slug>/credential.jwt", credentials.download, name="public_credential"),
    path("p/<slug:handle>/<slug:slug>/evidence.zip", shown.evidence, name="public_evidence"),
    path("p/<slug:handle>/<slug:slug>/picture.png", outward.entry_picture, name="entry_picture"),
]
