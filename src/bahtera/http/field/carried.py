"""The families a kader carries, as they change."""

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Query, Router

from bahtera.families import api as families
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts
from bahtera.http.field.replies import REFUSALS, actor_of
from bahtera.http.field.schemas import FamiliesOut, FamilyOut, JointOut, MemberOut, Since, StepOut, VisitedOut
from bahtera.surveys import api as surveys

router = Router(tags=["field"])


@router.get("/families", response={200: FamiliesOut, **REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def changed_families(request: HttpRequest, wanted: Query[Since]) -> FamiliesOut:
    """Return the kader's families that changed since a cursor; all of them, page by page, without one."""
    found = surveys.families_since(wanted.since, actor=actor_of(request))
    return FamiliesOut(
        whole=found.whole,
        begins=found.begins,
        items=[
            _family(
                one,
                found.steps.get(one.place.family_id, ()),
                found.visits.get(one.place.family_id),
                found.joint.get(one.place.family_id),
            )
            for one in found.items
        ],
        gone=list(found.gone),
        cursor=found.cursor,
        more=found.more,
    )


def _family(
    one: families.CarriedFamily,
    steps: Iterable[surveys.AgreedStep],
    visit: surveys.OpenVisit | None,
    joint: surveys.JointTold | None,
) -> FamilyOut:
    return FamilyOut(
        id=one.place.family_id,
        village=one.place.village_code,
        head=one.place.head_name,
        address=one.address,
        dusun=one.dusun,
        rw=one.place.rw,
        rt=one.place.rt,
        members=[
            MemberOut(
                id=member.member_id,
                name=member.name,
                sex=member.sex,
                birth_date=member.birth_date,
                birth_date_estimated=member.birth_date_estimated,
                relation=member.relation,
            )
            for member in one.members
        ],
        steps=[StepOut(step=each.step, other=each.other, due=each.due) for each in steps],
        visited=VisitedOut(round_id=visit.round_id, on=visit.on) if visit else None,
        joint=JointOut(
            task=joint.task_id,
            other=joint.other,
            mine=list(joint.mine),
            theirs=list(joint.theirs),
            labels={name: dict(texts) for name, texts in joint.labels.items()},
        )
        if joint
        else None,
    )
