"""The words beside facts on a consent form."""

import msgspec

from stemsup_desktop.language import Text


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One label per fact; every one exists in both languages."""

    patient: Text
    birth_date: Text
    born_and_sex: Text
    chart_number: Text
    clinic: Text
    address: Text
    phone: Text
    emergency_phone: Text
    emergency_hospital: Text
    physician: Text
    licence_number: Text
    explained_on: Text
    symptom: Text
    diagnosis: Text
    score_now: Text
    goal: Text
    product: Text
    cell_source: Text
    maker: Text
    approval_status: Text
    procurement: Text
    lot_number: Text
    expires: Text
    certificate: Text
    certificate_complete: Text
    certificate_incomplete: Text
    certificate_on_file: Text
    certificate_absent: Text
    routes: Text
    sites: Text
    sessions: Text
    interval: Text
    first_session_on: Text
    volume: Text
    volume_decided: Text
    conditions_follow: Text
    no_conditions: Text
    aftercare_chosen: Text
    no_opinions: Text
    finding_reason: Text
    judgement: Text
    recorded_by: Text
    fee_per_session: Text
    extra_fees: Text
    total: Text
    cost_item: Text
    cost_amount: Text
    questions: Text
    no_questions: Text
    thinking_until: Text
    form: Text
