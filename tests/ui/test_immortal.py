"""Calls into Qt do not wear out None, True and False."""

import sys

from PySide6.QtCore import QObject, Signal


class Sender(QObject):
    sent = Signal(object)


def test_a_hundred_thousand_calls_leave_enough_of_none_and_true(qapp: object) -> None:
    sender = Sender()
    sender.sent.connect(lambda _: None)
    for _ in range(100_000):
        sender.setObjectName("x")
        sender.sent.emit(None)
    assert sys.getrefcount(None) > 1 << 28
    assert sys.getrefcount(True) > 1 << 28
