"""Texts that go to a translator and come back: how far they are, the files, what is taken and what is refused."""

import csv
import io
from xml.etree import ElementTree

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditRecord
from common.addresses import page_address
from common.errors import Refused
from common.tabular import BrokenFile
from governance.models import Office
from governance.powers.policies import NotAllowed
from plans.bilingual import actions, files
from plans.bilingual.actions import Outdated
from plans.bilingual.texts import texts_of
from plans.editions.languages import Standing, halves_of
from plans.models import Authorship, TranslationFile
from plans.policies import CLUSTER
from tests.moments import AT, ON
from tests.plans.setting import NOW, Setting
from tests.reading import hidden, words

pytestmark = pytest.mark.django_db
XLIFF = f"{{{files.XLIFF}}}"


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


def opened(setting, into="cy"):
    return [one for one in texts_of(setting.edition, CLUSTER) if one.half.language == into and one.is_open]


def exported(setting, into="cy"):
    """Return the rows of the CSV of what is missing or out of date, as a translator opens it."""
    content = files.comma_separated(opened(setting, into), into=into)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def written(rows):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, files.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def sent(setting, rows, by=None):
    content = rows if isinstance(rows, bytes) else written(rows)
    return actions.upload(edition=setting.edition, name="back.csv", content=content, by=by or setting.lead, **NOW)


def confirmed(setting, rows, by=None):
    return actions.confirm(kept=sent(setting, rows, by), by=by or setting.lead, **NOW)


def standing(row, field="text", language="cy"):
    return next(one.standing for one in halves_of(row.edition, [row]) if (one.field, one.language) == (field, language))


def test_what_is_missing_comes_back_translated_and_keeps_what_it_was_translated_from(setting):
    setting.save(setting.section(), text_en="One.\n\nTwo.")
    rows = exported(setting)

    rows[0]["target"] = "Un.\r\n\r\nDau."
    confirmed(setting, rows)

    section = setting.section()
    assert [(row["place"], row["source"], row["standing"]) for row in rows] == [
        ("An example section", "One.\n\nTwo.", "Not written")
    ]
    assert section.text_cy == "Un.\n\nDau."
    assert standing(section) == Standing.TRANSLATED
    setting.save(section, text_en="Three.")
    assert standing(setting.section()) == Standing.OUT_OF_DATE


def test_a_half_written_by_itself_becomes_a_translation_by_coming_back_as_one(setting):
    row = setting.add("priority", text_en="Why.")
    setting.save(row, title_cy="Un")
    setting.save(setting.edition.priority_rows.get(), title_en="One")
    content = files.comma_separated(
        [one for one in texts_of(setting.edition, CLUSTER) if one.half.language == "cy"], into="cy"
    )
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    given = {"title": "Dau", "text": "Pam."}

    confirmed(setting, [{**one, "target": given.get(one["id"].rsplit(".")[-1], "")} for one in rows])

    row = setting.edition.priority_rows.get()
    assert (row.title_cy, row.text_cy) == ("Dau", "Pam.")
    assert (standing(row, "title"), standing(row, "text")) == (Standing.TRANSLATED, Standing.TRANSLATED)
    assert row.version == 4


def test_each_row_that_cannot_be_taken_says_why_and_the_others_are_saved(setting):
    names = ("good", "source", "saved", "empty", "long", "twice", "same")
    rows = {name: setting.add("need", title_en=f"A {name}", title_cy="") for name in names}
    setting.save(rows["same"], title_cy="Yr un")
    by_id = {f"need.{row.key}.title": name for name, row in rows.items()}
    content = files.comma_separated([one for one in texts_of(setting.edition, CLUSTER) if one.half.source], into="cy")
    given = {
        by_id[one["id"]]: {**one, "target": "Testun"}
        for one in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        if one["id"] in by_id and one["source"].startswith("A ")
    }
    given["empty"]["target"], given["long"]["target"], given["same"]["target"] = " ", "w" * 201, "Yr un"
    given["unknown"] = {**given["good"], "id": "need.nothing.title"}
    setting.save(rows["source"], title_en="Another")
    setting.save(rows["saved"], title_cy="Arall")

    kept = confirmed(setting, [*given.values(), given["twice"]])

    outcomes = dict(zip([*given, "again"], kept.outcomes, strict=True))
    assert outcomes == {
        "good": "taken",
        "source": "source_changed",
        "saved": "saved",
        "empty": "empty",
        "long": "too_long",
        "twice": "twice",
        "same": "unchanged",
        "unknown": "unknown",
        "again": "twice",
    }
    titles = {name: setting.edition.need_rows.get(key=row.key).title_cy or "" for name, row in rows.items()}
    assert titles == {
        **dict.fromkeys(names, ""),
        "good": "Testun",
        "saved": "Arall",
        "same": "Yr un",
    }


