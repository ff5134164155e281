"""Which version of the consent text counts for a visit."""

from dataclasses import dataclass, field

from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.record import Consultation


@dataclass(frozen=True, slots=True)
class VisitTexts:
    """The version in force, and the visit's own: that of the form that was printed, signed or sealed in it, if any."""

    in_force: ConsentText = field(repr=False)
    own: ConsentText | None = field(default=None, repr=False)

    def choose(self, consultation: Consultation) -> ConsentText:
        """Return the version that is read, printed and signed now.

        A form on paper waits for its signature in the version it was printed in, and a closed visit keeps its own for
        good. Once signed, an open visit is judged by the version in force, which is what would be signed again.
        """
        is_closed = consultation.summary.closed_at is not None
        keeps_own = is_closed or consultation.consent.signature is None
        return self.own if self.own is not None and keeps_own else self.in_force

    def has_newer(self, consultation: Consultation) -> bool:
        """Tell whether the form on paper is of another version than the one in force."""
        return self.choose(consultation).form.version != self.in_force.form.version
