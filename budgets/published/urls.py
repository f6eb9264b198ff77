from django.urls import path
from django.utils.translation import gettext_lazy as _

from budgets.published import views

urlpatterns = [
    path(_("money/"), views.money, name="money"),
    path(_("clusters/<slug:slug>/money/"), views.cluster_money, name="cluster_money"),
    path(_("clusters/<slug:slug>/money.<file_format:extension>"), views.cluster_money_file, name="cluster_money_file"),
    path(_("health-boards/<slug:slug>/money/"), views.board_money, name="board_money"),
    path(_("health-boards/<slug:slug>/money.<file_format:extension>"), views.board_money_file, name="board_money_file"),
]
