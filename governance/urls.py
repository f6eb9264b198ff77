from django.urls import path
from django.utils.translation import gettext_lazy as _

from governance import views

app_name = "governance"

urlpatterns = [
    path(_("offices/"), views.seats, name="seats"),
    path(_("offices.csv"), views.seats_csv, name="seats_csv"),
    path(_("offices/nominations/"), views.nominations, name="nominations"),
    path(_("offices/nominations/<int:key>/"), views.nomination, name="nomination"),
    path(_("offices/terms/<int:key>/end/"), views.end_term, name="end_term"),
    path(_("offices/my-name/"), views.public_names, name="public_names"),
    path(_("offices/<int:key>/"), views.seat, name="seat"),
    path(_("offices/<int:key>/appoint/"), views.appoint, name="appoint"),
]
