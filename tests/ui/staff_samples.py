"""Who works on a sample visit: staff, an administrator, the physician."""

from stemsup_desktop.consultation.people import Author, Role

NURSE = Author("nurse", "看護師 佐藤", (Role.STAFF,))
OFFICE = Author("office", "事務 鈴木", (Role.ADMINISTRATOR,))
DOCTOR = Author("doctor", "青木 健", (Role.PHYSICIAN,))
OWNER = Author("owner", "青木 健", (Role.PHYSICIAN, Role.ADMINISTRATOR))
