"""The addresses of the portal, in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal import views

urlpatterns = [
    path("", views.root, name="root"),
    path("health/", views.health, name="health"),
    *i18n_patterns(
        path("", include("portal.urls")),
        path("", include("accounts.urls")),
        path("", include("clusters.urls")),
        path("", include("indicators.urls")),
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
