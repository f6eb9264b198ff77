import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import AuditRecord
from clusters import actions
from clusters.models import (
    Area,
    Assignment,
    Cluster,
    Coverage,
    HealthBoard,
    LocalAuthority,
    Membership,
    Outline,
    PlanningGroup,
    Population,
    Postcode,
    Provider,
    SmallArea,
)
from clusters.reference import FILES
from common.models import LoadedFiles
from common.tabular import BrokenFile
from tests.factories import AT, ON, CollaborativeFactory, ProfessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the reference data that a test may break."""
    for name in FILES:
        shutil.copy(settings.DATA_DIR / name, tmp_path / name)
    return tmp_path


def change(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_all_of_wales_is_loaded():
    assert HealthBoard.objects.count() == 7
    assert LocalAuthority.objects.count() == 22
    assert Cluster.objects.count() == 60
    assert PlanningGroup.objects.count() == 21
    assert Provider.objects.count() == 369
    assert Membership.objects.current(on=ON).count() == 369
    assert SmallArea.objects.count() == Assignment.objects.current(on=ON).count() == 1917
    assert Postcode.objects.count() == 141_022
    assert Outline.objects.count() == 89
    assert Coverage.objects.current(on=ON).count() == 22


def test_clusters_stand_under_their_boards():
    boards = HealthBoard.objects.order_by("code")

    counts = {board.short_name_en: Cluster.objects.filter(parent=board).count() for board in boards}

    assert counts == {
        "Betsi Cadwaladr": 14,
        "Powys": 3,
        "Hywel Dda": 7,
        "Aneurin Bevan": 11,
        "Cardiff and Vale": 9,
        "Cwm Taf Morgannwg": 8,
        "Swansea Bay": 8,
    }


def test_welsh_names_keep_whether_they_were_seen_or_proposed():
    seen = Cluster.objects.filter(name_cy_status="seen").values_list("name_cy", flat=True)

    assert Cluster.objects.filter(name_cy_status="proposed").count() == 51
    assert set(seen) == {
        "De Meirionnydd",
        "Dwyrain Pen-y-bont ar Ogwr",
        "Gogledd Pen-y-bont ar Ogwr",
        "Gorllewin Pen-y-bont ar Ogwr",
        "Cynon i'r gogledd",
        "Cynon De",
        "Merthyr Tudful",
        "Rhondda",
        "Taf Elái",
    }


def test_the_local_name_of_the_tier_is_the_boards_own():
    tiers = dict(HealthBoard.objects.values_list("ods_code", "tier_name_en"))

    assert tiers["7A6"] == "Neighbourhood Care Network"
    assert tiers["7A3"] == "Local Cluster Collaborative"
    assert tiers["7A1"] == "Cluster"


def test_a_planning_group_may_cover_several_authorities():
    swansea_bay = PlanningGroup.objects.get(slug_en="swansea-bay")

    covered = {coverage.local_authority.name_en for coverage in swansea_bay.coverages.current(on=ON)}

    assert covered == {"Swansea", "Neath Port Talbot"}
    assert swansea_bay.is_assumed is False


def test_registered_and_resident_populations_are_kept_apart():
    hywel_dda = HealthBoard.objects.get(slug_en="hywel-dda")

    counts = {one.basis: one.count for one in Population.objects.filter(area=hywel_dda)}

    assert counts["registered"] == 401_138
    assert counts["resident"] != counts["registered"]


def test_wales_has_the_registered_patients_and_residents_of_its_sources():
    counts = dict(Population.objects.filter(area__code="W92000004").values_list("basis", "count"))

    assert counts == {"registered": 3_300_566, "resident": 3_107_497}


def test_city_health_fits_worst_and_says_so():
    errors = Population.objects.filter(fit_error__isnull=False).select_related("area")

    worst = max(errors, key=lambda population: abs(population.fit_error))

    assert worst.area.slug_en == "city-health"
    assert abs(worst.fit_error) == pytest.approx(0.37, abs=0.005)
    assert worst.fits_badly


def test_loading_the_same_files_again_does_nothing(capsys):
    call_command("load_reference_data")

    assert "nothing to do" in capsys.readouterr().out
    assert AuditRecord.objects.filter(action="clusters.load_reference_data").count() == 1


def test_loading_again_from_changed_files_changes_only_what_differs(folder):
    change(folder / "gp_practices.csv", ",8534,", ",8600,")

    receipt = actions.load_reference_data(folder=folder, at=AT)

    fits, totals = 60, 4
    assert receipt.changed == {"provider": 1, "population": fits + totals}
    assert sum(receipt.added.values()) == 0
    assert receipt.left["area"] == 90
    assert Provider.objects.get(ods_code="W00005").registered_patients == 8600


def test_a_cluster_that_a_file_calls_anew_keeps_its_old_address_and_its_collaboratives_follow(folder, client):
    cluster = Cluster.objects.order_by("pk").first()
    pharmacy = ProfessionFactory(name_en="Pharmacy of tests", name_cy="Fferylliaeth profion")
    collaborative = CollaborativeFactory(cluster=cluster, profession=pharmacy, name_cy=f"{cluster.name_cy}: hen enw")
    change(folder / "clusters.csv", f",{cluster.slug_cy}\n", ",enw-newydd\n")

    actions.load_reference_data(folder=folder, at=AT)

    collaborative.refresh_from_db()
    assert collaborative.name_cy == f"{cluster.name_cy}: Fferylliaeth profion"
    assert client.get(f"/cy/clystyrau/{cluster.slug_cy}/")["Location"] == "/cy/clystyrau/enw-newydd/"


def test_what_an_administrator_moved_stays_moved(folder):
    practice = Provider.objects.get(ods_code="W00005")
    practice.memberships.all().delete()
    Membership.objects.create(provider=practice, cluster=Cluster.objects.get(slug_en="rhondda"))
    change(folder / "gp_practices.csv", ",8534,", ",8600,")

    actions.load_reference_data(folder=folder, at=AT)

    assert practice.memberships.get().cluster.slug_en == "rhondda"


def test_a_small_area_that_the_files_assign_anew_is_assigned_anew(folder):
    change(folder / "lsoa21_cluster_approx.csv", "W01000003,W06000001,W11000023,Anglesey", MOVED)

    receipt = actions.load_reference_data(folder=folder, at=AT)

    assert receipt.changed["small area"] == 1
    assert Assignment.objects.get(small_area="W01000003").cluster.slug_en == "arfon"


MOVED = "W01000003,W06000001,W11000023,Arfon"
BROKEN = [
    ("clusters.csv", "W11000023,7A1", "W11000099,7A1", 2, "health_board_ons_code"),
    ("gp_practices.csv", ",8534,", ",many,", 2, "registered_patients"),
    ("gp_practices.csv", "Caerphilly South", "Atlantis", 2, "cluster_name"),
    ("local_authorities.csv", "W06000002,", "W06000001,", 3, "ons_code"),
    ("clusters.csv", ",proposed,", ",guessed,", 2, "name_cy_status"),
    ("pcpg.csv", "W06000001,", "W06000099,", 2, "local_authority_codes"),
    ("census2021_lsoa21.csv", "W01000003,2440", "W01000003,", 2, "usual_residents_2021"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "column"), BROKEN, ids=lambda value: str(value)[:24])
def test_a_broken_file_names_file_row_and_column_and_changes_nothing(folder, file, old, new, row, column):
    before = Area.objects.count(), Provider.objects.count(), LoadedFiles.objects.get(name="places").digest
    change(folder / file, old, new)

    with pytest.raises(BrokenFile) as refusal:
        actions.load_reference_data(folder=folder, at=AT)

    assert (refusal.value.file, refusal.value.row, refusal.value.column) == (file, row, column)
    assert str(refusal.value).startswith(f"{file}, row {row}, column {column}: ")
    assert before == (Area.objects.count(), Provider.objects.count(), LoadedFiles.objects.get(name="places").digest)


def test_a_missing_file_is_a_sentence_not_a_trace(folder):
    (folder / "clusters.csv").unlink()

    with pytest.raises(CommandError, match=r"^clusters\.csv: the file is missing\. Nothing was changed\.$"):
        call_command("load_reference_data", folder=folder)


def test_outlines_that_are_not_geojson_are_refused(folder):
    (folder / "clusters_approx.geojson").write_text("{}")

    with pytest.raises(BrokenFile, match=r"^clusters_approx\.geojson: "):
        actions.load_reference_data(folder=folder, at=AT)


def test_clusters_outside_the_typical_size_are_remarked_upon(folder, capsys):
    change(folder / "gp_practices.csv", ",8534,", ",8600,")

    call_command("load_reference_data", folder=folder)

    notes = [line.split(" has ")[0].strip() for line in capsys.readouterr().out.splitlines() if "Note:" in line]
    assert notes == ["Note: Cardiff North", "Note: South Meirionnydd", "Note: Taff Ely"]