def test_nothing_is_saved_before_it_is_confirmed_and_then_it_leaves_one_record(setting):
    setting.save(setting.section(), text_en="One.")
    rows = exported(setting)
    rows[0]["target"] = "Un."
    translator = setting.appoint(Office.DEPUTY, setting.cluster)
    kept = sent(setting, rows, by=translator)
    before = setting.section().text_cy

    actions.confirm(kept=kept, by=translator, **NOW)

    record = AuditRecord.objects.get(action="plans.save_translations")
    assert (before or "", setting.section().text_cy) == ("", "Un.")
    assert record.details == {"language": "cy", "texts": 1}
    assert Authorship.objects.filter(edition=setting.edition, person=translator).exists()


def test_what_changed_between_preview_and_confirmation_is_shown_anew(setting):
    setting.save(setting.section(), text_en="One.")
    rows = exported(setting)
    rows[0]["target"] = "Un."
    kept = sent(setting, rows)
    setting.save(setting.section(), text_cy="Rhywbeth arall.")

    with pytest.raises(Outdated):
        actions.confirm(kept=kept, by=setting.lead, **NOW)

    assert actions.look_again(kept=kept, by=setting.lead, **NOW).outcomes == ["saved"]
    assert setting.section().text_cy == "Rhywbeth arall."
    assert TranslationFile.objects.get().confirmed_at is None


def test_a_file_is_confirmed_once(setting):
    setting.save(setting.section(), text_en="One.")
    rows = exported(setting)
    rows[0]["target"] = "Un."
    kept = confirmed(setting, rows)

    with pytest.raises(Refused, match="confirmed already"):
        actions.confirm(kept=kept, by=setting.lead, **NOW)


def test_a_collaborative_lead_brings_back_their_own_part_alone(setting):
    setting.save(setting.section(), text_en="One.")
    setting.save(setting.section("workforce", setting.pharmacy), text_en="Two.")
    rows = [{**row, "target": "Testun."} for row in exported(setting)]

    kept = confirmed(setting, rows, by=setting.pharmacy_lead)

    assert kept.outcomes == ["not_yours", "taken"]
    assert setting.section().text_cy in (None, "")


def test_a_member_brings_nothing_back(setting):
    member = setting.appoint(Office.CLUSTER_MEMBER, setting.cluster)
    setting.save(setting.section(), text_en="One.")

    with pytest.raises(NotAllowed):
        sent(setting, exported(setting), by=member)

    assert not TranslationFile.objects.exists()


def test_a_frozen_edition_takes_no_file(setting):
    setting.save(setting.section(), text_en="One.")
    rows = exported(setting)
    setting.freeze()

    with pytest.raises(Refused, match="cannot be changed now"):
        sent(setting, rows)


def test_what_a_spreadsheet_program_would_take_for_a_formula_is_guarded_and_comes_back_as_it_was(setting):
    setting.save(setting.section(), text_en="=1+1")
    rows = exported(setting)

    rows[0]["target"] = "'-un"
    kept = confirmed(setting, rows)

    assert rows[0]["source"] == "'=1+1"
    assert kept.outcomes == ["taken"]
    assert setting.section().text_cy == "-un"


