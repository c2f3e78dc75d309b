"""Parts of a family that two kader share, as their phones send them: written, signed, received."""

import hashlib
from uuid import uuid4

from tests.fakes.phones import Phone

from bahtera.access import api as access
from bahtera.access.models import Device
from bahtera.foundation import clock
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

HEAD = {"nama": "Kepala Sintetis", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": "1980-02-01"}
CHILD = {"nama": "Anak Sintetis", "hubungan": "anak", "jenis_kelamin": "l", "tgl_lahir": "2015-07-09"}
SIGNED_AT = "2026-11-20T08:20:00.000+08:00"


def phone_of(person_id):
    """Enrol a phone for a kader."""
    phone = Phone()
    phone.id = Device.objects.create(
        person_id=person_id, label="Ponsel", public_key=phone.spki, enrolled_at=clock.now()
    ).pk
    return phone


def send_part(task_id, person_id, *, village, family_id, members=(HEAD, CHILD), **answers):
    """Send what a kader filled of a shared family with the real questionnaire; return the outcome."""
    phone = phone_of(person_id)
    name = access.names_behind([person_id])[person_id]
    actor = access.Actor.over(f"device:{phone.id}", name, frozenset({"kader"}), (village,))
    told = surveys.told_to(person_id, [family_id])[family_id]
    instance = f"uuid:{uuid4()}"
    form = questionnaires.current_forms()[0]
    day = clock.today("Asia/Makassar")
    xml = questionnaires.writer(form).write(
        {
            "instanceID": instance,
            "start": f"{day}T08:00:00.000+08:00",
            "end": f"{day}T08:20:00.000+08:00",
            "tanggal_kunjungan": str(day),
            "kode_desa": village,
            "keluarga": str(family_id),
            "family_id": str(family_id),
            "alamat": "Jalan Contoh (sintetis)",
            "hasil_kunjungan": "selesai",
            "persetujuan": "ya",
            "anggota": [dict(one) for one in members],
            **answers,
        },
        on=day,
    )
    sections = sorted(told.mine)
    digest = hashlib.sha256(xml).hexdigest()
    text = f"{task_id}|{instance}|{digest}|{','.join(sections)}|{SIGNED_AT}"
    part = surveys.SignedPart(task_id, tuple(sections), SIGNED_AT, phone.sign("part", text))
    return surveys.receive_many([surveys.SentVisit(xml, part=part)], actor=actor)[0]
