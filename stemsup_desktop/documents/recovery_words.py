"""The words of the recovery sheet, in both languages."""

from stemsup_desktop.language import Text

TITLE = Text("Recovery sheet", "復旧シート")
SUBTITLE = Text(
    "Opens the clinic's records when every passphrase is lost",
    "すべてのパスフレーズが使えなくなったときに、診療記録を開くためのシートです",
)
FOOT = Text("Keep in the safe; holds no patient data", "金庫に保管（患者情報は含みません）")

OPENS_ALL = Text("This sheet opens everything.", "このシートですべての記録が開きます。")
OPENS_ALL_WHY = Text(
    "Whoever holds it can read every patient's record on the clinic's computer and in its backups, "
    "without any passphrase. Guard it like the keys to the clinic.",
    "パスフレーズがなくても、院内の端末とバックアップにある全患者の記録が読めます。"
    "クリニックの鍵と同じように管理してください。",
)
MADE_ON = Text("Made on", "作成日")
VAULT_NUMBER = Text("Vault number", "保管庫番号")

CODE = Text("Recovery code", "復旧コード")
READING = Text(
    "Read row by row, 1 to 8. The letters I, L, O and U are never used: what looks like O is the digit zero, "
    "what looks like I or L is the digit one. Capitals, spaces and hyphens make no difference. "
    "The QR code holds the same 32 characters.",
    "1から8の順に読みます。英字のI・L・O・Uは使っていません。Oに見える字は数字のゼロ、IやLに見える字は数字の1です。"
    "大文字と小文字、スペース、ハイフンの違いは影響しません。QRコードの内容も同じ32文字です。",
)

USE = Text("When every passphrase is lost", "パスフレーズがすべて使えなくなったとき")
STEPS = (
    Text(
        "Start StemSup Desktop in the clinic. In the locked window choose “Use the recovery sheet”.",
        "院内の端末でStemSup Desktopを起動し、ロック画面で「復旧シートで開く」を選びます。",
    ),
    Text(
        "Compare the vault number shown there with the one above; if they differ, this is not its sheet.",
        "画面の保管庫番号が上の番号と同じか確認します。違う場合、このシートは別の記録のものです。",
    ),
    Text(
        "Type the code group by group, or read the QR code with a scanner connected by cable. "
        "If something is mistyped, the window names the group.",
        "コードをグループごとに入力するか、有線のコードリーダーでQRコードを読み取ります。"
        "入力に誤りがあると、画面にそのグループの番号が表示されます。",
    ),
    Text(
        "Set a new passphrase, print a new recovery sheet at once, and shred this one.",
        "新しいパスフレーズを設定し、すぐに新しい復旧シートを印刷して、このシートは細断します。",
    ),
)

KEEPING = Text("Where to keep it", "保管のしかた")
KEEPING_RULES = (
    Text(
        "In a safe, or locked away in another room: not beside the computer, and not with the backups.",
        "金庫か、別室の鍵のかかる場所に置きます。端末やバックアップのそばには置きません。",
    ),
    Text(
        "On paper only: never photograph or scan it, and delete a saved file once it is printed. "
        "Type the code only into StemSup Desktop.",
        "紙のまま保管し、撮影やスキャンはしません。保存したファイルは印刷したらすぐに削除します。"
        "StemSup Desktop以外に入力しません。",
    ),
    Text(
        "If it is missing, or a stranger may have seen it: re-key the vault the same day and print a new sheet.",
        "紛失したとき、人に見られたおそれがあるときは、当日中に鍵を更新し、新しいシートを印刷します。",
    ),
)

VOID = Text("When it is void", "無効になるとき")
VOID_WHY = Text(
    "As soon as a new recovery sheet is made. Backups from before that day still open with "
    "this sheet, so a void sheet is shredded, not thrown away.",
    "新しい復旧シートを作成すると無効になります。"
    "ただし、それより前のバックアップはこのシートで開けるため、無効になったシートも必ず細断してください。",
)

BY_HAND = Text("To be filled in by hand", "手書きで記入")
KEPT = (
    Text("Kept at", "保管場所"),
    Text("Kept by", "保管責任者"),
    Text("Since (date)", "保管開始日"),
)
