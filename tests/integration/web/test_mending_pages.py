"""Answers put right in a final round: ticked, filled in, seen by the second person with the figures that would move."""

import re

from tests.integration.releases.test_mended_answers import CHIEF, final  # noqa: F401 - a fixture

from bahtera.releases import api as releases
from bahtera.surveys.models import Submission

from .province import enter


def text_of(answer):
    assert answer.status_code in {200, 400}, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_answer_is_ticked_asked_for_seen_and_agreed_to(final):  # noqa: F811 - a fixture
    sari, dewi = enter("sari", "supervisor", ["63"]), enter("dewi", "statistician", ["63"])
    visit = Submission.objects.earliest("pk")
    here = f"/periksa/{visit.pk}/koreksi/jawaban/"
    assert here in text_of(sari.get(f"/periksa/{visit.pk}/koreksi/"))
    listed = text_of(sari.get(here))
    assert all(f'name="p" value="{one}"' in listed for one in ("tabungan", "nama.1", "tgl_lahir.2"))
    assert not any(f'value="{one}"' in listed for one in ("kode_desa", "member_id.1", "umur.1"))
    filled = text_of(sari.get(f"{here}?p=tabungan&p=nama.1"))
    assert 'name="jawaban.nama.1"' in filled
    form = {
        "p": ["tabungan", "nama.1"],
        "jawaban.tabungan": "barangkali",
        "jawaban.nama.1": "Hasanah Sintetis",
        "sebab": "Salah ketik",
        "revisi": str(visit.revision),
    }
    refused = sari.post(here, form)
    assert (refused.status_code, "Hasanah Sintetis" in text_of(refused)) == (400, True)
    stands = "ya" if 'value="ya" selected' in filled else "tidak"
    form["jawaban.tabungan"] = "tidak" if stands == "ya" else "ya"
    assert sari.post(here, form).status_code == 302
    wanted = releases.corrections(final.id, actor=CHIEF)[0]
    look = f"/putaran/{final.id}/koreksi/{wanted.id}/"
    assert "Hasanah Sintetis" in text_of(sari.get(look))
    seen = text_of(dewi.get(look))
    assert "Hasanah Sintetis" not in seen
    assert "hanya terlihat oleh yang boleh membaca kunjungan" in seen
    assert "Angka yang akan berubah" in seen
    assert "Apakah keluarga punya tabungan" in seen
    assert "Setujui dan tandatangani lagi" in seen
    done = text_of(dewi.post(f"{look}setuju/", follow=True))
    assert "ditandatangani lagi sebagai versi 3" in done
    visit.refresh_from_db()
    assert visit.state == "superseded"
