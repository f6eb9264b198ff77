"""The addresses of the portal, in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from portal import views
from portal.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.root, name="root"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", include("portal.urls")),
        path("", include("accounts.urls")),
        path("", include("governance.urls")),
        path("", include("clusters.urls")),
        path("", include("collaboratives.urls")),
        path("", include("meetings.urls")),
        path("", include("indicators.urls")),
        path("", include("plans.urls")),
        path("", include("budgets.urls")),
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
