from django.urls import path
from django.utils.translation import gettext_lazy as _

from governance import delegation_views, people_views, power_views, recertification_views, views

app_name = "governance"

urlpatterns = [
    path(_("offices/"), views.seats, name="seats"),
    path(_("offices.csv"), views.seats_csv, name="seats_csv"),
    path(_("offices/people/"), people_views.people, name="people"),
    path(_("offices/people.csv"), people_views.people_csv, name="people_csv"),
    path(_("offices/people/<int:key>/"), people_views.person, name="person"),
    path(_("offices/people/<int:key>/end-access/"), people_views.end_access, name="end_access"),
    path(_("offices/people/<int:key>/restore-access/"), people_views.restore_access, name="restore_access"),
    path(_("offices/powers/"), power_views.powers, name="powers"),
    path(_("offices/powers.csv"), power_views.powers_csv, name="powers_csv"),
    path(_("offices/delegations/"), delegation_views.delegations, name="delegations"),
    path(_("offices/delegations/give/"), delegation_views.delegate, name="delegate"),
    path(_("offices/still-right/"), recertification_views.recertification, name="recertification"),
    path(_("offices/nominations/"), views.nominations, name="nominations"),
    path(_("offices/nominations/<int:key>/"), views.nomination, name="nomination"),
    path(_("offices/terms/<int:key>/end/"), views.end_term, name="end_term"),
    path(_("offices/<int:key>/"), views.seat, name="seat"),
    path(_("offices/<int:key>/appoint/"), views.appoint, name="appoint"),
]
