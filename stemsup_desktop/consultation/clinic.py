"""Who gives the therapy: the clinic and its physician, as documents name them."""

import msgspec


class Clinic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The clinic as it appears on documents."""

    name: str
    name_en: str = ""
    address: str = ""
    phone: str = ""
    emergency_phone: str = ""
    emergency_hospital: str = ""
    harm_policy: str = ""
    cancellation_policy: str = ""


class Physician(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The physician who decides and signs."""

    name: str
    licence_number: str = ""
    name_en: str = ""
