"""A change in steps: the answers, the rows that exactly will change, and only then the deed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from common.errors import Meanwhile, Refused
from common.forms import asked
from common.seals import answers_of, sealed, were_shown
from governance.offices.presenters import Row

CONFLICT = 409


@dataclass(frozen=True)
class Wizard:
    """One change of one thing. `preview` tells its rows and writes nothing; `seal` marks what they rest on.

    The form holds that mark in its hidden `seen`; what somebody else changed meanwhile is told with 409. Only what
    was shown is carried out: the page that shows it seals it.
    """

    form: forms.Form
    words: dict[str, Any]
    preview: Callable[[dict[str, Any]], list[Row]]
    carry_out: Callable[[dict[str, Any]], Any]
    seal: Callable[[], str]
    done: str
    # Where the mark rests on the answers, it is worked out with the rows and confirmed with them.
    mark: Callable[[dict[str, Any]], str] | None = None

    def answer(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.POST.get("step") == "change" or not self.form.is_valid():
            return self._ask(request)
        try:
            return self._go_on(request)
        except Refused as refusal:
            self.form.add_error(None, str(refusal))
            return self._ask(request, status=self._status(refusal))

    def _go_on(self, request: HttpRequest) -> HttpResponse:
        given = self.form.cleaned_data
        if request.POST.get("step") == "confirm" and were_shown(request):
            self.carry_out(given)
            return HttpResponseRedirect(self.done)
        sent = answers_of(request)
        if self.mark is not None:
            sent = [*((name, value) for name, value in sent if name != "seen"), ("seen", self.mark(given))]
        context = {**self.words, "rows": self.preview(given), "given": sealed(request, sent)}
        return render(request, "governance/check-change.html", context)

    def _status(self, refusal: Refused) -> int:
        if not isinstance(refusal, Meanwhile):
            return 200
        self.form.data = {**self.form.data.dict(), "seen": self.seal()}
        return CONFLICT

    def _ask(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        return render(request, "form.html", {**self.words, **asked(self.form)}, status=status)
