"""A kader's day: families, a visit, what became of it."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from tests.field.app.world import VILLAGE
from tests.field.barriers import assert_no_barrier
from tests.field.families import FOLLOWED, KIND, fill_block, golden

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow

ANSWERS = {"hasil_kunjungan": "selesai", "persetujuan": "ya", "alamat": "Jalan Contoh (sintetis)"}


def next_block(page):
    before = page.locator("h1").inner_text()
    page.get_by_role("button", name="Lanjut").click()
    page.wait_for_timeout(50)
    for _ in range(100):
        if page.locator("h1").inner_text() != before:
            return
        page.wait_for_timeout(50)
    raise AssertionError(before)


def fill_visit(page, answers, look=lambda page: None, *, is_new=False):
    """Answer everything that is not answered, from where the visit stands to its last screen."""
    page.locator(".pager h1").wait_for()
    page.evaluate(KIND)
    members = answers.get("anggota", [])
    while (title := page.locator("h1").inner_text()) != "Periksa dan selesaikan":
        look(page)
        member = re.match(r"Anggota keluarga (\d+)", title)
        if member and int(member[1]) <= len(members):
            fill_block(page, {"nama": "Budi Contoh (sintetis)"} | members[int(member[1]) - 1])
        elif title == "Anggota keluarga":
            if is_new and page.locator(".roster-open").count() < len(members):
                page.get_by_role("button", name=re.compile("^Tambah")).click()
                continue
        else:
            fill_block(page, ANSWERS | {k: v for k, v in answers.items() if k != "alamat"})
        page.evaluate(FOLLOWED)
        next_block(page)


def finish_visit(page):
    page.get_by_role("button", name="Selesai", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Periksa dan selesaikan")
    if page.get_by_role("heading", level=1).inner_text() == "Bagian pribadi":
        page.get_by_role("button", name="Ya, ada").click()
        page.get_by_role("button", name="Selesaikan tanpa bagian ini").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunjungan selesai")


def begin_in_vain(phone, name):
    """Begin a visit of a family that is not found, and answer so."""
    page = phone.page
    phone.go("/keluarga")
    page.get_by_role("link", name=re.compile(name)).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    page.locator(".pager h1").wait_for()
    page.evaluate(KIND)
    next_block(page)
    fill_block(page, {"hasil_kunjungan": "tidak_ditemukan"})
    page.evaluate(FOLLOWED)


def to_the_end(phone):
    """Finish a visit of which nothing more has to be answered."""
    page = phone.page
    for _ in range(9):
        if page.locator("h1:visible").inner_text() == "Periksa dan selesaikan":
            break
        next_block(page)
    finish_visit(page)


def synced(phone):
    phone.world.work()
    phone.go("/kiriman")
    page = phone.page
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("button", name="Kirim sekarang")).to_be_enabled()


def test_a_family_is_visited_returned_corrected_and_approved(phone, world, tmp_path):
    page, shots = phone.page, tmp_path
    look = lambda name: page.screenshot(path=shots / f"{name}.png", full_page=True)  # noqa: E731
    expect(page.locator(".family-line")).to_have_count(5)
    assert_no_barrier(page)
    look("families")
    page.get_by_role("link", name=re.compile("Dewi")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dewi")
    assert_no_barrier(page)
    look("family")
    page.get_by_role("button", name="Mulai kunjungan").click()
    case = golden("000 all yes (sintetis)")
    seen = iter(range(100))
    fill_visit(page, case, look=lambda p: look(f"visit{next(seen)}"))
    look("end")
    finish_visit(page)
    look("done")
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    row = phone.at_site(Submission.objects.get)
    assert str(row.family_id) == str(world.families[3])
    synced(phone)
    look("kiriman")
    assert_no_barrier(page)
    phone.go("/keluarga")
    expect(page.get_by_role("link", name=re.compile("Dewi"))).to_contain_text("Diperiksa server")
    with world.at_rest:
        surveys.return_with_comments(
            row.pk, comments=[surveys.CommentRow("luas_lantai", None, "Luasnya benar?")], actor=world.chief
        )
    synced(phone)
    phone.go("/keluarga")
    expect(page.get_by_role("link", name=re.compile("Dewi"))).to_contain_text("Dikembalikan")
    expect(page.locator(".family-line").first).to_contain_text("Dewi")  # what asks for her stands first
    look("list-returned")
    page.get_by_role("link", name=re.compile("Dewi")).click()
    look("family-returned")
    page.get_by_role("button", name="Perbaiki").click()
    question = page.locator(".question[data-name='luas_lantai']")
    expect(question).to_be_visible()
    expect(page.locator(".remark")).to_contain_text("Luasnya benar?")
    look("correcting")
    question.locator("input").fill("77")
    question.locator("input").blur()
    page.get_by_role("button", name=re.compile("Bagian")).click()
    page.get_by_role("button", name="Periksa dan selesaikan").click()
    finish_visit(page)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    phone.go("/kiriman")
    expect(page.locator(".sum")).to_contain_text("Di server: 2.")
    phone.go("/keluarga")
    expect(page.locator(".sync-bar")).to_contain_text("Di server 2")
    look("synced-twice")
    first, second = phone.at_site(lambda: list(Submission.objects.order_by("version_number")))
    assert (first.state, second.previous_id, second.version_number) == ("superseded", first.pk, 2)
    world.approve(second.pk)
    synced(phone)
    phone.go("/keluarga")
    expect(page.get_by_role("link", name=re.compile("Dewi"))).to_contain_text("Disetujui")
    page.get_by_role("link", name=re.compile("Dewi")).click()
    look("family-approved")
    detail = phone.at_site(lambda: surveys.get_submission(second.pk, actor=world.chief))
    assert sum(detail.pace.values()) > 0, "the time on each part came too"


def test_a_returned_visit_opens_at_the_note_and_knows_what_is_filled(phone, world):
    page = phone.page
    expect(page.locator(".family-line")).to_have_count(5)
    phone.kept()
    phone.offline()
    page.get_by_role("link", name=re.compile("Budi")).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    fill_visit(page, golden("004 widow alone (sintetis)"))
    expect(page.get_by_text("Semua pertanyaan wajib sudah terjawab.")).to_be_visible()
    page.locator(".optional summary").click()
    listed = page.locator(".optional .open-label").all_inner_texts()
    assert page.locator(".optional summary").inner_text().startswith(f"{len(listed)} pertanyaan")
    assert {"Titik lokasi rumah (boleh dilewati)", "Catatan untuk penyelia"} <= set(listed)
    assert_no_barrier(page)
    page.get_by_role("button", name=re.compile("Catatan untuk penyelia")).click()
    expect(page.get_by_label("Catatan untuk penyelia")).to_be_focused()
    next_block(page)
    finish_visit(page)
    main = page.locator("main")
    expect(main).to_contain_text("dikirim sendiri begitu ada sinyal")
    page.wait_for_timeout(500)
    expect(main.locator(".button-main")).to_have_text(["Lihat hasil dan ringkasan"])
    expect(main).not_to_contain_text("Tidak ada sinyal")
    assert_no_barrier(page)
    phone.online()
    synced(phone)
    row = phone.at_site(Submission.objects.get)
    long = "Dindingnya benar? Rumah di sebelahnya dari kayu. Tolong dilihat lagi bersama keluarga."
    with world.at_rest:
        surveys.return_with_comments(
            row.pk, comments=[surveys.CommentRow("jenis_dinding", None, long)], actor=world.chief
        )
    synced(phone)
    phone.go("/keluarga")
    page.get_by_role("link", name=re.compile("Budi")).click()
    page.get_by_role("button", name="Perbaiki").click()
    question = page.locator(".question[data-name='jenis_dinding']")
    expect(question).to_be_visible()
    page.wait_for_timeout(300)
    boxes = {name: page.locator(name).bounding_box() for name in (".pager-head", ".remark", ".pager-foot")}
    top, bottom = boxes[".pager-head"]["y"] + boxes[".pager-head"]["height"], boxes[".pager-foot"]["y"]
    assert boxes[".remark"]["y"] >= top
    asked = question.bounding_box()
    assert asked["y"] + asked["height"] <= bottom
    page.get_by_role("button", name=re.compile("Bagian")).click()
    states = page.locator(".contents li:not(:last-child) .contents-state").all_inner_texts()
    assert states.count("sedang dibuka") == 1
    assert set(states) <= {"sedang dibuka", "terisi", "belum dibuka"}
    assert states.count("terisi") > len(states) / 2
    part = page.locator(".contents li", has_text=re.compile("^Persetujuan"))
    expect(part).to_contain_text("terisi")


def test_a_visit_killed_without_signal_goes_on_where_it_stood(phone, world):
    page = phone.page
    expect(page.locator(".family-line")).to_have_count(5)
    phone.kept()
    phone.offline()
    begin_in_vain(phone, "Budi")
    phone.until("document.querySelector('.visit-kept').title.includes('Tersimpan')")
    page.wait_for_timeout(300)
    phone.reload()
    phone.type_pin()
    expect(page.get_by_role("heading", level=1)).to_have_text("Persetujuan", timeout=40_000)
    expect(page.locator("input[value='tidak_ditemukan']")).to_be_checked()
    to_the_end(phone)
    expect(page.locator("main")).to_contain_text("Tersimpan di HP ini")
    assert not phone.at_site(Submission.objects.exists)
    phone.online()
    synced(phone)
    assert str(phone.at_site(Submission.objects.get).family_id) == str(world.families[1])


def test_syncing_takes_neither_the_screen_nor_the_keyboard_away(phone):
    """A run of syncing reads the list anew; whoever types in it goes on typing."""
    page = phone.page
    search = page.get_by_role("searchbox")
    search.fill("Ah")
    page.evaluate("document.querySelector('input[type=search]').isTheSame = true")
    before = page.evaluate("performance.now()")
    page.evaluate("dispatchEvent(new Event('online'))")
    asked = f"one.name.includes('/states') && one.responseEnd > {before}"
    phone.until(f"performance.getEntriesByType('resource').some(one => {asked})")
    page.wait_for_timeout(300)
    page.keyboard.type("mad")
    expect(search).to_have_value("Ahmad")
    assert page.evaluate("document.querySelector('input[type=search]').isTheSame")


def test_a_family_that_somebody_else_visited_is_no_longer_to_be_visited(phone, new_phone, world):
    other = new_phone()
    other.activate(world.code_for(world.hire("Dewi Lestari")))
    page = other.page
    begin_in_vain(other, "Budi")
    to_the_end(other)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    synced(other)
    other.go("/keluarga")
    page.get_by_role("link", name=re.compile("Budi")).click()
    expect(page.locator(".family-state").first).to_contain_text(
        re.compile("Diperiksa server.*Tidak ditemukan")
    )
    expect(page.locator(".visit-line")).to_contain_text("Tidak ditemukan")
    assert_no_barrier(page)
    synced(phone)
    phone.go("/keluarga")
    expect(phone.page.get_by_text("1 dari 5 keluarga sudah dikunjungi")).to_be_visible()
    phone.page.get_by_role("link", name=re.compile("Budi")).click()
    expect(phone.page.locator("main")).to_contain_text("Menurut server keluarga ini sudah dikunjungi")
    expect(phone.page.get_by_role("button", name="Mulai kunjungan")).to_have_count(0)
    expect(phone.page.get_by_role("button", name="Kunjungi lagi")).to_be_visible()
    assert_no_barrier(phone.page)
    phone.page.get_by_role("button", name="Kunjungi lagi").click()
    phone.page.locator(".pager h1").wait_for()
    phone.go("/keluarga")
    expect(phone.page.get_by_role("link", name=re.compile("Budi"))).to_contain_text("Draf")
    expect(phone.page.get_by_text("1 dari 5 keluarga sudah dikunjungi")).to_be_visible()


def test_who_sent_one_of_two_visits_that_became_one_is_told_so_plainly(phone, world):
    """Another kader's visit came first and counts; a supervisor takes both together."""
    page, case = phone.page, golden("000 all yes (sintetis)")
    expect(page.locator(".family-line")).to_have_count(5)
    phone.offline()
    page.get_by_role("link", name=re.compile("Dewi")).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    fill_visit(page, case)
    finish_visit(page)
    with world.at_rest:
        (form,) = questionnaires.current_forms()
        answers = case | {"family_id": str(world.families[3]), "kode_desa": VILLAGE} | ANSWERS
        answers |= {"instanceID": f"uuid:{uuid4()}", "rt": "077"}
        xml = questionnaires.writer(form).write(answers, on=clock.now().date())
        dewi = access.Actor("device:lain", "Dewi (sintetis)", (access.Grant("kader", VILLAGE),), assured=True)
        first = surveys.receive(xml, actor=dewi).submission_id
    phone.online()
    synced(phone)
    with world.at_rest:
        second = Submission.objects.exclude(pk=first).get().pk
        pair = surveys.get_pair(first, second, actor=world.chief)
        surveys.merge(
            first,
            second,
            choices={key: surveys.Choice("right") for key in pair.compared.keys},
            revisions=(pair.left.revision, pair.right.revision),
            actor=world.chief,
        )
    synced(phone)
    expect(page.locator("main")).to_contain_text("1 disatukan dengan kunjungan lain")
    expect(page.locator("main")).not_to_contain_text("diganti yang baru")
    expect(page.locator(".sum")).to_contain_text("Di server: 1.")
    phone.go("/keluarga")
    expect(page.locator(".sync-bar")).to_contain_text("Di server 1")
    expect(page.get_by_role("link", name=re.compile("Dewi"))).to_contain_text("Sudah dikunjungi")
    page.get_by_role("link", name=re.compile("Dewi")).click()
    expect(page.locator("main")).to_contain_text("Penyelia sudah menyatukan kunjungan Anda")
    expect(page.locator(".visit-line")).to_contain_text("Disatukan dengan kunjungan lain")
    expect(page.get_by_role("button", name="Kunjungi lagi")).to_be_visible()
    assert_no_barrier(page)


