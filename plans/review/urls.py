"""The addresses of deciding on plans."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from plans.review import mail_views, round_views, views

urlpatterns = [
    path(_("plans/editions/<int:key>/review/"), views.review, name="review"),
    path(_("plans/editions/<int:key>/compare/"), views.compare, name="compare"),
    path(_("plans/editions/<int:key>/agree/"), views.agree, name="agree"),
    path(_("plans/editions/<int:key>/send/"), views.send, name="send"),
    path(_("plans/editions/<int:key>/pass-on/"), views.pass_on, name="pass_on"),
    path(_("plans/editions/<int:key>/approve/"), views.approve, name="approve"),
    path(_("plans/editions/<int:key>/publish/"), views.publish, name="publish"),
    path(_("plans/editions/<int:key>/leave/"), views.exempt, name="exempt"),
    path(_("plans/editions/<int:key>/withdraw/"), views.withdraw, name="withdraw"),
    path(_("plans/rounds/"), round_views.rounds, name="rounds"),
    path(_("plans/rounds/open/"), round_views.open_round, name="open_round"),
    path(_("plans/rounds/<int:key>/"), round_views.round_days, name="round"),
    path(_("plans/rounds/boards/<int:key>/days/"), round_views.board_days, name="board_days"),
    path(_("plans/rounds/boards/<int:key>/way/"), round_views.route, name="route"),
    path(_("plans/mails/"), mail_views.mails, name="mails"),
]
