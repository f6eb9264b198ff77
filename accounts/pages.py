"""What the pages of one's own account share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from common.forms import asked


class FormPage:
    """A page of one form: its title, what it says before the form, and its button."""

    template_name = "form.html"
    title: Any = ""
    lead: Any = ""
    button: Any = ""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        questions = asked(context["form"]) if context.get("form") else {}
        words = {"title": self.title, "lead": self.lead, "button": self.button}
        return {**context, **questions, **words, "account_name": self._account_name(questions)}

    def _account_name(self, questions: dict[str, Any]) -> str:
        """Return whose password is asked for, so that a password manager knows; nothing where that is asked too."""
        person = self.request.user
        asks = any(question.get("type") == "password" for question in questions.get("questions", []))
        return person.email if asks and person.is_authenticated else ""


def ways_back() -> list[dict[str, str]]:
    return [{"text": gettext("Your account"), "href": reverse("account")}]
