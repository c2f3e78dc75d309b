"""What documents say in words of our own: plain Indonesian, as one reads it aloud in a village meeting."""

from __future__ import annotations

from typing import Final

from bahtera.documents.api import Kind
from bahtera.results.api import Method, Speaks

TITLES: Final = {
    Kind.VILLAGE_SHEET: "Lembar desa",
    Kind.VILLAGE_PACKAGE: "Paket Desa Cantik",
    Kind.REGENCY_BOOK: "Buku hasil",
    Kind.PROVINCE_SUMMARY: "Ringkasan provinsi",
    Kind.SLIDES: "Paparan",
    Kind.PRESS: "Siaran pers",
    Kind.MINUTES: "Berita acara",
}
SPEAKS: Final = {
    Speaks.VILLAGE: "Angka ini bicara untuk keluarga yang didatangi di desa ini saja, bukan untuk desa lain."
    " Keluarganya tidak diundi.",
    Speaks.LOCUS_AVERAGE: "Ini rata-rata desa lokus. Desanya dipilih, bukan diundi, jadi angka ini bukan angka seluruh"
    " {area}.",
    Speaks.SAMPLED_VILLAGE: "Angka ini dari keluarga sampel di desa ini, tanpa penimbang. Ini bukan perkiraan untuk"
    " seluruh desa.",
    Speaks.SAMPLE_AVERAGE: "Angka ini rata-rata keluarga sampel, tanpa penimbang. Ini bukan perkiraan untuk seluruh"
    " {area}.",
}
OF_A_PART: Final = (
    "Baru sebagian keluarga: {scored} keluarga dinilai, dari sekitar {known} keluarga yang diketahui di desa ini."
    " Karena itu angka ini bukan angka seluruh desa."
)
VILLAGES_OF_A_PART: Final = (
    "Di {some} dari {villages} desa baru sebagian keluarga yang dinilai; angka desa itu bicara untuk keluarga itu"
    " saja."
)
SHORT: Final = {
    Speaks.VILLAGE: "keluarga yang dinilai di desa ini",
    Speaks.LOCUS_AVERAGE: "rata-rata desa lokus",
    Speaks.SAMPLED_VILLAGE: "keluarga sampel, tanpa penimbang",
    Speaks.SAMPLE_AVERAGE: "rata-rata keluarga sampel, tanpa penimbang",
}
METHODS: Final = {
    Method.FAMILY_MEAN: "Rata-rata nilai keluarga",
    Method.DIMENSION_MEAN: "Rata-rata dimensi dari persen indikator",
    Method.INDICATOR_MEAN: "Rata-rata persen semua indikator",
    Method.DIMENSION_GEOMETRIC: "Rata-rata geometris dimensi",
}
STATUS: Final = {
    "working": "belum resmi: belum ada instansi yang menetapkan daftar indikator ini",
    "inferred": "belum resmi: sebagian penilaian disimpulkan dari naskah yang terbit dan belum dikonfirmasi",
    "official": "resmi",
}
KINDS: Final = {"final": "final", "corrected": "final, diperbaiki"}
PROVISIONAL: Final = "SEMENTARA: angka masih dapat berubah"
PROVISIONAL_SHORT: Final = "sementara"
FINAL: Final = "Angka final"
SYNTHETIC: Final = "Data sintetis: dibuat untuk peragaan, bukan keadaan wilayah yang sebenarnya."
WHY_HIDDEN: Final = (
    "Angka dari kurang dari {n} keluarga disembunyikan, juga angka lain yang dapat membukanya, agar tidak ada keluarga"
    " yang dikenali. Disembunyikan tidak berarti nol."
)
PUBLIC_ONLY: Final = "Semua angka di sini adalah angka untuk umum. Butir rahasia tidak ikut dihitung."
TOO_FEW: Final = (
    "Angka {area} belum dapat ditunjukkan kepada umum. Keluarga yang dinilai sedikit, di sini atau di desa sebelahnya,"
    " sehingga orang dapat menebak jawaban satu keluarga. Karena itu {paper} ini tidak memuat angka."
)
TOO_FEW_NEXT: Final = (
    "Hasilnya tetap dipakai: keluarga yang butuh bantuan didatangi kader, dan angka desa ikut dalam rata-rata"
    " desa lokus di atasnya. Terima kasih kepada semua keluarga yang sudah meluangkan waktu."
)
PAPERS: Final = {
    Kind.VILLAGE_SHEET: "lembar",
    Kind.VILLAGE_PACKAGE: "paket",
    Kind.REGENCY_BOOK: "buku",
    Kind.PROVINCE_SUMMARY: "ringkasan",
    Kind.SLIDES: "paparan",
    Kind.PRESS: "siaran",
    Kind.MINUTES: "berita acara",
}
VALUE_HIDDEN: Final = "Nilai desa disembunyikan: keluarganya sedikit, atau dengannya angka desa lain terbuka."
CHECK: Final = "Pindai untuk memeriksa apakah ini versi terbaru"
TEAM: Final = "Tim Peningkatan Kualitas Keluarga Daerah (TPK2D)"
PROPOSAL: Final = (
    "Usulan menurut peta layanan {version} ({status}), sebagaimana diatur di daerah ini; tim dan perangkat daerah yang"
    " memutuskan."
)
NOBODY_YET: Final = "belum ada layanan dalam tabel; dibahas tim"
