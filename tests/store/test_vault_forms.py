"""Form versions are entered and put in force, never changed; a version stands for the same words for ever."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from consultation.consent_builders import shipped_text
from consultation.form_builders import reword, say, with_form, without_clause
from sqlcipher3 import dbapi2
from store import faults
from store.builders import START, make_older_vault, make_patient, reopen
from store.three_people import OFFICE, SignIn, make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_versions import write_form_version
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consent, Consultation, Declined, GivenConsent
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.patient_consents import ConsentCount
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault

TEXT = shipped_text()
VERSION = TEXT.form.version
SHIPPED = write_form_version(TEXT)
TODAY = START.date()
TOMORROW = TODAY + timedelta(days=1)


def clinic_text(number: int, base: ConsentText = TEXT, words: str = "Nobody knows.") -> ConsentText:
    version = f"2026-11/clinic-{number}"
    changed = reword(base, "risk-unknown", version, blocks=say(words, f"{words}わかっていません。"))
    return with_form(changed, version=version)


OWN = write_form_version(clinic_text(1))


def refuse(act: Callable[[], object]) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value


def version_in_force(vault: Vault, day: date = TODAY) -> str | None:
    found = vault.find_form_in_force(day)
    return None if found is None else found.form.version


def test_the_shipped_form_is_entered_under_its_hash_when_first_used_and_is_in_force(vault: Vault) -> None:
    assert vault.find_form_in_force(TODAY) is None
    entry = vault.enter_shipped_form(SHIPPED)
    assert (entry.sha256, entry.version, entry.is_shipped) == (hashlib.sha256(SHIPPED).hexdigest(), VERSION, True)
    assert vault.load_form(entry.sha256) == SHIPPED
    assert vault.load_text(entry.sha256) == SHIPPED
    assert vault.find_form(entry.sha256) == entry == vault.find_form_version("stemsup-consent", VERSION)
    assert vault.enter_shipped_form(SHIPPED) == entry
    assert vault.list_forms() == (entry,)
    (publication,) = vault.list_form_publications()
    assert publication == vault.find_form_in_force(TODAY)
    assert (publication.published_by, publication.reason) == ("", "")


def test_what_the_program_does_not_ship_is_not_entered_as_shipped(vault: Vault) -> None:
    assert refuse(lambda: vault.enter_shipped_form(OWN)).code == "form-not-shipped"
    assert refuse(lambda: vault.enter_shipped_form(b"{}")).code == "content-invalid"
    assert vault.list_forms() == ()


def test_shipped_words_that_changed_under_their_version_are_refused(vault: Vault) -> None:
    vault.enter_shipped_form(SHIPPED)
    changed = write_form_version(reword(TEXT, "risk-unknown", blocks=say("Nobody knows.", "わかっていません。")))
    assert refuse(lambda: vault.enter_shipped_form(changed)).code == "form-version-taken"
    assert version_in_force(vault) == VERSION


def test_a_published_form_is_in_force_from_its_day(vault: Vault) -> None:
    vault.enter_shipped_form(SHIPPED)
    publication = vault.publish_form(OWN, TOMORROW, " Clearer words ")
    assert (publication.in_force_from, publication.reason) == (TOMORROW, "Clearer words")
    assert publication.published_name == vault.author.name
    assert [version_in_force(vault, day) for day in (TODAY, TOMORROW)] == [VERSION, "2026-11/clinic-1"]
    vault.publish_form(write_form_version(clinic_text(2)), TODAY, "Sooner")
    assert [version_in_force(vault, day) for day in (TODAY, TOMORROW)] == ["2026-11/clinic-2", "2026-11/clinic-1"]
    vault.publish_form(SHIPPED, TOMORROW, "Back to the shipped words")
    assert version_in_force(vault, TOMORROW) == VERSION
    assert [one.form.version for one in vault.list_form_publications()] == [
        *(VERSION, "2026-11/clinic-2", "2026-11/clinic-1", VERSION),
    ]
    assert vault.load_form(publication.form.sha256) == OWN


def test_a_clinic_s_form_stays_in_force_when_the_shipped_one_is_first_used_later(vault: Vault) -> None:
    vault.publish_form(OWN, TODAY, "First of all")
    vault.enter_shipped_form(SHIPPED)
    assert version_in_force(vault) == "2026-11/clinic-1"
    assert [one.version for one in vault.list_forms()] == ["2026-11/clinic-1", VERSION]


REFUSED: dict[str, tuple[bytes, date, str, str]] = {
    "no reason": (OWN, TODAY, " \u3000", "form-reason-missing"),
    "a day that is over": (OWN, TODAY - timedelta(days=1), "Why", "form-date-past"),
    "a gap": (write_form_version(without_clause(clinic_text(1), "legal-not-reviewed")), TODAY, "Why", "form-uncovered"),
    "the program's number": (
        write_form_version(with_form(clinic_text(1), version="9.9")),
        TODAY,
        "Why",
        "form-version-taken",
    ),
    "an odd version": (
        write_form_version(with_form(clinic_text(1), version="mine")),
        TODAY,
        "Why",
        "form-version-taken",
    ),
    "no form": (b"{}", TODAY, "Why", "content-invalid"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_must_not_be_published_is_refused_and_leaves_nothing(vault: Vault, name: str) -> None:
    vault.enter_shipped_form(SHIPPED)
    data, day, reason, code = REFUSED[name]
    assert refuse(lambda: vault.publish_form(data, day, reason)).code == code
    assert len(vault.list_forms()) == len(vault.list_form_publications()) == 1


def test_a_clause_reworded_under_a_version_that_was_ever_used_is_refused_by_name(vault: Vault) -> None:
    vault.enter_shipped_form(SHIPPED)
    vault.publish_form(OWN, TODAY, "Why")
    same = with_form(clinic_text(1, words="Somebody knows."), version="2026-11/clinic-2")
    problem = refuse(lambda: vault.publish_form(write_form_version(same), TODAY, "Why"))
    assert problem.code == "clause-version-taken"
    assert problem.details == (TEXT.clauses["risk-unknown"].title,)
    other = write_form_version(clinic_text(1, words="Somebody knows."))
    assert refuse(lambda: vault.publish_form(other, TODAY, "Why")).code == "form-version-taken"


@pytest.mark.parametrize("table", ["form_versions", "form_clauses", "form_publications"])
@pytest.mark.parametrize("act", ["update {} set sha256 = ''", "delete from {}"])
def test_nothing_changes_or_removes_a_form_version(vault: Vault, table: str, act: str) -> None:
    vault.enter_shipped_form(SHIPPED)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"), vault._writing(Right.SIGN_IN) as db:
        db.execute(act.format(table))
    assert version_in_force(vault) == VERSION


def test_a_form_that_was_never_kept_is_unknown_and_damaged_bytes_are_damage(vault: Vault) -> None:
    assert vault.find_form("0" * 64) is None
    assert refuse(lambda: vault.load_form("0" * 64)).code == "form-unknown"
    entry = vault.enter_shipped_form(SHIPPED)
    with vault._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger texts_refuse_update")
        db.execute("update texts set data = x'00'")
    with pytest.raises(EnvironmentProblem) as found:
        vault.load_form(entry.sha256)
    assert found.value.code == "vault-damaged"


def test_a_full_disk_keeps_nothing_of_a_form(vault: Vault) -> None:
    faults.fill_disk(vault._database)
    with pytest.raises(EnvironmentProblem) as failed:
        vault.enter_shipped_form(SHIPPED)
    faults.free_disk(vault._database)
    assert failed.value.code == "vault-disk-full"
    assert vault.list_forms() == ()


@pytest.fixture
def sign_in(tmp_path: Path) -> Iterator[SignIn]:
    with make_three_people(tmp_path) as enter:
        enter("doctor").save_patient(make_patient())
        yield enter


def test_only_an_administrator_publishes_and_the_history_says_what_and_why(sign_in: SignIn) -> None:
    nurse = sign_in("nurse")
    nurse.enter_shipped_form(SHIPPED)
    assert refuse(lambda: nurse.publish_form(OWN, TOMORROW, "Why")).code == "administrator-only"
    office = sign_in("office")
    publication = office.publish_form(OWN, TOMORROW, "Clearer")
    assert publication.published_name == OFFICE
    (row,) = [one for one in office.list_whole_history() if one.act is AuditAct.FORM_PUBLISHED]
    assert (row.subject, row.account_name) == ("2026-11/clinic-1", OFFICE)
    assert {change.path[0]: change.new for change in row.details or ()}["reason"] == "Clearer"
    assert refuse(office.list_outdated_consents).code == "patients-only"
    assert office.count_consents() == ()


def give(day: date, version: str = VERSION) -> Consent:
    return Consent(signature=GivenConsent("CNS-1", day, "A", "B", True, "0" * 64, form_version=version))


def test_the_last_consent_of_each_patient_is_counted_and_an_outdated_one_is_listed(vault: Vault) -> None:
    vault.enter_shipped_form(SHIPPED)
    days = {"a": TODAY, "b": date(TODAY.year - 1, TODAY.month, TODAY.day), "c": TODAY, "d": TODAY}
    for name, day in days.items():
        vault.save_patient(make_patient(f"X-{name}", patient_id=name))
        visit = Consultation(f"visit-{name}", START, consent=give(day, VERSION if name != "c" else ""))
        vault.start_consultation(name, visit)
    vault.start_consultation("d", Consultation("visit-d2", START + timedelta(days=1), consent=give(TODAY, "0.9")))

    assert set(vault.count_consents()) == {
        ConsentCount(VERSION, 2, 1),
        ConsentCount("", 1, 0),
        ConsentCount("0.9", 1, 0),
    }
    lines = vault.list_outdated_consents()
    assert [(one.patient.patient_id, one.form_version, one.is_other_version, one.is_over_a_year) for one in lines] == [
        ("b", VERSION, False, True),
        ("c", "", True, False),
        ("d", "0.9", True, False),
    ]
    assert len(vault.list_outdated_consents(limit=1)) == 1


def test_a_consent_that_was_refused_or_taken_back_is_counted_no_more(vault: Vault) -> None:
    vault.save_patient(make_patient(patient_id="a"))
    visit = Consultation("visit-a", START, consent=give(TODAY))
    vault.start_consultation("a", visit)
    assert vault.count_consents() == (ConsentCount(VERSION, 1, 0),)
    refused = msgspec.structs.replace(visit.consent, declined=Declined(TODAY))
    vault.save_consultation(msgspec.structs.replace(visit, consent=refused), "a")
    assert vault.count_consents() == ()
    withdrawal = Withdrawal("CNS-1", START, SignerRole.PATIENT, "A", scope=("photographs",))
    in_part = msgspec.structs.replace(visit.consent, withdrawals=(withdrawal,))
    vault.save_consultation(msgspec.structs.replace(visit, consent=in_part), "a")
    assert vault.count_consents() == (ConsentCount(VERSION, 1, 0),)
    wholly = msgspec.structs.replace(in_part, withdrawals=(withdrawal, msgspec.structs.replace(withdrawal, scope=())))
    vault.save_consultation(msgspec.structs.replace(visit, consent=wholly), "a")
    assert vault.count_consents() == ()


def test_a_vault_from_before_form_versions_learns_who_has_signed(tmp_path: Path) -> None:
    folder, patient = tmp_path / "clinic", make_patient(patient_id="a")
    visit = Consultation("visit-a", START, consent=give(TODAY, ""))
    make_older_vault(
        folder,
        1,
        [
            (
                "insert into patients values (1, ?, 1, 'x', '1972-04-18', '', '2026-11-23', 'x', ?)",
                ("a", encode_record(patient)),
            ),
            (
                "insert into consultations values ('visit-a', 'a', 1, '2026-11-23T09:00:00.000000+00:00',"
                " '2026-11-23T09:00:00.000000+00:00', null, ?)",
                (encode_record(visit),),
            ),
        ],
    )
    with reopen(folder) as vault:
        assert vault.count_consents() == (ConsentCount("", 1, 0),)
        assert vault.list_outdated_consents() == ()  # no form is in force yet
        vault.enter_shipped_form(SHIPPED)
        assert [one.patient.name for one in vault.list_outdated_consents()] == [patient.name]
