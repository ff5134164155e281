"""What the fields of a signing on screen, a withdrawal and an earlier consent are called in the history."""

from collections.abc import Mapping

from stemsup_desktop.language import Text

Fields = tuple[str, ...]

_SIGNING: Mapping[Fields, Text] = {
    ("initials",): Text("the initials at {entry}", "{entry}の確認サイン"),
    ("initials", "clause_id"): Text("the clause of the initials at {entry}", "{entry}の確認サインの項目"),
    ("initials", "clause_version"): Text("the version of {entry} at the initials", "確認サイン時の{entry}の版"),
    ("initials", "clause_sha256"): Text("the text that the initials at {entry} cover", "{entry}の確認サインの対象"),
    ("initials", "language"): Text("the language read at {entry}", "{entry}を読んだ言語"),
    ("initials", "made_at"): Text("when the initials at {entry} were made", "{entry}の確認サインの日時"),
    ("initials", "ink", "width"): Text("the width of the pad at {entry}", "{entry}の記入欄の幅"),
    ("initials", "ink", "height"): Text("the height of the pad at {entry}", "{entry}の記入欄の高さ"),
    ("initials", "ink", "strokes"): Text("the strokes of the initials at {entry}", "{entry}の確認サインの線"),
    ("signatures",): Text("the signature {entry}", "署名{entry}"),
    ("signatures", "role"): Text("who signed at {entry}", "署名{entry}の署名者の立場"),
    ("signatures", "name"): Text("the name at the signature {entry}", "署名{entry}の氏名"),
    ("signatures", "signed_at"): Text("when {entry} signed", "署名{entry}の日時"),
    ("signatures", "language"): Text("the language read before the signature {entry}", "署名{entry}の前に読んだ言語"),
    ("signatures", "text_sha256"): Text("the text that the signature {entry} covers", "署名{entry}の対象の文章"),
    ("signatures", "basis_sha256"): Text("what the signature {entry} agrees to", "署名{entry}で同意した内容"),
    ("signatures", "ink", "width"): Text("the width of the pad of the signature {entry}", "署名{entry}の記入欄の幅"),
    ("signatures", "ink", "height"): Text(
        "the height of the pad of the signature {entry}", "署名{entry}の記入欄の高さ"
    ),
    ("signatures", "ink", "strokes"): Text("the strokes of the signature {entry}", "署名{entry}の線"),
    ("signatures", "spoken_language"): Text("the interpreter's language at {entry}", "署名{entry}の通訳の言語"),
    ("signatures", "relation"): Text("the relation to the patient at {entry}", "署名{entry}の患者さんとの続柄"),
    ("signatures", "agreed_parts"): Text("the part {entry} that was signed", "署名した内容{entry}"),
    ("signatures", "agreed_parts", "name"): Text(
        "the name of the part {entry} that was signed", "署名した内容{entry}の名称"
    ),
    ("signatures", "agreed_parts", "sha256"): Text("what was signed of {entry}", "{entry}の署名した内容"),
    ("ticks",): Text("the boxes that were ticked on screen", "画面でチェックした欄"),
    ("choices_seen_sha256",): Text("which separate choices the patient confirmed", "患者さんが確認した個別の選択"),
    ("teach_back",): Text("the answer {entry} on understanding", "理解の確認の回答{entry}"),
    ("teach_back", "question_id"): Text("the question of the answer {entry}", "回答{entry}の質問"),
    ("teach_back", "question_version"): Text("the version of the question of {entry}", "回答{entry}の質問の版"),
    ("teach_back", "clause_id"): Text("the clause of the answer {entry}", "回答{entry}の項目"),
    ("teach_back", "option_id"): Text("the answer {entry} on understanding", "理解の確認の回答{entry}"),
    ("teach_back", "language"): Text("the language of the answer {entry}", "回答{entry}の言語"),
    ("teach_back", "answered_at"): Text("when the answer {entry} was given", "回答{entry}の日時"),
    ("withdrawals",): Text("the withdrawal {entry}", "同意の撤回{entry}"),
    ("withdrawals", "document_number"): Text(
        "the consent that the withdrawal {entry} is of", "撤回{entry}の対象の同意書"
    ),
    ("withdrawals", "withdrawn_at"): Text("when the withdrawal {entry} was given", "撤回{entry}の日時"),
    ("withdrawals", "by_role"): Text("who gave the withdrawal {entry}", "撤回{entry}を申し出た人の立場"),
    ("withdrawals", "by_name"): Text("the name at the withdrawal {entry}", "撤回{entry}を申し出た人の氏名"),
    ("withdrawals", "scope"): Text("what the withdrawal {entry} covers", "撤回{entry}の範囲"),
    ("withdrawals", "reason"): Text("the reason of the withdrawal {entry}", "撤回{entry}の理由"),
    ("withdrawals", "recorded_by"): Text("who recorded the withdrawal {entry}", "撤回{entry}の記録者"),
    ("withdrawals", "slip_number"): Text("the slip of the withdrawal {entry}", "撤回{entry}の撤回書"),
    ("withdrawals", "ink"): Text("the signature at the withdrawal {entry}", "撤回{entry}の署名"),
    ("withdrawals", "ink", "width"): Text("the width of the pad at the withdrawal {entry}", "撤回{entry}の記入欄の幅"),
    ("withdrawals", "ink", "height"): Text(
        "the height of the pad at the withdrawal {entry}", "撤回{entry}の記入欄の高さ"
    ),
    ("withdrawals", "ink", "strokes"): Text("the strokes at the withdrawal {entry}", "撤回{entry}の署名の線"),
    ("earlier",): Text("the consent of an earlier visit", "以前の診察での同意"),
    ("earlier", "consultation_id"): Text("the visit of the earlier consent", "以前の同意の診察"),
    ("earlier", "document_number"): Text("the number of the earlier consent", "以前の同意書の番号"),
    ("earlier", "signed_on"): Text("the date of the earlier consent", "以前の同意の署名日"),
    ("earlier", "form_version"): Text("the version of the earlier consent", "以前の同意書の版"),
    ("earlier", "basis_sha256"): Text("what the earlier consent covers", "以前の同意の対象"),
    ("earlier", "agreed_parts"): Text("the part {entry} of the earlier consent", "以前の同意の内容{entry}"),
    ("earlier", "agreed_parts", "name"): Text(
        "the name of the part {entry} of the earlier consent", "以前の同意の内容{entry}の名称"
    ),
    ("earlier", "agreed_parts", "sha256"): Text("what was agreed to of {entry} earlier", "{entry}の以前の同意内容"),
    ("earlier", "agreed_clauses"): Text("the clause {entry} of the earlier consent", "以前の同意の項目{entry}"),
    ("earlier", "agreed_clauses", "clause_id"): Text(
        "the name of the clause {entry} of the earlier consent", "以前の同意の項目{entry}の名称"
    ),
    ("earlier", "agreed_clauses", "version"): Text(
        "the version of the clause {entry} of the earlier consent", "以前の同意の項目{entry}の版"
    ),
    ("earlier", "agreed_clauses", "sha256"): Text(
        "the text of the clause {entry} of the earlier consent", "以前の同意の項目{entry}の文章"
    ),
}

SIGNING_FIELDS: Mapping[Fields, Text] = {
    **_SIGNING,
    **{
        ("earlier", *path): Text(f"{words.en} of the earlier consent", f"以前の同意の{words.ja}")
        for path, words in _SIGNING.items()
        if path[0] == "withdrawals"
    },
}
