from django.urls import path
from django.utils.translation import gettext_lazy as _

from governance.decisions import interest_views
from governance.decisions import views as decision_views
from governance.handovers import views as handover_views
from governance.offices import delegation_views, recertification_views, seat_views, views
from governance.people import views as people_views
from governance.powers import views as power_views
from governance.record import views as record_views

app_name = "governance"

urlpatterns = [
    path(_("offices/"), views.seats, name="seats"),
    path(_("offices.csv"), views.seats_csv, name="seats_csv"),
    path(_("record/"), record_views.record, name="record"),
    path(_("record.csv"), record_views.record_csv, name="record_csv"),
    path(_("record/<int:key>/"), record_views.record_entry, name="record_entry"),
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
    path(_("offices/interests/"), interest_views.interests, name="interests"),
    path(_("offices/interests/declare/"), interest_views.declare_interest, name="declare_interest"),
    path(_("offices/interests/<int:key>/end/"), interest_views.end_interest, name="end_interest"),
    path(_("offices/bodies/<int:key>/"), seat_views.body_seats, name="body_seats"),
    path(_("offices/bodies/<int:key>/open-seat/"), seat_views.open_seat, name="open_seat"),
    path(_("offices/bodies/<int:key>/contact/"), seat_views.contact, name="contact"),
    path(_("offices/<int:key>/close/"), seat_views.close_seat, name="close_seat"),
    path(_("offices/bodies/<int:key>/interests/"), interest_views.register, name="register"),
    path(_("offices/bodies/<int:key>/decisions/"), decision_views.decisions, name="decisions"),
    path(_("offices/bodies/<int:key>/decisions/record/"), decision_views.record_decision, name="record_decision"),
    path(_("offices/decisions/<int:key>/"), decision_views.decision, name="decision"),
    path(_("offices/handovers/"), handover_views.handovers, name="handovers"),
    path(_("offices/handovers/<int:key>/"), handover_views.handover, name="handover"),
    path(_("offices/nominations/"), views.nominations, name="nominations"),
    path(_("offices/nominations/<int:key>/"), views.nomination, name="nomination"),
    path(_("offices/terms/<int:key>/end/"), views.end_term, name="end_term"),
    path(_("offices/my-name/"), views.public_names, name="public_names"),
    path(_("offices/<int:key>/"), views.seat, name="seat"),
    path(_("offices/<int:key>/appoint/"), views.appoint, name="appoint"),
    path(_("offices/<int:key>/vacant/"), views.vacancy, name="vacancy"),
    path(_("offices/<int:key>/handover/"), handover_views.prepare_handover, name="prepare_handover"),
]
