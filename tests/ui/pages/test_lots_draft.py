"""The forms of the lot book as records: what is typed, what is wrong with it, and what it becomes."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from lot_samples import COMPLETE, LOT, PRODUCT, TODAY, days
from test_patients_keeper import PASSPHRASE, clock, make_vault

from stemsup_desktop.consultation.lots.lot_model import ItemState, LotCertificate, ReportedItem
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui.draft_keeper import save_kept_record
from stemsup_desktop.ui.pages.lots.acts import list_item_ids
from stemsup_desktop.ui.pages.lots.draft import (
    CertificateDraft,
    Draft,
    FactorDraft,
    ItemDraft,
    LotDraft,
    ProductDraft,
    derive_certificate,
    derive_lot,
    derive_product,
    make_certificate_draft,
    make_lot_draft,
    make_product_draft,
    parse_gtin,
)
from stemsup_desktop.ui.pages.lots.draft_edits import with_absent, with_factor, with_item, without_factor
from stemsup_desktop.ui.pages.lots.faults import check_draft
from stemsup_desktop.ui.pages.lots.keeper import SETTING, KeptLotForms, derive_kept, load_kept, restore_kept
from stemsup_desktop.ui.pages.lots.memory import FormEntry, LotsMemory
from stemsup_desktop.ui.words import Words

FULL = LotDraft("", "p1", "UC-2", "2026-09-01", "8 Sep 2027", "2026年9月2日", "12")
NAMED = ProductDraft(name_en="x")


def paths(draft: Draft) -> list[str]:
    return [fault.path for fault in check_draft(draft, TODAY)]


def test_records_come_back_from_their_forms_exactly() -> None:
    assert derive_product(make_product_draft(PRODUCT)) == PRODUCT
    assert derive_lot(make_lot_draft(LOT), LOT) == LOT
    twice = msgspec.structs.replace(
        COMPLETE, items=(*COMPLETE.items, ReportedItem("new-item", ItemState.FAILED, "0.10", "EU/mL", "LAL", "≤ 0.25"))
    )
    again = derive_certificate(make_certificate_draft("l1", twice, list_item_ids()), twice)
    assert again == twice


def test_an_item_reported_by_two_methods_keeps_both() -> None:
    items = (ReportedItem("sterility", ItemState.PASSED), ReportedItem("sterility", ItemState.PASSED, method="rapid"))
    draft = make_certificate_draft("l1", LotCertificate(items=items), list_item_ids())
    assert derive_certificate(draft, None).items == items
    assert len(draft.items) == len(list_item_ids()) + 1


def test_numbers_keep_the_digits_that_were_entered() -> None:
    factor = FactorDraft("VEGF", amount="412.0", method="ELISA")
    made = derive_certificate(CertificateDraft("l1", factors=(factor,)), None).factors[0]
    assert (made.factor_id, str(made.value)) == ("vegf", "412.0")
    assert str(derive_product(msgspec.structs.replace(NAMED, vial_ml="１．５０")).vial_ml) == "1.50"


def test_a_factor_is_known_by_any_of_its_names() -> None:
    draft = CertificateDraft("l1", factors=(FactorDraft("TGF-β1", amount="5"), FactorDraft("Own marker", amount="1")))
    made = derive_certificate(draft, None).factors
    assert [(one.factor_id, one.form) for one in made] == [("tgf-beta", "β1"), ("Own marker", "")]


def test_a_lot_keeps_what_its_form_does_not_show() -> None:
    made = derive_lot(msgspec.structs.replace(make_lot_draft(LOT), note="x"), LOT)
    assert made == msgspec.structs.replace(LOT, note="x")
    assert made.certificate is LOT.certificate


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("04569999001017", "04569999001017"),
        ("4569999001017", "04569999001017"),
        ("４５６９９９９００１０１７", "04569999001017"),
        ("4569 9990 0101 7", "04569999001017"),
        ("4569999001018", None),
        ("456999900101", None),
        ("12345", None),
        ("x", None),
    ],
)
def test_a_gtin_counts_with_a_right_check_digit_only(text: str, gtin: str | None) -> None:
    assert parse_gtin(text) == gtin
    assert paths(msgspec.structs.replace(NAMED, gtins=(text,))) == ([] if gtin else ["gtins.0"])


@pytest.mark.parametrize(
    ("draft", "path"),
    [
        (ProductDraft(), "name_ja"),
        (msgspec.structs.replace(NAMED, vial_ml="two"), "vial_ml"),
        (msgspec.structs.replace(NAMED, vial_ml="0"), "vial_ml"),
        (msgspec.structs.replace(NAMED, gtins=("4569999001017", "04569999001017")), "gtins.1"),
        (msgspec.structs.replace(FULL, product_id=""), "product_id"),
        (msgspec.structs.replace(FULL, number="　"), "number"),
        (msgspec.structs.replace(FULL, made_on="soon"), "made_on"),
        (msgspec.structs.replace(FULL, received_on=days(1).isoformat()), "received_on"),
        (msgspec.structs.replace(FULL, expires_on="2026-08-31"), "expires_on"),
        (msgspec.structs.replace(FULL, received_on="2026-08-31"), "received_on"),
        (msgspec.structs.replace(FULL, vials_received=""), "vials_received"),
        (msgspec.structs.replace(FULL, vials_received="1.5"), "vials_received"),
        (msgspec.structs.replace(FULL, vials_received="100001"), "vials_received"),
        (CertificateDraft("l1", issued_on="soon"), "issued_on"),
        (CertificateDraft("l1", issued_on=days(1).isoformat()), "issued_on"),
        (CertificateDraft("l1", items=(ItemDraft("sterility", value="0"),)), "items.0"),
        (CertificateDraft("l1", factors=(FactorDraft(amount="4", method="ELISA"),)), "factors.0.factor_id"),
        (CertificateDraft("l1", items=(ItemDraft("endotoxin", "passed", "much"),)), "items.0"),
        (CertificateDraft("l1", factors=(FactorDraft("HGF", amount="4"),)), "factors.0.method"),
        (CertificateDraft("l1", factors=(FactorDraft("HGF"),)), "factors.0.amount"),
        (CertificateDraft("l1", factors=(FactorDraft("HGF", amount="much"),)), "factors.0.amount"),
        (CertificateDraft("l1", factors=(FactorDraft("HGF", amount="-1"),)), "factors.0.amount"),
        (
            CertificateDraft(
                "l1",
                factors=(
                    FactorDraft("HGF", amount="1", method="ELISA"),
                    FactorDraft(),
                    FactorDraft("ｈｇｆ", amount="2", method="elisa"),
                ),
            ),
            "factors.2.factor_id",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(draft: Draft, path: str, words: Words) -> None:
    faults = check_draft(draft, TODAY)
    assert [fault.path for fault in faults] == [path]
    assert faults[0].say(words)


def test_what_can_be_so_is_not_refused() -> None:
    assert not paths(FULL)
    below = FactorDraft("PDGF", "BB", "below-limit", "4", method="ELISA")
    assert not paths(CertificateDraft("l1", factors=(below, FactorDraft("EGF", state="not-measured"), FactorDraft())))
    assert derive_lot(FULL, None).expires_on == date(2027, 9, 8)


def test_edits_of_a_certificate_change_what_they_name() -> None:
    draft: Draft = CertificateDraft("l1", items=(ItemDraft("sterility"), ItemDraft("mycoplasma")))
    draft = with_item(draft, 1, "state", "failed")
    draft = with_factor(draft, 0, "", "")
    draft = with_factor(draft, 0, "factor_id", "HGF")
    draft = with_factor(draft, 1, "factor_id", "EGF")
    draft = without_factor(draft, 0)
    draft = with_absent(with_absent(draft, "latex", is_on=True), "latex", is_on=True)
    assert draft == CertificateDraft(
        "l1",
        items=(ItemDraft("sterility"), ItemDraft("mycoplasma", "failed")),
        factors=(FactorDraft("EGF"),),
        shown_absent=("latex",),
    )
    assert with_item(NAMED, 0, "state", "failed") is NAMED


def test_forms_under_way_come_back_in_a_new_window(tmp_path: Path) -> None:
    memory = LotsMemory(form_key="lot:")
    memory.keep(FormEntry(FULL, LotDraft()))
    memory.keep(FormEntry(NAMED, NAMED))
    certificate = CertificateDraft("l1", factors=(FactorDraft("HGF", amount="1,"),))
    memory.keep(FormEntry(certificate, CertificateDraft("l1")))
    with make_vault(tmp_path / "v") as vault:
        save_kept_record(vault, SETTING, derive_kept(memory))
    again = LotsMemory()
    with open_vault(tmp_path / "v", PASSPHRASE, clock=clock) as vault:
        restore_kept(again, load_kept(vault))
    assert again.form_key == "lot:"
    assert {key: entry.draft for key, entry in again.entries.items()} == {"lot:": FULL, "certificate:l1": certificate}


def test_what_was_kept_by_another_version_or_is_damaged_is_left_out(tmp_path: Path) -> None:
    with make_vault(tmp_path / "v") as vault:
        vault.save_unfinished(SETTING, '{"forms": [{"draft": {"type": "other"}}]}')
        assert load_kept(vault) == KeptLotForms()
