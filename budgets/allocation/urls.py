from django.urls import path
from django.utils.translation import gettext_lazy as _

from budgets.allocation import views

urlpatterns = [
    path(_("budgets/<int:key>/<int:year>/sharing/"), views.sharings, name="sharings"),
    path(_("budgets/<int:key>/<int:year>/share/"), views.share, name="share"),
    path(_("budgets/sharing/<int:key>/"), views.sharing, name="sharing"),
]
