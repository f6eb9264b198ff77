from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from governance.homes import KindOfBody
from meetings import agenda_views, own_views, public_views, views

register_converter(KindOfBody, "kind_of_meeting_body")

app_name = "meetings"

urlpatterns = [
    path(_("meetings/<kind_of_meeting_body:kind>/<slug:slug>/"), public_views.of_body, name="of_body"),
    path(_("meetings/<kind_of_meeting_body:kind>/<slug:slug>/calendar.ics"), public_views.calendar, name="calendar"),
    path(_("meetings/<uuid:uid>.ics"), public_views.file, name="file"),
    path(_("own-calendar/<str:token>.ics"), own_views.own_calendar, name="own_calendar"),
    path(_("own-calendar/"), own_views.own, name="own"),
    path(_("meetings-of-body/<int:key>/"), views.meetings, name="meetings"),
    path(_("meetings-of-body/<int:key>/plan/"), views.plan, name="plan"),
    path(_("meeting/<int:key>/"), views.meeting, name="meeting"),
    path(_("meeting/<int:key>/answer/"), views.answer, name="answer"),
    path(_("meeting/<int:key>/move/"), views.move, name="move"),
    path(_("meeting/<int:key>/cancel/"), views.cancel, name="cancel"),
    path(_("meeting/<int:key>/agenda/"), agenda_views.agenda, name="agenda"),
    path(_("agenda-item/<int:key>/"), agenda_views.item, name="item"),
]
