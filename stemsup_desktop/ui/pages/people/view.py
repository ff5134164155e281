"""What the page of people shows, derived from the accounts and from who signed in. No Qt."""

from dataclasses import dataclass

from stemsup_desktop.consultation.people import ROLE_WORDS, Account, Author, Right, Role
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.line_breaks import WORD_JOINER
from stemsup_desktop.ui.initials import derive_initials
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Household:
    """What the vault says. `accounts` is everyone, also the removed, and empty for whoever does not administer.

    `able` holds the ids of those who have a passphrase.
    """

    author: Author
    own: Account
    accounts: tuple[Account, ...] = ()
    able: frozenset[str] = frozenset()
    has_recovery_sheet: bool = False
    vault_number: str = ""

    @property
    def is_administered(self) -> bool:
        """Whether whoever signed in may add and remove people."""
        return self.author.may(Right.ADMINISTER)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role, what it may do, and whether the person has it."""

    title: str
    sentence: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """One row: who it is, and what can be done about them; `why_kept` says why they cannot be removed, or is empty."""

    account_id: str
    name: str
    note: str
    initials: str
    roles: tuple[str, ...]
    is_own: bool = False
    warning: str = ""
    why_kept: str = ""


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The page. `people` and `sheet` are empty for whoever does not administer."""

    own: PersonView
    role_lines: tuple[RoleLine, ...]
    people: tuple[PersonView, ...] = ()
    removed: tuple[PersonView, ...] = ()
    has_recovery_sheet: bool = False
    sheet: str = ""
    refusal: str = ""
    """Why the person does not see the others."""


def load_household(vault: Vault) -> Household:
    """Return what the person who signed in may know of everyone."""
    own, author = vault.get_own_account(), vault.author
    if not author.may(Right.ADMINISTER):
        return Household(author, own)
    accounts = vault.list_accounts()
    able = frozenset(account.account_id for account in accounts if vault.has_slot(account.account_id))
    return Household(author, own, accounts, able, vault.has_recovery_sheet, vault.vault_number)


def derive_people(household: Household, words: Words) -> PeopleView:
    """Derive the page."""
    own = household.own
    held = household.author.roles
    lines = tuple(
        RoleLine(
            ROLE_WORDS[role].in_language(words.language),
            words(f"people.may_{role.value}") if role in held else words(f"people.not_{role.value}"),
            role in held,
        )
        for role in Role
    )
    view = PeopleView(own=_derive_person(own, household, words), role_lines=lines)
    if not household.is_administered:
        return PeopleView(view.own, lines, refusal=words("people.refusal"))
    present = tuple(_derive_person(one, household, words) for one in household.accounts if not one.is_removed)
    removed = tuple(_derive_person(one, household, words) for one in household.accounts if one.is_removed)
    has_sheet = household.has_recovery_sheet
    sheet = words(
        "people.sheet_made" if has_sheet else "people.sheet_missing", number=_keep_whole(household.vault_number)
    )
    return PeopleView(view.own, lines, present, removed, has_sheet, sheet)


def is_last_administrator(account: Account, household: Household) -> bool:
    """Tell whether nobody else could administer."""
    others = (one for one in household.accounts if one.account_id != account.account_id and not one.is_removed)
    return Role.ADMINISTRATOR in account.roles and not any(Role.ADMINISTRATOR in one.roles for one in others)


def _keep_whole(vault_number: str) -> str:
    """Return a number that no line break takes apart at its hyphen."""
    return vault_number.replace("-", f"-{WORD_JOINER}")


def _derive_person(account: Account, household: Household, words: Words) -> PersonView:
    is_own = account.account_id == household.own.account_id
    signs_in = words("people.signs_in", name=account.sign_in_name) if account.sign_in_name else words("people.nameless")
    parts = [account.name_en, words("people.licence", number=account.licence_number) if account.licence_number else ""]
    if not account.is_removed:
        parts.append(signs_in)
    is_unable = household.is_administered and not account.is_removed and account.account_id not in household.able
    return PersonView(
        account_id=account.account_id,
        name=account.name,
        note=" · ".join(part for part in parts if part),
        initials=derive_initials(account.name),
        roles=tuple(ROLE_WORDS[role].in_language(words.language) for role in account.roles),
        is_own=is_own,
        warning=words("people.unable") if is_unable else "",
        why_kept=words("people.own_is_kept") if is_own else "",
    )
