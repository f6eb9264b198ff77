"""What is asked where a plan from before is attached."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from governance.models import Body
from plans.models import PlanKind
from plans.published.word import MEDIA_TYPE as WORD

LARGEST = 20 * 1024 * 1024
PDF = "application/pdf"
FIRST_YEAR, LAST_YEAR = 2000, 2100
BODY_OF_WORD, MACROS_OF_WORD = "word/document.xml", "word/vbaProject.bin"


def media_type_of(content: bytes) -> str:
    """Return what a file is by what is in it, whatever its name says; nothing where it is neither PDF nor Word."""
    if content.startswith(b"%PDF-"):
        return PDF
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return ""
    return WORD if BODY_OF_WORD in names and MACROS_OF_WORD not in names else ""


class HistoricForm(forms.Form):
    """A plan that was made elsewhere, as the file that it is."""

    body = forms.ChoiceField(label=_("Whose plan it is"))
    kind = forms.ChoiceField(label=_("What kind of plan it is"), choices=PlanKind.choices)
    first_year = forms.IntegerField(
        label=_("Year in which its first financial year begins"),
        help_text=_("For example 2022 for a plan from April 2022."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    years = forms.IntegerField(label=_("For how many financial years"), min_value=1, max_value=5)
    language = forms.ChoiceField(
        label=_("Language of the file"),
        choices=[("en", _("English")), ("cy", _("Welsh")), ("both", _("Both languages in one file"))],
    )
    summary_en = forms.CharField(
        label=_("What it says, in short, in English"), widget=forms.Textarea, required=False, max_length=5000
    )
    summary_cy = forms.CharField(
        label=_("What it says, in short, in Welsh"), widget=forms.Textarea, required=False, max_length=5000
    )
    file = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
        max_length=200,
    )

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(one.pk): one for one in bodies}
        self.fields["body"].choices = [(key, one.name) for key, one in self.bodies.items()]

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        if not media_type_of(file.read()):
            raise forms.ValidationError(_("The file is neither a PDF nor a Word document (.docx) without macros."))
        file.seek(0)
        return file

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as the action takes it."""
        plain = ("kind", "first_year", "years", "language", "summary_en", "summary_cy")
        file = self.cleaned_data["file"]
        content = file.read()
        return {
            **{name: self.cleaned_data[name] for name in plain},
            "body": self.bodies[self.cleaned_data["body"]],
            "name": file.name,
            "content": content,
            "media_type": media_type_of(content),
        }
