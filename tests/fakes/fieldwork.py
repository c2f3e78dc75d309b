"""Simulated fieldwork as rules see it, and as receiving would have left it."""

import math
import zlib
from uuid import UUID

import orjson
from tests.fakes.family_visits import VERSION

from bahtera import indices
from bahtera.areas.api import Boundary
from bahtera.checks.rules import in_families, in_rounds, in_villages, load
from bahtera.checks.rules.arriving import questions_of_visit
from bahtera.checks.rules.tables import Table
from bahtera.checks.rules.traits import traits_of
from bahtera.checks.values import CheckedVisit
from bahtera.cli.demonstration.fieldwork import Team, interviews, planted
from bahtera.families import api as families
from bahtera.families.rules.names import name_key
from bahtera.foundation.events import Event
from bahtera.foundation.sealing import parts
from bahtera.statistics.linkage import FamilyRecord
from bahtera.surveys.models import Content, Submission, SubmissionScore

IKK = indices.load("ikk").without_private()
DEFINITION = load()
PLAN = DEFINITION.answers["kunjungan_keluarga"]


def teams_of(villages, kader, families_each):
    """Return teams in villages that lie five kilometres apart."""
    return [
        Team(
            f"63.{10 + village // 100:02d}.{1 + village // 10 % 10:02d}.{2001 + village}",
            tuple(f"token:{village * kader + number:04d}" for number in range(kader)),
            families_each,
            (-3.0 + 0.05 * (village // 20), 115.0 + 0.05 * (village % 20)),
        )
        for village in range(villages)
    ]


def circles_of(villages, kader, families_each, *, radius=1500.0, corners=24):
    """Return village -> a boundary around its middle, which leaves one honest home in a hundred outside."""
    return {
        team.village_code: Boundary(
            team.village_code, ((_circle(team.middle, radius, corners),),), "Sintetis"
        )
        for team in teams_of(villages, kader, families_each)
    }


def _circle(middle, radius, corners):
    degree = 111_195.0
    turns = [2 * math.pi * at / corners for at in range(corners)]
    return tuple(
        (
            middle[1] + radius * math.sin(turn) / (degree * math.cos(math.radians(middle[0]))),
            middle[0] + radius * math.cos(turn) / degree,
        )
        for turn in turns
    )


def asked_about(visits, boundaries=None):
    """Return everything that checks ask about some interviews, and the family of each."""
    seen = [_seen(one) for one in visits]
    traits = {one.id: made for one, made, _ in seen}
    lines = [one for one, _, _ in seen]
    table = Table.of(PLAN, lines, traits)
    found = [
        question for one in lines for question in questions_of_visit(DEFINITION, PLAN, one, traits[one.id])
    ]
    for code in table.villages:
        found += in_villages.questions_of_village(DEFINITION, table, code)
    names = [one.id for one in IKK.indicators]
    found += in_rounds.questions_of_round(DEFINITION, PLAN, table, lines, names, boundaries=boundaries or {})
    found += in_families.questions_of_families(DEFINITION, [record for _, _, record in seen])
    return found, {one.id: one.family_id for one in lines}


def work(villages, kader, families_each, *, seed, faults=True):
    """Return simulated interviews and the faults planted in them."""
    made = interviews(teams_of(villages, kader, families_each), seed=seed)
    return planted(made, seed=seed) if faults else (made, [])


def _seen(visit):
    answers = plain(visit.answers)
    family_id = UUID(answers["family_id"])
    line = CheckedVisit(
        visit.id,
        visit.village_code,
        visit.kader,
        family_id,
        answers["hasil_kunjungan"],
        visit.answers["tanggal_kunjungan"],
        IKK.score_one(visit.answers).states,
    )
    traits = traits_of(
        PLAN,
        answers,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        visited_on=line.visited_on,
        zone="Asia/Makassar",
    )
    members = visit.answers["anggota"]
    spouse = next((one for one in members if one["hubungan"] == "pasangan"), None)
    record = FamilyRecord(
        str(family_id),
        visit.village_code,
        visit.village_code[:8],
        name_key(members[0]["nama"]),
        members[0]["tgl_lahir"],
        name_key(spouse["nama"]) if spouse else "",
        spouse["tgl_lahir"] if spouse else None,
        len(members),
    )
    return line, traits, record


def plain(answers):
    """Return answers as surveys keeps them: dates and decimals as text, with the age of each member."""
    on = answers["tanggal_kunjungan"]
    rows = []
    for member in answers["anggota"]:
        born = member["tgl_lahir"]
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        rows.append({name: _plain(value) for name, value in member.items()} | {"umur": age})
    return {name: _plain(value) for name, value in answers.items() if name != "anggota"} | {"anggota": rows}


def _plain(value):
    return value if isinstance(value, (int, str, list)) else str(value)


def stored(round_id, visits):
    """Store simulated interviews as receiving would have left them, and return the events."""
    rows, contents, scores, batch = [], [], [], []
    for visit in visits:
        answers = plain(visit.answers)
        row = Submission(
            id=visit.id,
            instance_id=f"uuid:{visit.id}",
            form_id="kunjungan_keluarga",
            form_version=VERSION,
            sha256="ab" * 32,
            size=1,
            actor_key=visit.kader,
            actor_name=f"Kader {visit.kader[-4:]} Sintetis",
            received_at=visit.received_at,
            state="accepted",
            is_current=True,
            round_id=round_id,
            province_code=visit.village_code[:2],
            regency_code=visit.village_code[:5],
            district_code=visit.village_code[:8],
            village_code=visit.village_code,
            family_id=UUID(answers["family_id"]),
            family_name=answers["anggota"][0]["nama"],
            result_code=answers["hasil_kunjungan"],
            visited_on=visit.answers["tanggal_kunjungan"],
            started_at=visit.started_at,
            ended_at=visit.ended_at,
        )
        content = Content(submission=row)
        parts.write(content, body=zlib.compress(b"<data/>"), answers=zlib.compress(orjson.dumps(answers)))
        score = IKK.score_one(visit.answers)
        rows.append(row)
        contents.append(content)
        scores.append(
            SubmissionScore(
                submission=row,
                index_id="ikk",
                index_hash=IKK.hash,
                numerator=score.numerator,
                denominator=score.denominator,
                scored=score.scored,
                category=score.category,
                states=score.states,
            )
        )
        key = f"{round_id}:{visit.village_code}"
        batch.append(Event("surveys.received", key, {"submission_id": str(visit.id)}))
    Submission.objects.bulk_create(rows)
    Content.objects.bulk_create(contents)
    SubmissionScore.objects.bulk_create(scores)
    return batch


def registered(visits):
    """Put the families of simulated interviews into the register."""
    for visit in visits:
        families.record_visit(
            village_code=visit.village_code,
            family_id=UUID(visit.answers["family_id"]),
            head_name=visit.answers["anggota"][0]["nama"],
            members=[
                families.MemberInput(
                    name=one["nama"],
                    sex=one["jenis_kelamin"],
                    birth_date=one["tgl_lahir"],
                    relation=one["hubungan"],
                )
                for one in visit.answers["anggota"]
            ],
            visited_on=visit.answers["tanggal_kunjungan"],
            source=f"submission:{visit.id}",
            actor_key=visit.kader,
        )
