"""Fills a site with simulated interviews and looks at all of them; run by ``benchmarks.nightly_checks``."""

import os
import resource
import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from benchmarks import _site  # noqa: F401 - starts Django

# isort: split
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from tests.fakes.fieldwork import IKK, PLAN, plain, teams_of

from bahtera.checks import api as checks
from bahtera.checks.models import ChangedVillage, VisitTraits
from bahtera.checks.rules.traits import traits_of
from bahtera.cli.demonstration.fieldwork import SimulatedVisit, Team, interviews
from bahtera.families.models import Family, FamilyState, Member, MemberState
from bahtera.families.rules.names import name_key
from bahtera.foundation import clock
from bahtera.surveys.models import Round, Submission, SubmissionScore
from benchmarks._copying import analyze

VISITS = int(os.environ.get("BENCH_VISITS", "100000"))
KADER, EACH = 5, 80
# So many villages are made; the others are these again, with other ids, kader and birth dates.
MADE = 10
REACH_SECONDS = 60


def measure() -> None:
    call_command("migrate", verbosity=0)
    row = Round.objects.create(
        name="Bench", year=2026, form_id="kunjungan_keluarga", opens="2026-01-01", area_code="63"
    )
    began = time.perf_counter()
    teams = teams_of(VISITS // (KADER * EACH), KADER, EACH)
    made = [interviews([team], seed=1) for team in teams[:MADE]]
    for place, team in enumerate(teams):
        fill(row.pk, team, [again(one, team, place // MADE) for one in made[place % MADE]])
    analyze()
    filled = time.perf_counter() - began
    first, seconds, used = timed(row.pk)
    some = list(ChangedVillage.objects.order_by("pk").values_list("pk", flat=True)[:10])
    ChangedVillage.objects.filter(pk__in=some).update(changes=F("changes") + 1)
    second, later, _ = timed(row.pk)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"ROW | nightly checks on {first.visits:,} interviews, {connection.vendor} | <= {REACH_SECONDS} s |"
        f" {seconds:.1f} s for all of them ({used:.0f} s of processor), {later:.1f} s when"
        f" {second.villages} villages changed |"
        f" {'yes' if seconds <= REACH_SECONDS else 'no'} | all checks, also duplicate families;"
        f" {first.villages} villages of {KADER * EACH} families, {first.opened:,} questions written;"
        f" traits kept at arrival;"
        f" {MADE} villages made and repeated with other ids and birth dates;"
        f" peak {peak:.0f} MB; filled in {filled:.0f} s"
    )


def timed(round_id: int) -> tuple[checks.RunRow, float, float]:
    began, used = time.perf_counter(), time.process_time()
    row = checks.run_round(round_id)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    print(f"  {connection.vendor}: {seconds:.1f} s, {row}")
    return row, seconds, used


def again(visit: SimulatedVisit, team: Team, turn: int) -> SimulatedVisit:
    """Return an interview as another village's: each turn moves birth dates by a month and gives other ids."""
    if not turn:
        return visit
    moved = [
        {**one, "tgl_lahir": one["tgl_lahir"] - timedelta(days=31 * turn + place)}
        for place, one in enumerate(visit.answers["anggota"])
    ]
    own = {"family_id": str(uuid4()), "kode_desa": team.village_code, "anggota": moved}
    kader = team.kader[int(visit.kader[-4:]) % KADER]
    answers = {**visit.answers, **own}
    return replace(visit, id=uuid4(), village_code=team.village_code, kader=kader, answers=answers)


def fill(round_id: int, team: Team, visits: list[SimulatedVisit]) -> None:
    """Write what arrival leaves of one village's interviews: visits, scores, traits, and families on record."""
    now = clock.now()
    submissions, scores, traits, families, members = [], [], [], [], []
    for visit in visits:
        answers = plain(visit.answers)
        family_id, on, code = (
            UUID(answers["family_id"]),
            visit.answers["tanggal_kunjungan"],
            team.village_code,
        )
        row = Submission(
            id=visit.id,
            instance_id=f"uuid:{visit.id}",
            form_id="kunjungan_keluarga",
            form_version="1",
            sha256="ab" * 32,
            size=1,
            actor_key=visit.kader,
            received_at=visit.received_at,
            state="accepted",
            is_current=True,
            round_id=round_id,
            province_code=code[:2],
            regency_code=code[:5],
            district_code=code[:8],
            village_code=code,
            family_id=family_id,
            result_code="selesai",
            visited_on=on,
            started_at=visit.started_at,
            ended_at=visit.ended_at,
        )
        score = IKK.score_one(visit.answers)
        submissions.append(row)
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
        made = traits_of(
            PLAN,
            answers,
            started_at=visit.started_at,
            ended_at=visit.ended_at,
            visited_on=on,
            zone="Asia/Makassar",
        )
        traits.append(
            VisitTraits(
                submission_id=visit.id,
                round_id=round_id,
                traits=made,
                made_at=now,
                answers_hash=checks.load().answers_hash,
            )
        )
        version = {
            "valid_from": on,
            "reason": "opened",
            "source": "bench",
            "actor_key": "bench",
            "recorded_at": now,
        }
        families.append(FamilyState(family_id=family_id, village_code=code, **version))
        members += [
            MemberState(
                member=Member(opened_source="bench", created_at=now),
                family_id=family_id,
                name_key=name_key(one["nama"]),
                birth_date=one["tgl_lahir"],
                relation=one["hubungan"],
                sex=one["jenis_kelamin"],
                **version,
            )
            for one in visit.answers["anggota"]
        ]
    Submission.objects.bulk_create(submissions)
    SubmissionScore.objects.bulk_create(scores)
    VisitTraits.objects.bulk_create(traits)
    Family.objects.bulk_create(
        Family(id=one.family_id, opened_source="bench", created_at=now) for one in families
    )
    Member.objects.bulk_create(one.member for one in members)
    FamilyState.objects.bulk_create(families)
    MemberState.objects.bulk_create(members)
    ChangedVillage.objects.create(round_id=round_id, village_code=team.village_code, changes=1)


if __name__ == "__main__":
    measure()