def test_a_new_family_that_comes_back_and_is_corrected_stays_one_family(phone, world):
    page = phone.page
    expect(page.locator(".family-line")).to_have_count(5)
    page.get_by_role("button", name="Tambah keluarga baru").click()
    fill_visit(page, golden("000 all yes (sintetis)"), is_new=True)
    finish_visit(page)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    page.get_by_role("button", name="Lihat hasil dan ringkasan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil keluarga")
    page.get_by_role("button", name="Kembali").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunjungan selesai")
    synced(phone)
    phone.go("/keluarga")
    expect(page.locator(".family-line")).to_have_count(6)
    with world.at_rest:
        surveys.return_with_comments(
            Submission.objects.get().pk,
            comments=[surveys.CommentRow("luas_lantai", None, "Luasnya benar?")],
            actor=world.chief,
        )
    synced(phone)
    phone.go("/keluarga")
    page.locator(".family-line", has_text="Dikembalikan").click()
    page.get_by_role("button", name="Perbaiki").click()
    page.locator(".question[data-name='luas_lantai'] input").fill("77")
    page.get_by_role("button", name=re.compile("Bagian")).click()
    page.get_by_role("button", name="Periksa dan selesaikan").click()
    finish_visit(page)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    phone.go("/keluarga")
    expect(page.locator(".family-line")).to_have_count(6)
    expect(page.locator(".family-line", has_text="Dikembalikan")).to_have_count(0)
    phone.go("/desa")
    expect(page.get_by_text("Terkirim").first).to_be_visible()
    own = page.locator("section, .card", has=page.get_by_role("heading", name="Di HP ini")).first
    expect(own).not_to_contain_text("Dikembalikan: 1")


def test_a_visit_goes_on_in_the_window_that_takes_it_over(phone):
    page = phone.page
    page.get_by_role("link", name=re.compile("Budi")).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    page.locator(".pager h1").wait_for()
    second = replace(phone, page=phone.context.new_page())
    second.open()
    second.unlock()
    second.page.get_by_role("button", name="Pakai jendela ini").click()
    expect(page.locator("main")).to_contain_text("jendela lain")
    page.locator(".screen-notice").get_by_role("button", name="Pakai jendela ini").click()
    page.locator(".pager h1").wait_for()
    expect(page.locator("main")).not_to_contain_text("jendela lain")
