"""What a verification found, in a sentence each."""

from typing import Literal

from bahtera.foundation.audit.values import Problem

Language = Literal["id", "en"]

SENTENCES: dict[str, dict[Language, str]] = {
    "edited": {
        "id": "catatan {seq} diubah isinya",
        "en": "entry {seq} was edited",
    },
    "inserted": {
        "id": "catatan {seq} disisipkan: bukan tulisan Bahtera",
        "en": "entry {seq} was inserted: Bahtera did not write it",
    },
    "copied": {
        "id": "catatan {seq} adalah salinan catatan {origin}",
        "en": "entry {seq} is a copy of entry {origin}",
    },
    "moved": {
        "id": "catatan {seq} dipindahkan: tempat aslinya {origin}",
        "en": "entry {seq} was moved here: its own place is {origin}",
    },
    "missing": {
        "id": "{how_many} catatan hilang: {seq} sampai {last}",
        "en": "{how_many} entries are missing: {seq} to {last}",
    },
    "tail_cut": {
        "id": "{how_many} catatan terakhir hilang: {seq} sampai {last}",
        "en": "the last {how_many} entries are missing: {seq} to {last}",
    },
    "link": {
        "id": "catatan {seq} tidak menyambung dengan catatan sebelumnya: berasal dari riwayat lain",
        "en": "entry {seq} does not hang on the one before: it comes from another history",
    },
    "references": {
        "id": "daftar orang dan hal yang terkait dengan catatan {seq} diubah",
        "en": "the list of whom and what entry {seq} touched was changed",
    },
    "head_changed": {
        "id": "kepala jalur diubah",
        "en": "the head of the lane was changed",
    },
    "head_missing": {
        "id": "kepala jalur dihapus",
        "en": "the head of the lane was deleted",
    },
    "head_behind": {
        "id": "kepala jalur dimundurkan: catatan {seq} sampai {last} ada sesudahnya",
        "en": "the head of the lane was set back: entries {seq} to {last} come after it",
    },
    "lane_missing": {
        "id": "seluruh jalur hilang",
        "en": "the whole lane is missing",
    },
    "day_missing": {
        "id": "catatan hari ini hilang",
        "en": "the entries of this day are missing",
    },
    "day_missing_after": {
        "id": "hari-hari sesudah ini hilang di jalur ini",
        "en": "the days after this one are missing in this lane",
    },
    "day_link": {
        "id": "hari ini tidak menyambung dengan hari sebelumnya",
        "en": "this day does not hang on the day before",
    },
    "anchor_differs": {
        "id": "catatan {seq} bukan catatan yang tercantum pada jangkar pukul {at}",
        "en": "entry {seq} is not the one that the anchor of {at} saw",
    },
    "anchor_changed": {
        "id": "berkas jangkar diubah pada baris {line}",
        "en": "the anchor file was changed at line {line}",
    },
    "anchor_cut": {
        "id": "baris terakhir berkas jangkar hilang, mulai baris {first}",
        "en": "the last lines of the anchor file are missing, from line {first}",
    },
    "anchor_file_missing": {
        "id": "berkas jangkar hilang",
        "en": "the anchor file is missing",
    },
    "anchor_missing": {
        "id": "catatan {seq} menyebut jangkar {anchored} baris {line}, yang sudah tidak ada atau lain isinya"
        " ({how_many} catatan begitu)",
        "en": "entry {seq} names the anchor {anchored}, line {line}, which is gone or another now"
        " ({how_many} such entries)",
    },
    "unanchored": {
        "id": "catatan {seq} sampai {last} tidak dijangkarkan dari {since} sampai {until}: pekerja tidak berjalan,"
        " atau jangkarnya dibuang",
        "en": "entries {seq} to {last} were not anchored from {since} to {until}: either the worker stood still,"
        " or anchors were taken away",
    },
    "anchors_stopped": {
        "id": "tidak ada tanda dari pekerja dari {since} sampai {until}: pekerja tidak berjalan, atau catatan dan"
        " jangkarnya dibuang",
        "en": "there is no sign of the worker from {since} to {until}: either it stood still, or entries and anchors"
        " were taken away",
    },
    "anchor_record_changed": {
        "id": "keterangan tentang berkas jangkar di basis data diubah",
        "en": "what the database says of the anchor file was changed",
    },
}

_LANE: dict[Language, str] = {"id": "jalur {lane}", "en": "lane {lane}"}


def sentence(problem: Problem, language: Language = "id") -> str:
    """Return where a problem is and what it is, in Indonesian or English."""
    values = {"seq": problem.seq, "lane": problem.lane, **problem.details}
    where = [problem.day] if problem.day else []
    if problem.lane is not None:
        where.append(_LANE[language].format(lane=problem.lane))
    return f"{', '.join(where)}: {SENTENCES[problem.code][language].format(**values)}"