def test_texts_go_into_english_too(setting):
    setting.save(setting.section(), text_cy="Un.", written_in="cy")
    rows = exported(setting, into="en")

    rows[0]["target"] = "One."
    confirmed(setting, rows)

    assert setting.section().text_en == "One."
    assert standing(setting.section(), language="en") == Standing.TRANSLATED


# --- As spreadsheet programs and tools write it ---


def as_excel(rows):
    book = openpyxl.Workbook()
    book.active.append(files.COLUMNS)
    for row in rows:
        book.active.append([row[name].replace("\n", "_x000D_\n") for name in files.COLUMNS])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def separated_by_semicolons(rows):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, files.COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


SPREADSHEETS = {
    "semicolons": (lambda rows: separated_by_semicolons(rows).encode(), "Dŵr a thŷ.\n\nUn; dau."),
    "ANSI": (lambda rows: separated_by_semicolons(rows).encode("cp1252"), "Tân a môr.\n\nUn; dau?"),
    "Unicode text": (lambda rows: separated_by_semicolons(rows).replace(";", "\t").encode("utf-16"), "Dŵr a thŷ."),
    "workbook": (as_excel, "Dŵr a thŷ.\n\nUn; dau."),
    "with a country": (
        lambda rows: written([{**row, "target_language": "cy-GB"} for row in rows]),
        "Dŵr ?",
    ),
}


@pytest.mark.parametrize(("saved", "welsh"), SPREADSHEETS.values(), ids=SPREADSHEETS)
def test_a_file_comes_back_as_spreadsheet_programs_save_it(setting, saved, welsh):
    setting.save(setting.section(), text_en="Water and a house.\n\nOne, two?")
    rows = exported(setting)
    rows[0]["target"] = welsh

    kept = confirmed(setting, saved(rows))

    assert kept.outcomes == ["taken"]
    assert setting.section().text_cy == welsh


@pytest.mark.parametrize("welsh", ["Dŵr a thŷ", "I ŵyr", "Y Tŷ", "Yn Nhŷ"])
def test_a_file_that_lost_its_circumflexes_is_refused_and_says_what_to_do(setting, welsh):
    setting.save(setting.section(), text_en="Water: https://example.org/?query=1")
    rows = exported(setting)
    rows[0]["target"] = welsh
    content = separated_by_semicolons(rows).encode("cp1252", errors="replace")

    with pytest.raises(BrokenFile, match=r"row 2, column target: .*CSV UTF-8"):
        sent(setting, content)


def test_a_question_and_an_address_are_no_lost_letters(setting):
    setting.save(setting.section(), text_en="Why? https://example.org/?query=1")
    rows = exported(setting)
    rows[0]["target"] = "Pam? (https://example.org/?query=1) Pryd? Byd? Gwaith?"

    assert sent(setting, rows).outcomes == ["taken"]


def test_a_source_that_lost_its_circumflexes_is_told_as_that(setting):
    setting.save(setting.section(), text_cy="Tŷ", written_in="cy")
    rows = exported(setting, into="en")
    rows[0] |= {"target": "House", "source": "T?"}

    assert sent(setting, rows).outcomes == ["lost"]


@pytest.mark.parametrize(("source", "target", "encoding"), [("en-GB", "cy-GB", "utf-8"), ("en_US", "CY", "utf-16")])
def test_a_tool_may_add_the_country_and_choose_the_encoding(setting, source, target, encoding):
    setting.save(setting.section(), text_en="One.")
    content = files.xliff(setting.edition, opened(setting), into="cy").decode()
    told = content.replace('srcLang="en"', f'srcLang="{source}"').replace('trgLang="cy"', f'trgLang="{target}"')
    back = told.replace("</source>", "</source><target>Tŷ.</target>").replace(
        "encoding='utf-8'", f"encoding='{encoding}'"
    )

    assert confirmed(setting, back.encode(encoding)).outcomes == ["taken"]


# --- XLIFF ---


def units(content):
    return ElementTree.fromstring(content).iter(f"{XLIFF}unit")


