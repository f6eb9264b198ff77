"""What is asked where somebody is appointed, or a term ends."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from governance.models import RULES, Appointment, Basis, Body, Office, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import delegable


class SeatsForm(forms.Form):
    """What narrows the list of offices; all of it stands in the address."""

    q = forms.CharField(required=False, max_length=100)
    office = forms.ChoiceField(required=False, choices=[("", ""), *Office.choices])
    vacant = forms.BooleanField(required=False)


class AppointForm(forms.Form):
    """Who shall hold a seat, on what footing, from when to when."""

    start = DayField(label=_("First day"), help_text=_("For example 9 March 2026. A day in the past needs a reason."))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty where no end is known. Interim needs one.")
    )
    basis = forms.ChoiceField(label=_("On what footing"), choices=Basis.choices)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("It tells people apart. It is not shown to the public.")
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=_("Only for somebody new here."))
    keep = forms.MultipleChoiceField(label=_("Present holders who go on jointly"), required=False)
    minute_reference = forms.CharField(label=_("Minute or letter"), max_length=200, required=False)
    sessions_per_week = forms.DecimalField(
        label=_("Sessions a week"), required=False, min_value=0, max_value=14, decimal_places=2, max_digits=4
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, holders: list[Appointment], is_shared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_shared:
            self.fields["basis"].choices = [(Basis.JOINT, Basis.JOINT.label)]
            self.fields["basis"].initial = Basis.JOINT
        if holders and not is_shared:
            self.fields["keep"].choices = [(str(one.pk), one.person.name) for one in holders]
        else:
            del self.fields["keep"]


class EndForm(forms.Form):
    """When a term ends, and why."""

    last_day = DayField(label=_("Last day"), help_text=_("For example 9 March 2026."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class VacancyForm(forms.Form):
    """Since when nobody holds a seat; what was said can be taken back."""

    since = DayField(
        label=_("Vacant since"), help_text=_("The first day on which nobody held it, such as 9 March 2026.")
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": seat.vacant_since, "seen_version": seat.version}, **kwargs)
        if seat.vacant_since is not None:
            self.fields["since"].required = False
            self.fields["since"].help_text = _("Leave it empty to take back that the seat is vacant.")


class KnownOfSeatForm(forms.Form):
    """What is known of a seat before it is asked for; it stands in the address, and what is wrong there is left out."""

    office = forms.ChoiceField(required=False, choices=[("", ""), *Office.choices])
    name_en = forms.CharField(required=False, max_length=200)
    name_cy = forms.CharField(required=False, max_length=200)

    def known(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OpenSeatForm(forms.Form):
    """Which seat a body has from a day on, and for which organisation it speaks."""

    office = forms.ChoiceField(label=_("Office"))
    name_en = forms.CharField(
        label=_("Organisation that it speaks for, in English"),
        help_text=_("Such as a local authority, public health or a third-sector body; for members’ seats."),
        max_length=200,
        required=False,
    )
    name_cy = forms.CharField(label=_("Organisation that it speaks for, in Welsh"), max_length=200, required=False)
    start = DayField(label=_("First day"), help_text=_("For example 9 March 2026."))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [office for office, rule in RULES.items() if body.body_kind in rule.kinds]
        self.fields["office"].choices = [(office.value, office.label) for office in offices]
        # In a planning group each partner speaks for an organisation; those of a cluster need not.
        in_group = body.body_kind == Body.Kind.PLANNING_GROUP
        self.partners: set[Office] = {Office.PLANNING_GROUP_MEMBER, Office.THIRD_SECTOR} if in_group else set()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        names = [given.get("name_en", ""), given.get("name_cy", "")]
        if any(names) and not all(names):
            raise forms.ValidationError(_("Give the name of the organisation in both languages."))
        if given.get("office") in self.partners and not any(names):
            raise forms.ValidationError(_("Name the organisation that this member speaks for, in both languages."))
        return given


class CloseSeatForm(forms.Form):
    """After which day a seat is no more, and why."""

    last_day = DayField(label=_("Last day"), help_text=_("For example 9 March 2026."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def closing(self) -> dict[str, Any]:
        """Return what closing asks for: the first day without the seat, the reason, the version that was seen."""
        given = self.cleaned_data
        day = given["last_day"] + datetime.timedelta(days=1)
        return {"on": day, "reason": given["reason"], "seen_version": given["seen_version"]}


class DelegateForm(forms.Form):
    """Who shall act in which of one's own seats, with which powers, on which days."""

    seat = forms.ChoiceField(label=_("In which office"))
    email = forms.EmailField(label=_("E-mail address of the person who will act for you"))
    permissions = forms.MultipleChoiceField(label=_("What this person may do for you"))
    start = DayField(label=_("First day"), help_text=_("For example 9 March 2026."))
    last_day = DayField(label=_("Last day"), help_text=_("For example 9 March 2026."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        powers = {power.permission for seat in seats for power in delegable(Office(seat.office))}
        self.fields["seat"].choices = [(str(seat.pk), f"{seat.title}, {seat.body.name}") for seat in seats]
        self.fields["permissions"].choices = [(one.value, one.label) for one in Permission if one in powers]


class DeclineForm(forms.Form):
    """Why a nomination is declined."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class PublicNamesForm(forms.Form):
    """In which of one's own offices the public may read one's name."""

    agreed = forms.MultipleChoiceField(
        label=_("In which of your offices may your name stand on public pages?"), required=False
    )

    def __init__(self, *args: Any, terms: list[Appointment], **kwargs: Any) -> None:
        initial = {"agreed": [str(term.pk) for term in terms if term.is_named]}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["agreed"].choices = [(str(term.pk), f"{term.seat.title}, {term.seat.body.name}") for term in terms]
