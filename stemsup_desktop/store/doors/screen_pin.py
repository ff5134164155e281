"""The PIN of the patient screen: set by a physician or an administrator, asked of whoever wants back to the records."""

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import screen_pin
from stemsup_desktop.store.door import Door, Opened
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.screen_pin import PIN_KDF, PinTries, make_wrong_problem


class ScreenPinDoor(Door):
    """The PIN of the patient screen, one for the clinic."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._pin_tries = PinTries()

    def has_screen_pin(self) -> bool:
        """Tell whether there is a PIN; without one only signing in again leads back."""
        with self._reading(Right.SIGN_IN) as db:
            return screen_pin.has_pin(db)

    def save_screen_pin(self, pin: str, kdf: KdfParameters = PIN_KDF) -> None:
        """Let a PIN be the clinic's, in place of any before.

        Raises `InputProblem` physician-only for whoever is neither physician nor administrator, screen-pin-digits,
        screen-pin-easy.
        """
        with self._writing(self._right_to_set) as db:
            screen_pin.save_pin(db, pin, kdf, self.author.account_id, self._clock())
            self._note(AuditEvent(AuditAct.SCREEN_PIN_SET))
        self._pin_tries = PinTries()

    def remove_screen_pin(self) -> None:
        """Let there be no PIN; raises `InputProblem` physician-only."""
        with self._writing(self._right_to_set) as db:
            if screen_pin.remove_pin(db):
                self._note(AuditEvent(AuditAct.SCREEN_PIN_REMOVED))
        self._pin_tries = PinTries()

    def check_screen_pin(self, pin: str) -> None:
        """Raise `InputProblem` unless this is the PIN: screen-pin-wrong, screen-pin-wait, screen-pin-locked.

        The fifth wrong one and each after it must be waited for, longer each time; after the tenth only signing in
        again leads back. Each is kept in the history. Raises screen-pin-missing where there is none.
        """
        with self._reading(Right.SIGN_IN) as db:
            self._pin_tries.refuse_too_early(self._clock())
            is_right = screen_pin.is_right_pin(db, pin)
        if is_right:
            self._pin_tries = PinTries()
            return
        now = self._clock()
        self._pin_tries = self._pin_tries.with_wrong(now)
        with self._writing(Right.SIGN_IN):
            self._note(AuditEvent(AuditAct.SCREEN_PIN_WRONG))
        raise make_wrong_problem(self._pin_tries, now)

    @property
    def _right_to_set(self) -> Right:
        return Right.ADMINISTER if self.author.may(Right.ADMINISTER) else Right.DECIDE
