"""Addresses of the pages. Their words are Indonesian: people read them aloud and type them."""

from django.urls import path

from bahtera.web.views import (
    account,
    areas,
    confirm,
    exports,
    files,
    home,
    questionnaires,
    second_factor,
    session,
    submissions,
    tokens,
)

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("masuk/", session.sign_in, name="sign_in"),
    path("masuk/kunci-sandi/", session.ask_passkey, name="ask_passkey"),
    path("masuk/langkah-kedua/", second_factor.second_step, name="second_step"),
    path("masuk/pastikan/", confirm.confirm, name="confirm"),
    path("akun/", account.account, name="account"),
    path("akun/siapkan/", second_factor.enrol, name="enrol"),
    path("akun/kode/", second_factor.totp, name="totp"),
    path("akun/kunci-sandi/", second_factor.passkey, name="passkey"),
    path("akun/kunci-sandi/mulai/", second_factor.begin_passkey, name="begin_passkey"),
    path("akun/kode-cadangan/", second_factor.recovery_codes, name="recovery_codes"),
    path("akun/langkah/<int:factor_id>/hapus/", second_factor.remove, name="remove_factor"),
    path("akun/sandi/", account.change_password, name="change_password"),
    path("akun/sesi/<uuid:session_id>/akhiri/", account.end_session, name="end_session"),
    path("akun/sesi/lain/akhiri/", account.end_other_sessions, name="end_other_sessions"),
    path("keluar/", session.sign_out, name="sign_out"),
    path("bahasa/", session.language, name="language"),
    path("sehat/", session.health, name="health"),
    path("periksa/", submissions.submissions, name="submissions"),
    path("periksa/<uuid:submission_id>/", submissions.submission, name="submission"),
    path("periksa/<uuid:submission_id>/putusan/", submissions.decide, name="decide"),
    path("periksa/<uuid:submission_id>/berkas/<str:name>", files.attachment, name="attachment"),
    path("periksa/ditolak/", submissions.refused, name="refused"),
    path("wilayah/", areas.areas, name="areas"),
    path("wilayah/<str:code>/", areas.area, name="area"),
    path("kuesioner/", questionnaires.questionnaires, name="questionnaires"),
    path("kuesioner/terbitan/<uuid:task_id>/", questionnaires.publication, name="publication"),
    path("kuesioner/<str:form_id>/perubahan/", questionnaires.changes, name="form_changes"),
    path("token/", tokens.tokens, name="tokens"),
    path("token/<int:token_id>/cabut/", tokens.revoke, name="revoke_token"),
    path("ekspor/kunjungan.<str:file_format>", exports.visits, name="export_visits"),
    path("ekspor/desa.<str:file_format>", exports.villages, name="export_villages"),
]
