"""Makes any number of patients that never lived, the same ones each time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.language import Language

_SURNAMES = (
    ("佐藤", "サトウ", "Sato"),
    ("鈴木", "スズキ", "Suzuki"),
    ("髙橋", "タカハシ", "Takahashi"),
    ("田中", "タナカ", "Tanaka"),
    ("伊藤", "イトウ", "Ito"),
    ("渡邉", "ワタナベ", "Watanabe"),
    ("山本", "ヤマモト", "Yamamoto"),
    ("中村", "ナカムラ", "Nakamura"),
    ("小林", "コバヤシ", "Kobayashi"),
    ("加藤", "カトウ", "Kato"),
    ("吉田", "ヨシダ", "Yoshida"),
    ("山田", "ヤマダ", "Yamada"),
    ("佐々木", "ササキ", "Sasaki"),
    ("山口", "ヤマグチ", "Yamaguchi"),
    ("松本", "マツモト", "Matsumoto"),
    ("井上", "イノウエ", "Inoue"),
    ("木村", "キムラ", "Kimura"),
    ("林", "ハヤシ", "Hayashi"),
    ("斎藤", "サイトウ", "Saito"),
    ("清水", "シミズ", "Shimizu"),
    ("山﨑", "ヤマザキ", "Yamazaki"),
    ("森", "モリ", "Mori"),
    ("池田", "イケダ", "Ikeda"),
    ("橋本", "ハシモト", "Hashimoto"),
    ("阿部", "アベ", "Abe"),
    ("石川", "イシカワ", "Ishikawa"),
    ("小川", "オガワ", "Ogawa"),
    ("前田", "マエダ", "Maeda"),
    ("岡田", "オカダ", "Okada"),
    ("長谷川", "ハセガワ", "Hasegawa"),
    ("藤田", "フジタ", "Fujita"),
    ("後藤", "ゴトウ", "Goto"),
    ("近藤", "コンドウ", "Kondo"),
    ("村上", "ムラカミ", "Murakami"),
    ("遠藤", "エンドウ", "Endo"),
    ("青木", "アオキ", "Aoki"),
    ("坂本", "サカモト", "Sakamoto"),
    ("大野", "オオノ", "Ono"),
    ("千葉", "チバ", "Chiba"),
    ("津田", "ツダ", "Tsuda"),
)
_GIVEN_NAMES = (
    ("花子", "ハナコ", "Hanako"),
    ("陽子", "ヨウコ", "Yoko"),
    ("美咲", "ミサキ", "Misaki"),
    ("結衣", "ユイ", "Yui"),
    ("直美", "ナオミ", "Naomi"),
    ("恵子", "ケイコ", "Keiko"),
    ("由美子", "ユミコ", "Yumiko"),
    ("さくら", "サクラ", "Sakura"),
    ("明美", "アケミ", "Akemi"),
    ("智子", "トモコ", "Tomoko"),
    ("香織", "カオリ", "Kaori"),
    ("真由美", "マユミ", "Mayumi"),
    ("裕子", "ユウコ", "Yuko"),
    ("千尋", "チヒロ", "Chihiro"),
    ("彩", "アヤ", "Aya"),
    ("太郎", "タロウ", "Taro"),
    ("健一", "ケンイチ", "Kenichi"),
    ("誠", "マコト", "Makoto"),
    ("大輔", "ダイスケ", "Daisuke"),
    ("翔太", "ショウタ", "Shota"),
    ("純一", "ジュンイチ", "Jun'ichi"),
    ("浩", "ヒロシ", "Hiroshi"),
    ("隆", "タカシ", "Takashi"),
    ("直樹", "ナオキ", "Naoki"),
    ("和夫", "カズオ", "Kazuo"),
    ("蓮", "レン", "Ren"),
    ("悠真", "ユウマ", "Yuma"),
    ("𠮷郎", "ヨシロウ", "Yoshiro"),
    ("剛", "ツヨシ", "Tsuyoshi"),
    ("亮", "リョウ", "Ryo"),
)
_FOREIGN_SURNAMES = ("Smith", "Müller", "Nguyen", "Chen", "Kim", "O'Brien", "García", "Ivanova", "Wang", "Lindqvist")
_FOREIGN_GIVEN_NAMES = ("Emma", "Anna", "Wei", "Minh", "Olga", "Siobhán", "James", "Lucía", "Jean-Luc", "Björn")
_FOREIGN_SHARE = 0.08
_EARLIEST_BIRTH = date(1936, 1, 1)
_BIRTH_DAYS = 70 * 365


def make_patients(count: int, seed: int = 1) -> Iterator[Patient]:
    """Yield `count` patients with chart numbers S-0000001 onwards; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        name, kana, romaji, language = _make_name(chance)
        yield Patient(
            patient_id=f"00000000-0000-7000-8000-{number:012d}",
            chart_number=f"S-{number:07d}",
            name=name,
            kana=kana,
            romaji=romaji,
            birth_date=_EARLIEST_BIRTH + timedelta(days=chance.randrange(_BIRTH_DAYS)),
            sex=chance.choice((Sex.FEMALE, Sex.FEMALE, Sex.MALE)),
            language=language,
            phone=f"090-{chance.randrange(10_000):04d}-{chance.randrange(10_000):04d}",
        )


def _make_name(chance: random.Random) -> tuple[str, str, str, Language]:
    if chance.random() < _FOREIGN_SHARE:
        name = f"{chance.choice(_FOREIGN_GIVEN_NAMES)} {chance.choice(_FOREIGN_SURNAMES)}"
        return name, "", name, Language.EN
    surname, given = chance.choice(_SURNAMES), chance.choice(_GIVEN_NAMES)
    return f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}", f"{surname[2]} {given[2]}", Language.JA
