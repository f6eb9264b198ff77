"""The paper of a plan of the example board from before there was a portal."""

from django.utils.html import format_html

PAPER = "application/pdf"


def paper(name: str, words: str) -> bytes:
    """Return a sheet with a title and a few words as PDF."""
    from weasyprint import HTML  # takes a second to load

    page = format_html('<html lang="en"><title>{}</title><h1>{}</h1><p>{}</p></html>', name, name, words)
    content: bytes = HTML(string=page).write_pdf()
    return content
