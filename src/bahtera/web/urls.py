"""Addresses of the pages. Their words are Indonesian: people read them aloud and type them."""

from django.urls import path

from bahtera.web.views import areas, exports, files, home, questionnaires, session, submissions, tokens

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("masuk/", session.sign_in, name="sign_in"),
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
