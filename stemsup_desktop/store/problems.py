"""Every failure of the vault as a stable code with its sentence in both languages."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Text

SENTENCES: Mapping[str, Text] = MappingProxyType(
    {
        "vault-missing": Text(
            "There is no vault in this folder. If it lies on a drive of its own, connect that drive, then try again.",
            "このフォルダーに保管庫がありません。別のドライブにある場合は、そのドライブを接続してからもう一度お試しください。",
        ),
        "vault-exists": Text(
            "This folder already holds a vault. It was left as it is.",
            "このフォルダーにはすでに保管庫があります。変更していません。",
        ),
        "vault-wrong-passphrase": Text(
            "The passphrase is not right. Check capitals and keyboard language, then try again.",
            "パスフレーズが違います。大文字・小文字と入力言語を確認し、もう一度入力してください。",
        ),
        "vault-wait": Text(
            "There were too many wrong tries. Wait a little, then try again.",
            "続けて間違えたため、少し待ってから、もう一度入力してください。",
        ),
        "vault-no-memory": Text(
            "There is too little free memory to check a passphrase. Close other programs, then try again.",
            "パスフレーズを確認するためのメモリーが足りません。ほかのプログラムを終了してから、もう一度お試しください。",
        ),
        "passphrase-empty": Text(
            "Enter a passphrase.",
            "パスフレーズを入力してください。",
        ),
        "vault-key-damaged": Text(
            "The vault's key file is missing or damaged: the vault cannot be opened. Restore a backup of the folder.",
            "保管庫の鍵ファイルが失われているか破損しているため、開けません。"
            "バックアップからフォルダーを復元してください。",
        ),
        "vault-keys-disagree": Text(
            "The two key files belong to different vaults. Move the one that does not belong here aside, then open the"
            " vault again.",
            "2つの鍵ファイルが別々の保管庫のものです。この保管庫のものではないほうを別の場所に移してから、"
            "もう一度開いてください。",
        ),
        "vault-key-altered": Text(
            "The key file is not the one that this vault wrote last: it is an older copy, or somebody changed it. Put"
            " the right key file back, or restore a backup.",
            "鍵ファイルが、この保管庫で最後に書き込まれたものではありません。古い複製か、変更されたものです。"
            "正しい鍵ファイルに戻すか、バックアップを復元してください。",
        ),
        "vault-conflict-copy": Text(
            "A file synchroniser left a second copy beside the vault: what was entered on another computer may be in"
            " that copy only. Keep the copy, and take the vault's folder out of the synchroniser.",
            "ファイル同期ソフトが、保管庫の隣に別の複製を残しています。ほかのコンピューターで入力した内容が、"
            "複製だけに含まれている可能性があります。複製は残したまま、保管庫のフォルダーを同期の対象から外してください。",
        ),
        "clock-behind": Text(
            "The computer's clock is earlier than the last entry in the vault. Set the clock, or new entries get a"
            " wrong date.",
            "コンピューターの時計が、保管庫の最後の記録より前の日時になっています。"
            "このままでは記録の日付が正しくならないため、時計を合わせてください。",
        ),
        "vault-damaged": Text(
            "The vault file is damaged. The passphrase is right. Copy the folder aside, then restore a backup.",
            "保管庫のファイルが破損しています（パスフレーズは正しいものです）。"
            "フォルダーを別の場所に複製してから、バックアップを復元してください。",
        ),
        "vault-truncated": Text(
            "The vault file is cut short: part of it is missing. Copy the folder aside, then restore a backup.",
            "保管庫のファイルが途中で切れており、一部が失われています。"
            "フォルダーを別の場所に複製してから、バックアップを復元してください。",
        ),
        "vault-newer": Text(
            "This vault was written by a newer version of the program. Install that version to open it.",
            "この保管庫は新しいバージョンのプログラムで作成されています。そのバージョンを導入して開いてください。",
        ),
        "vault-migration-failed": Text(
            "The vault could not be brought up to this version. It was left as it was, and a copy lies beside it.",
            "保管庫をこのバージョンに更新できませんでした。元の状態のままで、複製も同じ場所に残しています。",
        ),
        "vault-read-only": Text(
            "The vault's folder or file cannot be written to. Check permissions and write protection.",
            "保管庫のフォルダーまたはファイルに書き込めません。"
            "アクセス権と、ディスクの書き込み禁止の設定を確認してください。",
        ),
        "vault-in-use": Text(
            "The vault is already open in another window of the program. Use that one, or close it first.",
            "保管庫はすでに別のウィンドウで開かれています。そちらを使うか、先に閉じてください。",
        ),
        "vault-disk-full": Text(
            "The disk is full, so the last change could not be saved. Free some space; nothing saved before is lost.",
            "ディスクに空きがないため、最後の変更を保存できませんでした。空き容量を増やしてください。"
            "それ以前の記録は失われていません。",
        ),
        "vault-disk-failed": Text(
            "The disk reported an error while the vault was read or written. Check the disk and the last backup.",
            "保管庫の読み書き中にディスクのエラーが発生しました。ディスクと最新のバックアップを確認してください。",
        ),
        "patients-only": Text(
            "This account administers the program and does not open patients' records. "
            "Sign in as a physician or a member of staff.",
            "このアカウントは管理専用のため、患者の記録を開けません。"
            "医師またはスタッフのアカウントでサインインしてください。",
        ),
        "physician-only": Text(
            "Only the physician can make this change, so it was not saved.",
            "この変更は医師だけが行えるため、保存していません。",
        ),
        "administrator-only": Text(
            "Only an administrator can do this. Sign in as an administrator.",
            "これは管理者だけが行えます。管理者のアカウントでサインインしてください。",
        ),
        "account-unknown": Text(
            "This person has no account in the vault.",
            "この人のアカウントは保管庫にありません。",
        ),
        "account-invalid": Text(
            "An account needs a name, at least one role and a sign-in name. Fill in what is missing.",
            "アカウントには氏名、役割（1つ以上）、サインイン名が必要です。不足している項目を入力してください。",
        ),
        "account-name-taken": Text(
            "Another person already uses this sign-in name. Choose a different one.",
            "このサインイン名はほかの人が使っています。別の名前にしてください。",
        ),
        "account-names-first": Text(
            "Give yourself a sign-in name before you add a colleague.",
            "ほかの人を追加する前に、ご自身のサインイン名を決めてください。",
        ),
        "account-last-administrator": Text(
            "Somebody must remain who is an administrator. Make a colleague administrator first.",
            "管理者が一人もいなくなってしまいます。先にほかの人を管理者にしてください。",
        ),
        "account-too-many": Text(
            "The vault has as many accounts as it can hold. Remove one that is no longer used.",
            "アカウント数が上限に達しています。使っていないアカウントを削除してください。",
        ),
        "account-removed": Text(
            "This account was removed. Ask an administrator.",
            "このアカウントは削除されています。管理者に確認してください。",
        ),
        "passphrase-short": Text(
            "The passphrase is too short. Use at least eight characters; several words are best.",
            "パスフレーズが短すぎます。8文字以上にしてください。いくつかの単語を並べると安全です。",
        ),
        "rekey-backup": Text(
            "A backup is being made. Wait until it is done, then change the key.",
            "バックアップを作成しています。完了してから、鍵を交換してください。",
        ),
        "rekey-old-slot": Text(
            "Sign in once with the passphrase before the vault is re-keyed.",
            "保管庫の鍵を交換する前に、一度パスフレーズでサインインしてください。",
        ),
        "patient-invalid": Text(
            "Some of the patient's details are missing or not possible.",
            "患者情報に未入力または不正な項目があります。",
        ),
        "patient-unknown": Text(
            "This patient is not in the vault.",
            "この患者は保管庫に登録されていません。",
        ),
        "chart-number-taken": Text(
            "Another patient already has this chart number.",
            "この診察券番号はすでに別の患者に使われています。",
        ),
        "record-changed": Text(
            "This record was changed meanwhile. Open it again, then repeat the change.",
            "この記録はその間に変更されました。開き直してから、もう一度変更してください。",
        ),
        "consultation-unknown": Text(
            "This consultation is not in the vault.",
            "この診察は保管庫に登録されていません。",
        ),
        "consent-not-sealed": Text(
            "A consent on screen counts once its document is sealed. This one is not, so it was not saved.",
            "画面での同意は、書類が封印されてはじめて有効になります。封印されていないため、保存していません。",
        ),
        "consultation-closed": Text(
            "This consultation is closed and can no longer be edited.",
            "この診察は終了しているため、編集できません。",
        ),
        "consultation-of-another": Text(
            "This consultation belongs to another patient.",
            "この診察は別の患者のものです。",
        ),
        "document-unknown": Text(
            "This document is not in the vault.",
            "この書類は保管庫にありません。",
        ),
        "document-exists": Text(
            "A document with this number is already kept. It was left as it is.",
            "この番号の書類はすでに保管されています。変更していません。",
        ),
        "document-damaged": Text(
            "The kept document no longer matches its own check sum. Restore a backup of the vault.",
            "保管されている書類がチェックサムと一致しません。保管庫のバックアップを復元してください。",
        ),
        "checklist-unknown": Text(
            "This checklist is not in the vault.",
            "このチェックリストは保管庫にありません。",
        ),
        "checklist-taken": Text(
            "A different checklist with this name and version is already kept. Give the new one another version.",
            "同じ名称とバージョンで内容の異なるチェックリストがすでに保管されています。"
            "新しいほうのバージョンを変えてください。",
        ),
        "form-unknown": Text(
            "This version of the consent form is not in the vault.",
            "この版の同意書は保管庫にありません。",
        ),
        "form-not-shipped": Text(
            "This is not the consent form that the program brings along. An administrator publishes a clinic's own.",
            "本ソフトに付属の同意書ではありません。医療機関独自の同意書は、管理者が公開してください。",
        ),
        "form-version-taken": Text(
            "A different consent form with this version is already kept. Give the new one another version.",
            "同じ版で内容の異なる同意書がすでに保管されています。新しいほうの版を変えてください。",
        ),
        "form-reason-missing": Text(
            "Give the reason for which the form is put in force.",
            "使用を開始する理由を入力してください。",
        ),
        "form-date-past": Text(
            "A form is put in force today or on a later day. Choose another day.",
            "使用の開始日は、今日以降の日を選んでください。",
        ),
        "attachment-unknown": Text(
            "This file is not in the vault.",
            "このファイルは保管庫にありません。",
        ),
        "attachment-empty": Text(
            "The file is empty. It was not added.",
            "ファイルが空のため、追加していません。",
        ),
        "attachment-too-large": Text(
            "The file is larger than 25 MB. It was not added.",
            "ファイルが25 MBを超えているため、追加していません。",
        ),
        "attachment-damaged": Text(
            "The kept file no longer matches its own check sum. Restore a backup of the vault.",
            "保管されているファイルがチェックサムと一致しません。保管庫のバックアップを復元してください。",
        ),
        "document-of-another": Text(
            "This document belongs to another patient. Nothing was filed.",
            "この書類は別の患者のものです。何も保管していません。",
        ),
        "scans-incomplete": Text(
            "Not every page of the document is there. Nothing was filed.",
            "書類のページがそろっていないため、何も保管していません。",
        ),
        "scan-not-kept": Text(
            "A page is no PDF, JPEG or PNG. Nothing was filed.",
            "PDF・JPEG・PNG以外のページがあるため、何も保管していません。",
        ),
        "scan-page-too-large": Text(
            "A page is larger than 25 MB. Scan at 300 dpi. Nothing was filed.",
            "25 MBを超えるページがあるため、何も保管していません。300 dpiでスキャンしてください。",
        ),
        "scan-unknown": Text(
            "This page is not in the vault.",
            "このページは保管庫にありません。",
        ),
        "text-unknown": Text(
            "This text is not in the vault.",
            "このテキストは保管庫にありません。",
        ),
        "recovery-code-wrong": Text(
            "The recovery code is not right. Compare all eight groups with the sheet.",
            "復旧コードが違います。8つのグループをすべてシートと見比べてください。",
        ),
        "recovery-code-incomplete": Text(
            "The recovery code is not complete. It has eight groups of four.",
            "復旧コードが足りません。4文字のグループが8つあります。",
        ),
        "recovery-code-too-long": Text(
            "The recovery code is too long. It has eight groups of four.",
            "復旧コードが長すぎます。4文字のグループが8つです。",
        ),
        "backup-folder-missing": Text(
            "The backup folder cannot be reached. Connect the drive or network share, or choose another folder.",
            "バックアップ先のフォルダーに接続できません。ドライブやネットワーク共有を接続するか、"
            "別のフォルダーを選んでください。",
        ),
        "backup-folder-lost": Text(
            "The backup folder went away while the backup was written. Connect it again and repeat the backup.",
            "バックアップの書き込み中に、保存先のフォルダーに接続できなくなりました。"
            "接続し直して、もう一度バックアップしてください。",
        ),
        "backup-folder-in-vault": Text(
            "Backups cannot lie inside the vault's own folder. Choose a folder on another drive.",
            "保管庫のフォルダーの中にはバックアップを置けません。別のドライブのフォルダーを選んでください。",
        ),
        "backup-disk-full": Text(
            "There is no space left in the backup folder. Free some or choose another folder, then repeat the backup.",
            "バックアップ先に空きがありません。空き容量を増やすか別のフォルダーを選び、もう一度バックアップしてください。",
        ),
        "backup-file-too-large": Text(
            "The drive does not take a file as large as this backup. Choose another, or format it as exFAT or NTFS.",
            "このドライブには、バックアップほど大きなファイルを保存できません。"
            "別のドライブを選ぶか、exFATまたはNTFSでフォーマットしてください。",
        ),
        "backup-read-only": Text(
            "The backup folder cannot be written to. Check permissions and write protection, or choose another folder.",
            "バックアップ先に書き込めません。アクセス権と書き込み禁止の設定を確認するか、別のフォルダーを選んでください。",
        ),
        "backup-disk-failed": Text(
            "The drive reported an error while a backup was read or written. Try again, or use another drive.",
            "バックアップの読み書き中にドライブのエラーが発生しました。もう一度試すか、別のドライブを使ってください。",
        ),
        "backup-no-room-to-test": Text(
            "There is too little space beside the vault to unpack the backup. Free as much as the backup takes.",
            "バックアップを展開するための空きが、保管庫のあるディスクにありません。"
            "バックアップと同じ大きさの空き容量を用意してください。",
        ),
        "backup-cancelled": Text(
            "Stopped. Vault and earlier backups are as they were.",
            "中止しました。保管庫とこれまでのバックアップは元のままです。",
        ),
        "backup-outrun": Text(
            "The vault file changed while it was copied, so this backup was not kept. Repeat the backup.",
            "複製中に保管庫のファイルが変わったため、このバックアップは残していません。もう一度バックアップしてください。",
        ),
        "backup-missing": Text(
            "This backup is no longer there. Connect its drive, or choose another backup.",
            "このバックアップが見つかりません。ドライブを接続するか、別のバックアップを選んでください。",
        ),
        "backup-damaged": Text(
            "This file is not a whole backup: it is damaged, cut short, or something else. Choose another backup.",
            "このファイルは完全なバックアップではありません（破損、途中切れ、または別の種類のファイルです）。"
            "別のバックアップを選んでください。",
        ),
        "backup-newer": Text(
            "This backup was written by a newer version of the program. Install that version to use it.",
            "このバックアップは新しいバージョンのプログラムで作成されています。そのバージョンを導入してください。",
        ),
        "backup-forged": Text(
            "This backup's manifest was not written with its vault's key: it was changed. Choose another backup.",
            "このバックアップの目録は保管庫の鍵で書かれたものではなく、書き換えられています。"
            "別のバックアップを選んでください。",
        ),
        "backup-of-another": Text(
            "This backup belongs to another vault.",
            "これは別の保管庫のバックアップです。",
        ),
        "backup-of-older-key": Text(
            "This backup was written before the vault's key was renewed. It opens with the passphrase of that time.",
            "このバックアップは保管庫の鍵を更新する前のものです。当時のパスフレーズで開けます。",
        ),
        "backup-history-faulty": Text(
            "The history in this backup is not whole: run `stemsup audit verify` on the vault to learn which row is at "
            "fault.",
            "このバックアップ内の履歴は完全ではありません。保管庫で「stemsup audit verify」を実行し、"
            "問題のある行を確認してください。",
        ),
        "backup-not-equal": Text(
            "The backup does not hold what the vault held when it was written. Write a new one.",
            "バックアップの内容が、作成時の保管庫の内容と一致しません。新しいバックアップを作成してください。",
        ),
        "retention-years-invalid": Text(
            "Charts are kept for at least 5 years, consents and lots for at least 20, and none for more than 99.",
            "保存期間は、カルテが5年以上、同意とロットの記録が20年以上、いずれも99年以下で指定してください。",
        ),
        "retention-reason-missing": Text(
            "Give the reason for the deletion. It stays on record.",
            "削除の理由を入力してください。理由は記録に残ります。",
        ),
        "retention-not-yet": Text(
            "Nothing of this chart may go yet: its time is not over.",
            "このカルテには、保存期間を過ぎた記録がまだないため、削除できません。",
        ),
        "retention-day-unsure": Text(
            "By this computer's clock the time of this chart is over, but the vault has not been in use on any earlier"
            " day since. Check today's date, and delete on another day.",
            "コンピューターの時計では保存期間が過ぎていますが、期間が過ぎてから保管庫を使った日が、"
            "今日よりほかにありません。今日の日付を確かめ、日を改めて削除してください。",
        ),
        "retention-in-use": Text(
            "A visit or a form of this chart is still open. Close it first.",
            "このカルテには、終了していない診察か入力途中の用紙があります。先に終わらせてください。",
        ),
        "retention-clock-behind": Text(
            "The computer's clock is earlier than the last entry in the vault. Set it right first: only then can be"
            " told what may go.",
            "コンピューターの時計が、保管庫の最後の記録より前の日時になっています。"
            "保存期間を正しく判断できるよう、先に時計を合わせてください。",
        ),
        "seal-key-missing": Text(
            "The clinic has no certificate to seal with yet. An administrator makes or imports one in the settings.",
            "封印に使うクリニックの証明書がまだありません。管理者が設定画面で作成するか、取り込んでください。",
        ),
        "seal-key-known": Text(
            "The clinic has used this certificate before and cannot take it up again. Make or import another.",
            "この証明書はすでに登録されたことがあるため、もう一度使うことはできません。別の証明書を作成するか、取り込んでください。",
        ),
        "document-sealed": Text(
            "This document is sealed already. It stays as it is; write an addendum to correct it.",
            "この書類はすでに封印されています。変更はできません。訂正する場合は追記を作成してください。",
        ),
        "document-not-sealed": Text(
            "This document has not been sealed.",
            "この書類は封印されていません。",
        ),
        "traces-while-copying": Text(
            "A backup is being made. Clear the traces when it is done.",
            "バックアップを作成しています。終わってから、痕跡を消去してください。",
        ),
        "withdrawal-slip": Text(
            "This is no number of a withdrawal slip that is still free. Leave the number out to take the next one.",
            "この番号は、使用できる同意撤回書の番号ではありません。番号を空欄にすると、次の番号が付きます。",
        ),
        "event-unknown": Text(
            "This event is not in the vault.",
            "この有害事象は保管庫にありません。",
        ),
        "event-of-another": Text(
            "This event or contact is of another patient or visit. Open the patient's chart and enter it there.",
            "この有害事象または連絡は、別の患者または受診のものです。その患者のカルテを開いて入力してください。",
        ),
        "event-notes": Text(
            "The event has notes that were added meanwhile. Open it again, then add yours.",
            "この有害事象には、その間に追加されたメモがあります。開き直してから追記してください。",
        ),
        "event-invalid": Text(
            "The event cannot be kept as it was entered.",
            "入力された内容では、有害事象を保存できません。",
        ),
        "contact-subject": Text(
            "Choose what the contact is about: a treatment, an event or a lot.",
            "何についての連絡か（治療、有害事象、ロット）を選んでください。",
        ),
        "contact-ahead": Text(
            "The contact lies in the future. Enter when it took place.",
            "連絡の日時が未来になっています。実際に連絡した日時を入力してください。",
        ),
        "contact-kept": Text(
            "A contact is never changed. Record another one.",
            "連絡の記録は変更できません。新しく記録してください。",
        ),
        "record-deleted": Text(
            "This record was deleted at the end of its time. It cannot come back under the same id.",
            "この記録は保存期間の満了により削除されています。同じIDで戻すことはできません。",
        ),
        "product-unknown": Text(
            "This product is not in the lot book. Enter it first.",
            "この製品はロット台帳にありません。先に登録してください。",
        ),
        "product-unnamed": Text(
            "A product needs a name in English or Japanese. Enter one.",
            "製品には日本語または英語の名称が必要です。入力してください。",
        ),
        "gtin-invalid": Text(
            "A GTIN has 14 digits. Enter it as it is printed under the code, with zeros in front where it is shorter.",
            "GTINは14桁の数字です。コードの下に印字されているとおりに入力し、桁数が足りない場合は先頭に0を付けてください。",
        ),
        "gtin-taken": Text(
            "Another product already has this GTIN. Take it out there first.",
            "このGTINはほかの製品に登録されています。先にその製品から外してください。",
        ),
        "lot-unknown": Text(
            "This lot is not in the lot book.",
            "このロットはロット台帳にありません。",
        ),
        "lot-unnumbered": Text(
            "A lot needs its number. Enter it as it is printed on the label.",
            "ロットには番号が必要です。ラベルに印字されているとおりに入力してください。",
        ),
        "lot-number-taken": Text(
            "This product already has a lot of this number. Open that one instead.",
            "この製品には同じ番号のロットがすでに登録されています。そのロットを開いてください。",
        ),
        "lot-dates": Text(
            "The lot expires before it was made. Correct one of the two dates.",
            "使用期限が製造日より前になっています。どちらかの日付を直してください。",
        ),
        "lot-reason-missing": Text(
            "Say why: this is kept in the lot book.",
            "理由を入力してください。ロット台帳に記録されます。",
        ),
        "lot-not-due": Text(
            "This lot cannot go yet: somebody on record received it, or its time is not over.",
            "このロットはまだ削除できません。使用した患者の記録が残っているか、保存期間が過ぎていません。",
        ),
        "lot-recalled": Text(
            "This lot is marked as recalled already.",
            "このロットはすでに回収対象になっています。",
        ),
        "lot-not-recalled": Text(
            "No recall of this lot stands, so there is none to lift.",
            "このロットは回収対象になっていないため、解除するものはありません。",
        ),
        "lot-file-unknown": Text(
            "This file is not kept with the lot. Add it to the lot first.",
            "このファイルはロットに登録されていません。先にロットへ追加してください。",
        ),
        "lot-file-empty": Text(
            "This file is empty. Choose the file again.",
            "このファイルは空です。もう一度ファイルを選んでください。",
        ),
        "lot-file-too-large": Text(
            "A file of a lot may have 25 MB at most. Save it smaller, then add it again.",
            "ロットに追加できるファイルは25 MBまでです。サイズを小さくしてから、もう一度追加してください。",
        ),
        "certificate-missing": Text(
            "No certificate is entered for this lot yet, so there is nothing to check.",
            "このロットには試験成績書がまだ入力されていないため、確認できません。",
        ),
        "vial-unnumbered": Text(
            "A vial needs its number. Enter it as it is printed, or count the vials of the lot from 1.",
            "バイアルには番号が必要です。印字されている番号か、ロット内の通し番号（1から）を入力してください。",
        ),
        "vial-used": Text(
            "This vial was used for another session. A vial serves one patient in one session: take another.",
            "このバイアルは別の回で使用されています。1本のバイアルは1人の患者の1回にだけ使えます。別のバイアルを使ってください。",
        ),
        "vial-discarded": Text(
            "This vial was discarded. Take another, or take back that it was discarded.",
            "このバイアルは廃棄されています。別のバイアルを使うか、廃棄の記録を取り消してください。",
        ),
        "vial-named": Text(
            "The treatment's record names this vial. Take it out there.",
            "このバイアルは治療の記録に入っています。治療の記録から外してください。",
        ),
        "photographs-not-agreed": Text(
            "Photographs of this patient may not be kept or shown: their consent to it does not stand.",
            "この患者さんの写真は、有効な同意がないため保管も表示もできません。",
        ),
        "photographs-not-hidden": Text(
            "The consent to photographs stands. Remove a photograph by itself.",
            "写真の同意は有効です。写真は1枚ずつ削除してください。",
        ),
        "photograph-unknown": Text(
            "This photograph is not in the vault.",
            "この写真は保管庫にありません。",
        ),
        "photograph-of-another": Text(
            "This photograph is of another patient. It is not shown here.",
            "別の患者さんの写真のため、ここには表示できません。",
        ),
        "photograph-removed": Text(
            "This photograph was removed. Its line says when and why.",
            "この写真は削除されています。日時と理由は一覧に残っています。",
        ),
        "photograph-not-clean": Text(
            "The photograph still says something besides its picture. Add the file again.",
            "写真に画像以外の情報が残っています。ファイルをもう一度追加してください。",
        ),
        "photograph-too-large": Text(
            "The photograph is larger than the vault takes. Add the file again.",
            "写真が保管できる大きさを超えています。ファイルをもう一度追加してください。",
        ),
        "photograph-ahead": Text(
            "The day of the photograph lies in the future. Correct it.",
            "撮影日が未来の日付です。修正してください。",
        ),
        "photograph-note": Text(
            "The note on the photograph is too long. Shorten it.",
            "写真のメモが長すぎます。短くしてください。",
        ),
        "photograph-reason": Text(
            "Say why the photograph is removed, in 2,000 characters at most.",
            "写真を削除する理由を2,000文字以内で入力してください。",
        ),
        "photograph-scale": Text(
            "This is no scale of a photograph. Mark a known length on it and enter that length in mm.",
            "写真の縮尺として正しくありません。写真上で長さのわかる部分を指定し、その長さをmmで入力してください。",
        ),
        "photograph-damaged": Text(
            "The photograph in the vault is not the one that was added. Restore a backup to see it.",
            "保管庫の写真が、追加されたものと一致しません。バックアップを復元すると確認できます。",
        ),
        "screen-pin-digits": Text(
            "A PIN has 4 to 8 digits and nothing else.",
            "暗証番号は4〜8桁の数字で入力してください。",
        ),
        "screen-pin-easy": Text(
            "This PIN is too easy to guess. Choose digits that are neither all the same nor in a row.",
            "この暗証番号は推測されやすいため使えません。同じ数字だけ、または連続した数字は避けてください。",
        ),
        "screen-pin-missing": Text(
            "No PIN has been set. Sign in again to go back to the records.",
            "暗証番号が設定されていません。記録に戻るには、もう一度サインインしてください。",
        ),
        "screen-pin-wrong": Text(
            "This is not the PIN. Try again.",
            "暗証番号が違います。もう一度入力してください。",
        ),
        "screen-pin-wait": Text(
            "There were too many wrong PINs. Wait a little, then try again.",
            "暗証番号を続けて間違えたため、少し待ってから、もう一度入力してください。",
        ),
        "screen-pin-locked": Text(
            "There were too many wrong PINs. Sign in again to go back to the records.",
            "暗証番号を何度も間違えたため、もう一度サインインして記録に戻ってください。",
        ),
    }
)

_FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)


def make_environment_problem(code: str) -> EnvironmentProblem:
    """Return the problem of a code of `SENTENCES`, its sentence in English."""
    return EnvironmentProblem(code, SENTENCES[code].en)


def make_input_problem(code: str, details: tuple[Text, ...] = ()) -> InputProblem:
    """Return the problem of a code of `SENTENCES`, its sentence in English."""
    return InputProblem(code, SENTENCES[code].en, details)


@contextmanager
def translating_file_errors() -> Iterator[None]:
    """Turn an operating system's error into a problem with its own sentence."""
    try:
        yield
    except OSError as error:
        raise make_file_problem(error) from error


def make_file_problem(error: OSError) -> EnvironmentProblem:
    """Return the problem of an operating system's error."""
    if error.errno in _FULL_DISK:
        return make_environment_problem("vault-disk-full")
    if error.errno in _NOT_WRITABLE:
        return make_environment_problem("vault-read-only")
    return make_environment_problem("vault-disk-failed")
