"""The pages on which a plan is written: who sees what, what each save does, and what happens when two write at once."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from governance.models import Office
from plans import actions
from plans.editions.languages import halves_of
from plans.models import Autosave, Edition, EditionState, Presence, SectionStatus
from tests.plans.setting import AT, NOW, Setting
from tests.system.markup import names_of_places, targets_of_links

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


@pytest.fixture
def lead(client, setting):
    client.force_login(setting.lead)
    return client


def address(name, **kwargs):
    return reverse(f"plans:{name}", kwargs=kwargs or None)


def section_address(section):
    return address("section", key=section.pk)


def read(answer, status=200):
    assert answer.status_code == status, answer.content[-3000:].decode()
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def sent(row, **answers):
    return {"version": row.version, "step": "draft", "text_en": "", "text_cy": "", **answers}


def texts(row):
    row = type(row).objects.get(pk=row.pk)
    return row.text_en or "", row.text_cy or ""


# --- The list, and beginning ---


def test_the_list_names_state_turn_and_halves(lead, setting):
    setting.save(setting.section(), text_cy="Dim ond Cymraeg.")

    (line,) = read(lead.get(address("plans"))).select("tbody tr")

    cells = [" ".join(cell.get_text(" ").split()) for cell in line.select("th, td")]
    assert cells[0].startswith(setting.cluster.name)
    assert cells[1:] == ["Draft", "Those who write it It is your turn", "0 of 6", "1 of 6", "–"]


def test_a_lead_starts_the_plan_of_an_open_round_once(lead, setting):
    Edition.objects.all().delete()
    setting.plan.delete()
    choice = f"{setting.round.pk}-{setting.cluster.pk}"

    answer = lead.post(address("start"), {"plan": choice})

    edition = Edition.objects.get()
    assert answer.url == address("home", key=edition.pk)
    assert edition.section_rows.count() == 8
    assert "There is no plan for you to start" in read(lead.get(address("start"))).text
    assert lead.post(address("start"), {"plan": choice}).status_code == 200
    assert Edition.objects.count() == 1


def test_the_next_edition_starts_from_one_that_is_done(lead, setting):
    assert "not finished yet" in read(lead.post(address("start_edition", key=setting.edition.pk))).text
    setting.freeze()
    assert "Start the next edition" in read(lead.get(address("home", key=setting.edition.pk))).text

    answer = lead.post(address("start_edition", key=setting.edition.pk))

    second = Edition.objects.get(number=2)
    assert answer.url == address("home", key=second.pk)


def test_a_plan_to_write_waits_on_the_desk_of_those_who_write_it(client, setting):
    for person, waits in (
        (setting.lead, True),
        (setting.pharmacy_lead, True),
        (setting.appoint(Office.CLUSTER_MEMBER, setting.cluster), False),
        (setting.appoint(Office.SUPPORT_OFFICER, setting.board), False),
    ):
        client.force_login(person)
        page = read(client.get(reverse("portal:desk")))
        assert bool(page.select(f".app-todo a[href='{address('home', key=setting.edition.pk)}']")) is waits
        assert page.select(f"a[href='{address('plans')}']")


# --- The home ---


def test_the_home_lists_each_section_with_its_status_and_says_how_complete_it_is(lead, setting):
    setting.save(setting.section(), text_en="Said.", status="completed")
    setting.add("need")

    page = read(lead.get(address("home", key=setting.edition.pk)))

    tasks = [" ".join(task.get_text(" ").split()) for task in page.select(".nhsuk-task-list__item")]
    assert len(tasks) == 8
    assert tasks[0] == f"An example section Last written by {setting.lead.name}, 9 March 2026 Completed"
    assert tasks[2] == f"An example section: {setting.pharmacy.name} Not yet started"
    assert "Needs: 1" in tasks[4]
    assert [line.text for line in page.select(".app-complete li")] == [
        "Complete: 1 of 4 required sections.",
        "English: 1 of 6 sections.",
        "Welsh: 0 of 6 sections.",
    ]


def test_the_reason_of_a_return_stands_on_top(lead, setting):
    Edition.objects.update(state="returned", return_reason="The money does not add up.")

    page = read(lead.get(address("home", key=setting.edition.pk)))

    assert "The money does not add up." in page.select_one(".nhsuk-inset-text").text


def test_every_page_stays_within_its_queries_with_a_full_plan(lead, setting, django_assert_max_num_queries):
    parents = [setting.add("priority", title_en=f"Priority {number}") for number in range(8)]
    for number in range(40):
        action = setting.add("action", priority=parents[number % 8].key, title_en=f"Action {number}")
        for step in range(3):
            setting.add("milestone", action=action.key, due_on=NOW["on"], title_en=f"Milestone {number}.{step}")
    pages = [
        address("plans"),
        address("home", key=setting.edition.pk),
        section_address(setting.section("actions")),
        address("row", key=action.pk, kind="action"),
        address("add_row", key=setting.edition.pk, kind="milestone"),
    ]
    for page in pages:
        lead.get(page)
        with django_assert_max_num_queries(MOST_QUERIES, info=page):
            assert lead.get(page).status_code == 200


# --- A section ---


def test_both_halves_of_a_section_are_saved_and_the_second_is_a_translation(lead, setting):
    section = setting.section()

    answer = lead.post(section_address(section), sent(section, text_en="One.\r\nTwo.", text_cy="Un.\r\nDau."))

    assert answer.url == section_address(section)
    assert texts(section) == ("One.\nTwo.", "Un.\nDau.")
    standing = {half.language: half.standing for half in halves_of(setting.edition, [setting.section()])}
    assert standing == {"en": "draft", "cy": "translated"}
    page = read(lead.get(section_address(section)))
    assert [area["lang"] for area in page.select("textarea")] == ["en", "cy"]
    assert page.select_one("textarea[lang=cy]").text == "Un.\nDau."


def test_a_section_can_always_be_saved_empty_and_goes_on_to_the_next(lead, setting):
    section = setting.section()

    answer = lead.post(section_address(section), sent(section, step="continue"))

    assert answer.url == section_address(setting.section("workforce"))


def test_somebody_says_themselves_that_a_section_is_completed(lead, setting):
    section = setting.section()

    lead.post(section_address(section), sent(section, text_en="One."))
    assert setting.section().status == SectionStatus.IN_PROGRESS
    section = setting.section()
    lead.post(section_address(section), sent(section, text_en="One.", status="completed"))

    assert setting.section().status == SectionStatus.COMPLETED


def test_saving_what_is_there_already_writes_nothing(lead, setting):
    section = setting.save(setting.section(), text_en="One.", status="in_progress")

    lead.post(section_address(section), sent(section, text_en="One.", status="in_progress"))

    assert setting.section().version == section.version


def test_a_minor_edit_leaves_the_translation_up_to_date_and_a_check_stands(lead, setting):
    section = setting.save(setting.section(), text_en="One", text_cy="Un")

    lead.post(section_address(section), sent(section, text_en="One.", text_cy="Un", minor="minor"))
    section = setting.section()
    lead.post(section_address(section), sent(section, text_en="One.", text_cy="Un", step="check-cy"))

    standing = {half.language: half.standing for half in halves_of(setting.edition, [setting.section()])}
    assert standing["cy"] == "checked"


def test_those_who_may_not_write_a_section_read_it(client, setting):
    member = setting.appoint(Office.CLUSTER_MEMBER, setting.cluster)
    section = setting.save(setting.section(), text_en="What we will do.")
    for person in (member, setting.pharmacy_lead):
        client.force_login(person)
        page = read(client.get(section_address(section)))
        assert not page.select("textarea")
        assert "What we will do." in page.text
        assert client.post(section_address(section), sent(section, text_en="Mine.")).status_code == 403

    assert texts(section) == ("What we will do.", "")


def test_a_collaborative_lead_writes_the_part_of_their_own_collaborative(client, setting):
    client.force_login(setting.pharmacy_lead)
    part = setting.section("workforce", setting.pharmacy)

    client.post(section_address(part), sent(part, text_en="Pharmacists."))

    assert texts(part) == ("Pharmacists.", "")


def test_what_was_typed_is_shown_again_where_the_plan_was_agreed_meanwhile(lead, setting):
    section = setting.section()
    Edition.objects.update(state="agreed")

    page = read(lead.post(section_address(section), sent(section, text_en="Too late.")))

    assert "cannot be changed now" in page.select_one(".nhsuk-error-summary").text
    assert page.select_one("textarea[lang=en]").text.strip() == "Too late."


# --- Two at once ---


def test_who_saves_second_sees_both_texts_and_a_third_box_and_saves_from_there(lead, setting):
    section, deputy = setting.section(), setting.appoint(Office.DEPUTY, setting.cluster)
    setting.save(section, by=deputy, text_en="Theirs.", text_cy="Eu testun.")

    page = read(lead.post(section_address(section), sent(section, text_en="Mine.")), 409)

    assert [one.text.strip() for one in page.select(".app-said-so")] == ["Mine.", "Theirs."]
    assert f"Saved by {deputy.name}" in page.text
    (box,) = page.select("textarea")
    assert box.text.strip() == "Mine."
    hidden = {one["name"]: one["value"] for one in page.select("#writing input[type=hidden]")}
    assert (hidden["version"], hidden["text_cy"]) == ("2", "Eu testun.")
    assert texts(section) == ("Theirs.", "Eu testun.")

    lead.post(section_address(section), {**hidden, "text_en": "Mine and theirs.", "step": "draft"})

    assert texts(section) == ("Mine and theirs.", "Eu testun.")


def test_who_changes_a_removed_row_gets_their_text_back_and_can_add_it_anew(lead, setting):
    need = setting.add("need")
    actions.remove_row(row=need, version=1, by=setting.lead, **NOW)
    answers = {"version": 1, "title_en": "Sleep", "title_cy": "Cwsg", "visibility": "public", "step": "draft"}

    page = read(lead.post(address("row", key=need.pk, kind="need"), answers), 409)

    assert [one.text.strip() for one in page.select(".app-said-so")] == ["Sleep", "Cwsg"]
    hidden = {one["name"]: one["value"] for one in page.select("main form input[type=hidden]")}
    again = read(lead.post(page.form["action"], {**hidden, "step": "again"}))
    assert again.select_one("input[name=title_en]")["value"] == "Sleep"
    assert lead.get(address("row", key=need.pk, kind="need")).status_code == 404


# --- What is kept before it is saved ---


def kept(client, section, **answers):
    return client.post(section_address(section), sent(section, step="keep", **answers), headers={"x-kept-by": "script"})


def test_what_is_typed_is_kept_shown_again_and_gone_once_saved(lead, setting):
    section = setting.section()

    answer = kept(lead, section, text_en="Half a sent")

    assert answer.json() == {"words": "Kept at 09:30, not yet saved"}
    assert texts(section) == ("", "")
    page = read(lead.get(section_address(section)))
    assert page.select_one("textarea[lang=en]").text.strip() == "Half a sent"
    assert "Kept at 09:30, not yet saved" in page.select_one(".app-kept").text
    lead.post(section_address(section), sent(section, text_en="Half a sentence."))
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


def test_what_is_kept_can_be_discarded_and_is_seen_by_nobody_else(client, setting):
    section, deputy = setting.section(), setting.appoint(Office.DEPUTY, setting.cluster)
    client.force_login(setting.lead)
    kept(client, section, text_en="Half a sent")

    client.force_login(deputy)
    assert read(client.get(section_address(section))).select_one("textarea[lang=en]").text.strip() == ""
    client.force_login(setting.lead)
    client.post(section_address(section), {"step": "discard"})

    assert read(client.get(section_address(section))).select_one("textarea[lang=en]").text.strip() == ""


def test_what_was_kept_before_somebody_else_saved_leads_to_both_texts(lead, setting):
    section, deputy = setting.section(), setting.appoint(Office.DEPUTY, setting.cluster)
    kept(lead, section, text_en="Mine.")
    setting.save(section, by=deputy, text_en="Theirs.")

    page = read(lead.get(section_address(section)))
    version = page.select_one("#writing input[name=version]")["value"]
    answer = lead.post(section_address(section), {**sent(section, text_en="Mine."), "version": version})

    assert answer.status_code == 409


def test_a_row_that_was_never_added_is_kept_too(lead, setting):
    page = address("add_row", key=setting.edition.pk, kind="need")
    key = read(lead.get(page)).select_one("input[name=key]")["value"]

    lead.post(page, {"key": key, "title_en": "Sle", "step": "keep"}, headers={"x-kept-by": "script"})

    again = read(lead.get(page))
    assert again.select_one("input[name=key]")["value"] == key
    assert again.select_one("input[name=title_en]")["value"] == "Sle"
    lead.post(page, {"key": key, "title_en": "Sleep", "visibility": "public", "step": "draft"})
    assert setting.edition.need_rows.get().title_en == "Sleep"
    assert not Autosave.objects.exists()


def test_nothing_is_kept_of_what_somebody_may_only_read(client, setting):
    section, need = setting.section(), setting.add("need")
    client.force_login(setting.pharmacy_lead)
    places = (
        (section_address(section), {"text_en": "Not mine."}),
        (address("row", key=need.pk, kind="need"), {"title_en": "Not mine."}),
    )

    for page, answers in places:
        refused = client.post(page, {**answers, "version": 1, "step": "keep"}, headers={"x-kept-by": "script"})
        assert refused.status_code == 403

    assert not Autosave.objects.exists()
    assert not Presence.objects.filter(person=setting.pharmacy_lead).exists()


def test_nothing_is_kept_of_an_edition_that_is_not_written_any_more(lead, setting):
    section = setting.section()
    Edition.objects.filter(pk=setting.edition.pk).update(state=EditionState.AGREED)

    refused = kept(lead, section, text_en="Too late.")
    new = address("add_row", key=setting.edition.pk, kind="need")
    also = lead.post(new, {"key": uuid.uuid4(), "title_en": "Late", "step": "keep"}, headers={"x-kept-by": "script"})

    assert [refused.status_code, also.status_code] == [400, 400]
    assert "This edition cannot be changed now." in refused.content.decode()
    assert not Autosave.objects.exists()


def test_what_somebody_kept_is_theirs_to_copy_once_it_can_be_written_no_more(lead, setting):
    section = setting.section()
    kept(lead, section, text_en="Half a sent")
    page = address("add_row", key=setting.edition.pk, kind="need")
    key = read(lead.get(page)).select_one("input[name=key]")["value"]
    lead.post(page, {"key": key, "title_en": "Sle", "step": "keep"}, headers={"x-kept-by": "script"})

    Edition.objects.filter(pk=setting.edition.pk).update(state=EditionState.AGREED)

    shown = read(lead.get(section_address(section)))
    assert "Half a sent" in shown.select_one(".app-kept").text
    assert shown.select("textarea") == []
    assert "Sle" not in read(lead.get(page)).text
    left = shown.select_one(".app-kept input[name=left]")["value"]
    lead.post(section_address(section), {"step": "discard", "left": left})
    assert "Half a sent" not in lead.get(section_address(section)).content.decode()


def test_two_tabs_of_one_section_keep_each_its_own(lead, setting):
    section = setting.section()
    for tab in ("one", "two"):
        kept(lead, section, text_en=f"Typed in {tab}.", draft_tab=tab)

    assert {one.values["text_en"] for one in Autosave.objects.all()} == {"Typed in one.", "Typed in two."}
    lead.post(section_address(section), sent(section, text_en="Typed in two.", draft_tab="two"))

    page = read(lead.get(section_address(section)))
    assert page.select_one("textarea[lang=en]").text.strip() == "Typed in one."


def test_saving_in_one_tab_takes_with_it_what_its_form_was_filled_in_with_unless_more_was_typed_there(
    lead, setting, moved_clock
):
    section = setting.section()
    kept(lead, section, text_en="Typed in a tab that was closed.", draft_tab="one")
    left = read(lead.get(section_address(section))).select_one("#writing input[name=left]")["value"]
    moved_clock(AT.replace(minute=AT.minute + 1).isoformat())
    kept(lead, section, text_en="More typed in the other tab.", draft_tab="one")

    lead.post(section_address(section), sent(section, text_en="Saved.", draft_tab="two", left=left))
    assert Autosave.objects.get().values["text_en"] == "More typed in the other tab."
    page = read(lead.get(section_address(section)))
    left = page.select_one("#writing input[name=left]")["value"]
    section.refresh_from_db()
    lead.post(section_address(section), sent(section, text_en="Saved again.", draft_tab="two", left=left))

    assert not Autosave.objects.exists()


def test_what_led_to_two_texts_is_kept_for_whoever_leaves_the_page(lead, setting):
    section, deputy = setting.section(), setting.appoint(Office.DEPUTY, setting.cluster)
    setting.save(section, by=deputy, text_en="Theirs.")

    assert lead.post(section_address(section), {**sent(section, text_en="Mine."), "version": 1}).status_code == 409

    assert read(lead.get(section_address(section))).select_one("textarea[lang=en]").text.strip() == "Mine."


@pytest.mark.parametrize("version", ["9" * 5000, "²", "2147483648", "-1", "x"])
def test_whatever_stands_for_the_version_is_no_fault(lead, setting, version):
    section = setting.section()

    for step in ("keep", "draft", "continue"):
        answer = lead.post(
            section_address(section), {**sent(section, text_en="One."), "version": version, "step": step}
        )
        assert answer.status_code in (200, 302, 409)


def test_whoever_else_has_a_section_open_is_named_by_office_for_ten_minutes(client, setting, moved_clock):
    part = setting.section("workforce", setting.pharmacy)
    client.force_login(setting.pharmacy_lead)
    client.get(section_address(part))

    client.force_login(setting.lead)
    assert f"{setting.pharmacy.name} has this open." in read(client.get(section_address(part))).text
    moved_clock(AT.replace(minute=AT.minute + 11).isoformat())
    assert "has this open" not in read(client.get(section_address(part))).text


def test_what_a_session_ended_with_is_kept_rather_than_shown_as_data(lead, setting):
    section = setting.section()

    answer = lead.post(section_address(section), sent(section, text_en="Late.", step="keep"))

    assert answer.url == section_address(section)
    assert read(lead.get(section_address(section))).select_one("textarea[lang=en]").text.strip() == "Late."


# --- Versions ---


def test_versions_say_who_changed_what_and_an_earlier_one_is_taken_up_again(lead, setting):
    section, deputy = setting.section(), setting.appoint(Office.DEPUTY, setting.cluster)
    setting.save(section, text_en="We walk.")
    section.refresh_from_db()
    setting.save(section, by=deputy, text_en="We run.", note="Faster.")
    section.refresh_from_db()

    page = read(lead.get(address("versions", key=section.pk, kind="section")))
    newest, first = page.select("section")
    assert [deputy.name in newest.h2.text, setting.lead.name in first.h2.text] == [True, True]
    assert "Faster." in newest.text
    assert [newest.select_one("ins").text, newest.select_one("del").text] == ["added: +run.", "removed: −walk."]  # noqa: RUF001
    assert newest.select("a") == []

    form = read(lead.get(first.select_one("a")["href"])).select_one("#writing")
    assert form.select_one("textarea[lang=en]").text.strip() == "We walk."
    assert form.select_one("input[name=version]")["value"] == str(section.version)
    lead.post(section_address(section), sent(section, text_en="We walk."))
    assert texts(section)[0] == "We walk."


def test_a_version_that_its_reader_could_not_read_then_is_not_shown_now(client, setting):
    need = setting.add("need", title_en="Among ourselves", visibility="cluster")
    need.refresh_from_db()
    setting.save(need, title_en="For everybody", visibility="public")
    client.force_login(setting.appoint(Office.PLANNING_GROUP_CHAIR, setting.group))

    page = read(client.get(address("versions", key=need.pk, kind="need")))

    assert "Among ourselves" not in page.text


# --- Drafts with faults, and where faults lead ---


def test_a_draft_is_never_refused_and_says_what_is_to_be_put_right(lead, setting):
    page = address("add_row", key=setting.edition.pk, kind="milestone")
    key = read(lead.get(page)).select_one("input[name=key]")["value"]
    answers = {"key": key, "title_en": "A clinic", "due_on": "soon", "visibility": "public", "step": "draft"}

    assert lead.post(page, answers).url == page

    document = BeautifulSoup(lead.get(page).content, "html.parser")
    assert document.select_one("#deed").text.strip().startswith("Kept at 09:30 as your draft.")
    assert document.select_one("input[name=due_on]")["value"] == "soon"
    assert document.select_one("input[name=title_en]")["value"] == "A clinic"
    assert not setting.edition.milestone_rows.exists()
    assert lead.post(page, {**answers, "step": "continue"}).status_code == 200


def test_a_row_saved_as_a_draft_with_a_fault_is_kept_as_it_is(lead, setting):
    action = setting.add("action")
    page = address("row", key=action.pk, kind="action")

    answer = lead.post(page, {"version": 1, "title_en": "Walk", "first_year_money": "much", "step": "draft"})

    assert answer.url == page
    assert read(lead.get(page)).select_one("input[name=first_year_money]")["value"] == "much"
    action.refresh_from_db()
    assert action.title_en == "A action"


@pytest.mark.parametrize("kind", ["need", "action", "milestone", "risk"])
def test_each_fault_leads_to_its_question_and_no_two_places_have_one_name(lead, setting, kind):
    page = address("add_row", key=setting.edition.pk, kind=kind)

    answer = lead.post(page, {"step": "continue", "title_en": "x" * 400})

    document = BeautifulSoup(answer.content, "html.parser")
    assert document.select(".nhsuk-error-summary a[href^='#']")
    assert targets_of_links(document) == names_of_places(document) == []


# --- The task list, and the milestones of an action ---


def test_the_part_of_ones_own_collaborative_comes_first(client, setting):
    client.force_login(setting.pharmacy_lead)

    page = read(client.get(address("home", key=setting.edition.pk)))

    own, rest = page.select(".nhsuk-task-list")
    assert [one.text for one in page.select("h2")][:2] == ["Yours to write", "The rest of the plan"]
    assert [setting.pharmacy.name in one.text for one in own.select(".nhsuk-task-list__item")] == [True]
    assert setting.pharmacy.name not in rest.text


def test_an_action_shows_its_milestones_and_begins_another_under_it(lead, setting):
    action, other = setting.add("action"), setting.add("action", title_en="Another")
    for row, title in ((action, "Rota agreed"), (other, "Elsewhere")):
        setting.add("milestone", action=row.key, due_on=NOW["on"], title_en=title)

    page = read(lead.get(address("row", key=action.pk, kind="action")))

    assert [one.text for one in page.select(".app-rows__title")] == ["Rota agreed"]
    form = read(lead.get(page.select_one("a[href*='/milestone/?action=']")["href"]))
    chosen = form.select_one("input[name=action][checked], select[name=action] option[selected]")
    assert chosen["value"] == str(action.key)
