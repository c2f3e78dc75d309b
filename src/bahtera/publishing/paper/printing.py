"""Making the file of a printing: what is known of its families today, set on the forms that were given out."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.foundation import blobs, clock
from bahtera.publishing.paper.setting import PER_TABLE, Copy, Cover, forms_pdf
from bahtera.publishing.paper.words import words
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

_PAGE: Final = re.compile(rb"/Type\s*/Page\b(?!s)")
_FIRST: Final = {"kepala": 0, "pasangan": 1, "anak": 2}
_ZONE: Final = "Asia/Jakarta"
# What a question of the family itself is filled with, where no file of the form says so: by its name.
_OF_FAMILY: Final = ("dusun", "rw", "rt", "alamat")


def make_print(batch_id: UUID) -> int:
    """Make the file of a printing, keep it sealed and return its pages; raises UnknownPaper.

    Families that moved away since stand on a blank form; numbers of people and cards are never printed.
    """
    batch = surveys.printing(batch_id)
    form = questionnaires.get_form(batch.form_id, batch.form_version)
    if form is None:
        raise questionnaires.UnknownForm(batch.form_id, batch.form_version)
    paper = questionnaires.paper(form, batch.language, without=questionnaires.private_items())
    sheets = surveys.paper_forms_of(batch_id)
    known = families.carried_families([one.family_id for one in sheets if one.family_id])
    village = areas.find([batch.village_code]).get(batch.village_code)
    maker = _Maker(paper, batch, village.name if village else batch.village_code, known)
    made = forms_pdf(
        paper,
        [maker.copy(one) for one in sheets if one.state == surveys.PaperState.PRINTED.value],
        made_at=clock.now(),
        cover=maker.cover(sheets, village.zone if village else _ZONE),
        spare=batch.spare,
    )
    pages = len(_PAGE.findall(made))
    surveys.paper_made(batch_id, blobs.put(made), pages)
    return pages


class _Maker:
    """Writes the forms of one printing."""

    def __init__(
        self,
        paper: questionnaires.PaperForm,
        batch: surveys.PaperBatchRow,
        village: str,
        known: Mapping[UUID, families.CarriedFamily],
    ) -> None:
        self.paper = paper
        self.batch = batch
        self.village = f"{village} ({batch.village_code})"
        self.known = known
        self.say = words(paper.language)
        self.round = surveys.get_round(batch.round_id)
        names = access.names_behind([batch.person_id] if batch.person_id else [])
        self.kader = names.get(batch.person_id, "") if batch.person_id else ""
        self.joint = surveys.sides_of(batch.round_id, list(known))
        self.sections = surveys.section_labels(batch.form_id) if self.joint else {}

    def copy(self, sheet: surveys.PaperFormRow) -> Copy:
        """Return one form with what is known of its family."""
        family = self.known.get(sheet.family_id) if sheet.family_id else None
        facts = [("fact_serial", sheet.serial), ("fact_village", self.village)]
        if family is not None:
            facts += [
                ("fact_part", families.neighbourhood(family.place.rt, family.place.rw)),
                ("fact_family", self._whom(family)),
            ]
        facts += [
            ("fact_round", f"{self.round.name} {self.round.year}"),
            ("fact_recommendation", self._recommendation()),
            *(self._shared(sheet) or [("fact_kader", self.kader)]),
        ]
        return Copy(
            serial=sheet.serial,
            facts=tuple((self.say[key], value) for key, value in facts if value),
            values=self._values(family),
            members=() if family is None else tuple(self._member(one) for one in _in_order(family.members)),
            places=max(self.batch.members, PER_TABLE),
            signers=self._signers(sheet),
        )

    def _shared(self, sheet: surveys.PaperFormRow) -> list[tuple[str, str]]:
        """Return who fills which sections of a family that two kader share, a line for each; none otherwise."""
        sides = self.joint.get(sheet.family_id) if sheet.family_id else None
        return [("fact_kader", self._part(one)) for one in sides or ()]

    def _signers(self, sheet: surveys.PaperFormRow) -> tuple[str, ...]:
        """Return the kader who sign at the end, each for their sections, where two share the family."""
        return tuple(value for _, value in self._shared(sheet))

    def _part(self, side: surveys.JointSide) -> str:
        names = (self.sections.get(one, {}) for one in side.sections)
        told = (texts.get(self.paper.language) or texts.get("id", "") for texts in names)
        return f"{side.name}: {', '.join(filter(None, told))}"

    def cover(self, sheets: Sequence[surveys.PaperFormRow], zone: str) -> Cover:
        """Return the list that goes on top."""
        facts = (
            ("fact_village", self.village),
            ("fact_round", f"{self.round.name} {self.round.year}"),
            ("fact_recommendation", self._recommendation()),
            ("fact_kader", self.kader),
            ("fact_forms", str(len(sheets))),
            ("fact_spare", str(self.batch.spare) if self.batch.spare else ""),
            ("fact_printed", _day(self.batch.printed_at.astimezone(ZoneInfo(zone)))),
        )
        rows = tuple((one.serial, self._for_whom(one)) for one in sheets)
        return Cover(tuple((self.say[key], value) for key, value in facts if value), rows)

    def _recommendation(self) -> str:
        """Return BPS's number with the day of its letter, as every form carries it; empty without one."""
        told = self.round.recommendation
        return f"{told.number}, {_day(told.on)}" if told else ""

    def _for_whom(self, sheet: surveys.PaperFormRow) -> str:
        if sheet.state == surveys.PaperState.CANCELLED.value:
            return str(self.say["cancelled"])
        family = self.known.get(sheet.family_id) if sheet.family_id else None
        if family is None:
            return str(self.say["blank"])
        return " · ".join(
            filter(None, (families.neighbourhood(family.place.rt, family.place.rw), self._whom(family)))
        )

    def _whom(self, family: families.CarriedFamily) -> str:
        return family.place.head_name or str(self.say["head_unknown"])

    def _values(self, family: families.CarriedFamily | None) -> dict[str, str]:
        found = {}
        rows = {"villages.csv": {"name": self.village}}
        given: dict[str, str] = {}
        if family is not None:
            rows["families.csv"] = {"name": self._whom(family), "label": self._whom(family)}
            place = family.place
            given = dict(zip(_OF_FAMILY, (family.dusun, place.rw, place.rt, family.address), strict=True))
        for section in self.paper.sections:
            for one in section.questions if not section.repeats else ():
                file, column = one.source or ("", "")
                found[one.path] = rows.get(file, {}).get(column, "") or given.get(one.name, "")
        return {path: value for path, value in found.items() if value}

    def _member(self, member: families.CarriedMember) -> dict[str, str]:
        row = {
            "name": str(self.say["on_record"]),
            "nama": member.name,
            "jenis_kelamin": member.sex,
            "tgl_lahir": _day(member.birth_date) if member.birth_date else "",
            "hubungan": member.relation,
            "tgl_lahir_perkiraan": "ya" if member.birth_date_estimated else "",
        }
        found = {}
        for section in self.paper.sections:
            for one in section.questions if section.repeats else ():
                file, column = one.source or ("", "")
                value = row.get(column, "") if file == "members.csv" else row.get(one.name, "")
                found[one.path] = self._told(one, value)
        return {path: value for path, value in found.items() if value}

    def _told(self, question: questionnaires.PaperQuestion, value: str) -> str:
        """Return a value as it is read: a choice by its code and label. A code that has no choice is not printed."""
        if not value or question.answer not in {"one", "many"}:
            return value
        listed = self.paper.code_lists[question.code_list][1] if question.code_list else question.choices
        found = next((one for one in listed if one.name == value), None)
        return f"{found.code} {found.label}" if found else ""


def _in_order(members: Sequence[families.CarriedMember]) -> list[families.CarriedMember]:
    return sorted(
        members, key=lambda one: (_FIRST.get(one.relation, 3), one.birth_date or date.max, str(one.member_id))
    )


def _day(day: date | datetime) -> str:
    return f"{day:%d-%m-%Y}"