def test_xliff_holds_a_unit_for_each_text_and_comes_back(setting):
    setting.save(setting.section(), text_en="One & <two>.\n\n  Three.")
    content = files.xliff(setting.edition, opened(setting), into="cy")
    root = ElementTree.fromstring(content)
    (unit,) = units(content)
    section = setting.section()

    back = content.replace(b"</source>", b"</source><target>Un &amp; &lt;dau&gt;.</target>")
    kept = confirmed(setting, back)

    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.0", "en", "cy")
    assert unit.get("id") == f"section.{section.key}.text"
    assert [note.text for note in unit.iter(f"{XLIFF}note")] == ["An example section", "Not written"]
    assert unit.find(f"{XLIFF}segment").get("state") == "initial"
    assert kept.outcomes == ["taken"]
    assert setting.section().text_cy == "Un & <dau>."


def test_a_unit_that_a_tool_divided_into_segments_is_joined_again(setting):
    setting.save(setting.section(), text_en="One. Two.")
    content = files.xliff(setting.edition, opened(setting), into="cy").decode()
    start, end = content.index("<segment"), content.index("</segment>") + len("</segment>")
    divided = (
        "<segment><source>One.</source><target>Un.</target></segment><ignorable><source> </source></ignorable>"
        "<segment><source>Two.</source><target>Dau.</target></segment>"
    )

    confirmed(setting, (content[:start] + divided + content[end:]).encode())

    assert setting.section().text_cy == "Un. Dau."


MARKED = """## Care in **Tŷ** 2 * 3

- [See](https://example.org/a_b) it
  1. _now_

| A | B |
| --- | ---: |
| x | 1 |"""


def test_marks_are_codes_that_a_tool_keeps_and_come_back_as_they_were(setting):
    setting.save(setting.section(), text_en=MARKED)
    content = files.xliff(setting.edition, opened(setting), into="cy")
    (unit,) = units(content)
    source = unit.find(f".//{XLIFF}source")

    told = ElementTree.tostring(source, encoding="unicode")
    welsh = told.replace("Care in", "Gofal yn").replace("See", "Gweler").replace(":source", ":target")
    back = ElementTree.fromstring(content)
    segment = back.find(f".//{XLIFF}segment")
    segment.append(ElementTree.fromstring(welsh))
    kept = confirmed(setting, ElementTree.tostring(back))

    assert "*" not in "".join(source.itertext())
    assert "example.org" not in "".join(source.itertext())
    assert [one.get("disp") for one in source][:4] == ["##", "**", "**", "*"]
    assert kept.outcomes == ["taken"]
    assert setting.section().text_cy == MARKED.replace("Care in", "Gofal yn").replace("See", "Gweler")
    again = files.xliff(setting.edition, texts_of(setting.edition, CLUSTER), into="cy")
    assert {one.get("id") for one in next(units(again)).iter(f"{XLIFF}ph")} == {
        str(place) for place in range(1, len(source) + 1)
    }


