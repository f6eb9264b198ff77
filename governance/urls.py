from django.urls import path
from django.utils.translation import gettext_lazy as _

from governance import delegation_views, people_views, recertification_views, views
from governance.record import views as record_views

app_name = "governance"

urlpatterns = [
    path(_("offices/"), views.seats, name="seats"),
    path(_("offices.csv"), views.seats_csv, name="seats_csv"),
    path(_("record/"), record_views.record, name="record"),
    path(_("record.csv"), record_views.record_csv, name="record_csv"),
    path(_("record/<int:key>/"), record_views.record_entry, name="record_entry"),
    path(_("offices/people/<int:key>/end-access/"), people_views.end_access, name="end_access"),
    path(_("offices/delegations/"), delegation_views.delegations, name="delegations"),
    path(_("offices/delegations/give/"), delegation_views.delegate, name="delegate"),
    path(_("offices/still-right/"), recertification_views.recertification, name="recertification"),
    path(_("offices/nominations/"), views.nominations, name="nominations"),
    path(_("offices/nominations/<int:key>/"), views.nomination, name="nomination"),
    path(_("offices/terms/<int:key>/end/"), views.end_term, name="end_term"),
    path(_("offices/my-name/"), views.public_names, name="public_names"),
    path(_("offices/<int:key>/"), views.seat, name="seat"),
    path(_("offices/<int:key>/appoint/"), views.appoint, name="appoint"),
]
