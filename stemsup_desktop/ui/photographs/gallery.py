"""What the vault lets be shown of one patient's photographs: asked for anew after every act, and dropped at a word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from stemsup_desktop.store.photograph_shelf import PatientPhotographs
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.photographs.levels import Levels, read_levels
from stemsup_desktop.ui.photographs.reading import read_thumbnail
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault


@dataclass(frozen=True, slots=True)
class _Loaded:
    shelf: PatientPhotographs
    previews: Mapping[str, bytes]


class Gallery(QObject):
    """Holds decoded pictures in memory only, and those of one patient alone."""

    changed = Signal()
    """The list or its small pictures are others now."""
    pictures_loaded = Signal(object)
    """`Levels` by id, of the photographs that were asked for last."""
    act_done = Signal()
    """The vault did what it was asked for."""
    failed = Signal(object)

    def __init__(self, access: VaultAccess, patient_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._access = access
        self._patient_id = patient_id
        self._turn = 0
        self._looks = 0
        self.shelf: PatientPhotographs | None = None
        """None until the vault has answered."""
        self.thumbnails: Mapping[str, QImage] = {}

    @property
    def may_show(self) -> bool:
        """Whether the vault said that photographs may be kept and shown."""
        return self.shelf is not None and self.shelf.permission.is_given

    def load(self) -> None:
        """Ask the vault what may be shown; what was loaded before stays until it answers."""
        self._turn += 1
        turn, patient_id = self._turn, self._patient_id

        def load(vault: "Vault") -> _Loaded:
            shelf = vault.list_photographs(patient_id)
            return _Loaded(shelf, vault.load_photograph_previews(patient_id) if shelf.photographs else {})

        def on_loaded(result: Ok[_Loaded] | Err) -> None:
            if not shiboken6.isValid(self) or turn != self._turn:
                return
            match result:
                case Err(problem):
                    self.failed.emit(problem)
                case Ok(loaded):
                    self._take(loaded)

        self._access.run(load, on_loaded)

    def drop(self) -> None:
        """Hold no picture any more, and take none that is on its way."""
        self._turn += 1
        self._looks += 1
        self.shelf = None
        self.thumbnails = {}

    def load_pictures(self, photo_ids: Sequence[str]) -> None:
        """Load photographs and decode them; `pictures_loaded` follows unless others are asked for meanwhile."""
        self._looks += 1
        look, patient_id, wanted = self._looks, self._patient_id, tuple(photo_ids)

        def load(vault: "Vault") -> dict[str, bytes]:
            return {one: vault.load_photograph(one, patient_id=patient_id)[1] for one in wanted}

        def on_loaded(result: Ok[dict[str, bytes]] | Err) -> None:
            if not shiboken6.isValid(self) or look != self._looks:
                return
            match result:
                case Err(problem):
                    self.failed.emit(problem)
                case Ok(data):
                    self._access.runner.run(lambda: {one: read_levels(each) for one, each in data.items()}, on_decoded)

        def on_decoded(result: Ok[dict[str, Levels]] | Err) -> None:
            if not shiboken6.isValid(self) or look != self._looks:
                return
            match result:
                case Err(problem):
                    self.failed.emit(problem)
                case Ok(levels):
                    self.pictures_loaded.emit(levels)

        self._access.run(load, on_loaded)

    def measure(self, photo_id: str, scale: str) -> None:
        """Keep the scale of a photograph."""
        patient_id = self._patient_id
        self._act(lambda vault: vault.measure_photograph(photo_id, scale, patient_id=patient_id))

    def remove(self, photo_id: str, reason: str) -> None:
        """Remove a photograph for good."""
        patient_id = self._patient_id
        self._act(lambda vault: vault.remove_photograph(photo_id, reason, patient_id=patient_id))

    def remove_hidden(self, reason: str) -> None:
        """Remove every photograph that is hidden for want of consent."""
        patient_id = self._patient_id
        self._act(lambda vault: vault.remove_hidden_photographs(patient_id, reason))

    def _act(self, act: "Callable[[Vault], object]") -> None:
        def on_result(result: Ok[object] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            match result:
                case Err(problem):
                    self.failed.emit(problem)
                case Ok():
                    self.act_done.emit()
                    self.load()

        self._access.run(act, on_result)

    def _take(self, loaded: _Loaded) -> None:
        self.shelf = loaded.shelf
        kept = {one.photo_id for one in loaded.shelf.photographs}
        self.thumbnails = {one: image for one, image in self.thumbnails.items() if one in kept}
        self.changed.emit()
        self._decode({one: data for one, data in loaded.previews.items() if one not in self.thumbnails})

    def _decode(self, previews: Mapping[str, bytes]) -> None:
        if not previews:
            return
        turn = self._turn

        def on_decoded(result: Ok[dict[str, QImage]] | Err) -> None:
            if not shiboken6.isValid(self) or turn != self._turn:
                return
            match result:
                case Err(problem):
                    self.failed.emit(problem)
                case Ok(images):
                    self.thumbnails = {**self.thumbnails, **images}
                    self.changed.emit()

        self._access.runner.run(lambda: {one: read_thumbnail(data) for one, data in previews.items()}, on_decoded)