def test_a_translation_that_lost_marks_is_refused_and_another_address_is_not(setting):
    setting.save(setting.section(), text_en="**See** [it](https://example.org/en)")
    rows = exported(setting)
    without = sent(setting, [{**rows[0], "target": "Gweler [ef](https://example.org/cy)"}])
    whole = sent(setting, [{**rows[0], "target": "**Gweler** [ef](https://example.org/cy)"}])

    assert (without.outcomes, whole.outcomes) == (["marks"], ["taken"])


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/hostname">]><a>&b;&d;</a>"""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BOMB, "not XML that can be read safely"),
        (b"<xliff", "not XML that can be read safely"),
        (b"<html></html>", "not XLIFF 2.0"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr"/>', "not XLIFF 2.0"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="cy"/>', "holds no text"),
        (b"id,source\r\n", "the column is missing"),
        (b"\xff\xfe", "the file is empty"),
        (b"id,source,target_language,target,mark\r\na,b,fr,c,\r\n", "not known here"),
        (b"id,source,target_language,target,mark\r\na,b,cy,c,\r\nd,e,en,f,\r\n", "more than one language"),
        (b"x" * (files.LARGEST + 1), "too large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_says_why(setting, content, problem):
    with pytest.raises(BrokenFile, match=problem):
        sent(setting, content)

    assert not TranslationFile.objects.exists()


# --- Pages ---


def at(name, setting, language="en"):
    return page_address(f"plans:{name}", language, key=setting.edition.pk)


def read(response, status=200):
    assert response.status_code == status
    return words(BeautifulSoup(response.content, "html.parser").main)


def test_the_page_counts_halves_and_shows_what_changed_since_a_half_was_translated(client, setting):
    section = setting.save(setting.section(), text_en="A big dog.", text_cy="Ci mawr.")
    setting.save(section, text_en="A small dog.")
    client.force_login(setting.lead)

    page = client.get(at("translation", setting))

    document = BeautifulSoup(page.content, "html.parser")
    assert "Into Welsh: texts that are missing or out of date: 1" in read(page)
    assert [one.get_text() for one in document.select("main del, main ins")] == ["removed: −big ", "added: +small "]
    assert document.select("main p[lang=cy]")[0].get_text() == "Ci mawr."
    row = document.find_all("table")[1].find("tbody").find("tr")
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == ["An example section", "7", "0", "0", "0", "1"]


def test_a_file_is_sent_looked_at_and_saved_over_the_pages(client, setting):
    setting.save(setting.section(), text_en="One.")
    client.force_login(setting.lead)
    content = client.get(at("translation_export", setting), {"into": "cy", "which": "open", "format": "xlf"}).content
    back = content.replace(b"</source>", b"</source><target>Un.</target>")

    place = client.post(at("translation_import", setting), {"file": SimpleUploadedFile("back.xlf", back)})["Location"]
    page = client.get(place)
    shown = read(page)
    client.post(place, hidden(page))

    assert "Nothing is saved yet" in shown
    assert "Language: Welsh" in shown
    assert "Taken: 1" in shown
    assert "Confirmed by" in read(client.get(place))
    assert setting.section().text_cy == "Un."


def test_what_somebody_saved_meanwhile_is_told_with_the_rows_anew(client, setting):
    setting.save(setting.section(), text_en="One.")
    rows = exported(setting)
    rows[0]["target"] = "Un."
    client.force_login(setting.lead)
    file = SimpleUploadedFile("back.csv", written(rows))
    place = client.post(at("translation_import", setting), {"file": file})["Location"]
    first, second = hidden(client.get(place)), hidden(client.get(place))
    setting.save(setting.section(), text_cy="Arall.")

    said = read(client.post(place, first), 409)
    # Whoever opened the page before has not seen what the file would change now.
    read(client.post(place, second), 409)
    read(client.post(place, {"seen": ""}), 409)

    assert "Somebody changed what this file is about" in said
    assert "Refused: somebody saved this text since the file was made" in said
    assert "Un." in said


def test_a_broken_file_is_told_on_the_page(client, setting):
    client.force_login(setting.lead)

    said = read(client.post(at("translation_import", setting), {"file": SimpleUploadedFile("a.xml", BOMB)}))

    assert "a.xml: the file is not XML that can be read safely." in said


def test_rows_that_a_reader_may_not_read_are_in_no_file_and_on_no_page(client, setting):
    setting.add("need", title_en="A private matter", title_cy="", visibility="cluster")
    client.force_login(setting.appoint(Office.APPROVER, setting.board))

    for place in (at("translation", setting), f"{at('translation_export', setting)}?which=all"):
        response = client.get(place)

        assert response.status_code == 200
        assert b"A private matter" not in response.content


def test_a_large_plan_asks_no_more_questions_than_a_small_one(client, setting, django_assert_max_num_queries):
    for number in range(40):
        action = setting.add("action", title_cy="")
        for _milestone in range(3 if number < 5 else 0):
            setting.add("milestone", action=action.key, due_on=ON)
    client.force_login(setting.lead)

    for place in (at("translation", setting), f"{at('translation_export', setting)}?format=xlf"):
        client.get(place)
        with django_assert_max_num_queries(16):
            assert client.get(place).status_code == 200
