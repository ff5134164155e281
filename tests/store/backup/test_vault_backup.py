"""A backup by the vault itself leaves no copy of the key behind, whether it was made or not."""

from pathlib import Path

import pytest
from store.builders import make_vault

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.doors.backups import BackupTicket
from stemsup_desktop.store.vault import Vault


@pytest.mark.parametrize("has_folder", [True, False])
def test_the_copy_of_the_key_is_wiped_after_a_backup(
    tmp_path: Path, has_folder: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets: list[BackupTicket] = []
    begin = Vault.begin_backup

    def keep(vault: Vault) -> BackupTicket:
        tickets.append(begin(vault))
        assert any(tickets[0].data_key)
        return tickets[0]

    monkeypatch.setattr(Vault, "begin_backup", keep)
    target = tmp_path / "backups"
    if has_folder:
        target.mkdir()
    with make_vault(tmp_path / "clinic") as vault:
        if has_folder:
            vault.make_backup(BackupSettings(folder=target), "1")
        else:
            with pytest.raises(EnvironmentProblem):
                vault.make_backup(BackupSettings(folder=target), "1")
        assert [bytes(ticket.data_key) for ticket in tickets] == [bytes(32)]
        assert any(vault._opened.data_key)
