import type { Pair } from "./words";

export const visits = {
  "visit.next": ["Lanjut", "Next"],
  "visit.back": ["Kembali", "Back"],
  "visit.skip": ["Lewati dulu", "Skip for now"],
  "visit.part": ["Bagian {place} dari {count}", "Part {place} of {count}"],
  "visit.parts": ["Daftar bagian", "All parts"],
  "visit.here": ["sedang dibuka", "open now"],
  "visit.open": ["{count} perlu diisi", "{count} to fill in"],
  "visit.filled": ["lengkap", "complete"],
  "visit.answered": ["terisi", "answered"],
  "visit.notYet": ["belum dibuka", "not opened yet"],
  "visit.oneOpen": ["Satu pertanyaan perlu diperhatikan.", "One question needs attention."],
  "visit.someOpen": ["{count} pertanyaan perlu diperhatikan.", "{count} questions need attention."],
  "visit.end": ["Periksa dan selesaikan", "Check and finish"],
  "visit.allGood": ["Semua pertanyaan wajib sudah terjawab.", "Every required question is answered."],
  "visit.optional": [
    "{count} pertanyaan yang tidak wajib masih kosong. Boleh dibiarkan; tekan untuk melihatnya.",
    "{count} questions that are not required are empty. They may stay so; press to see them.",
  ],
  "visit.stillOpen": ["Masih ada {count} yang perlu diisi. Tekan untuk membukanya.", "{count} still to fill in. Press one to open it."],
  "visit.finish": ["Selesai", "Finish"],
  "visit.sign": ["Tanda tangani bagian saya", "Sign my part"],
  "visit.signs": [
    "Bagian lain diisi {other}. Dengan menekan tombol ini Anda menandatangani bagian Anda dengan nama Anda, waktu ini, dan kunci HP ini.",
    "{other} fills the other part. By pressing this you sign your part with your name, this moment and this phone's key.",
  ],
  "visit.finishing": ["Menyimpan…", "Saving…"],
  "visit.later": ["Simpan, lanjut lain waktu", "Save and continue later"],
  "visit.language": ["Bahasa pertanyaan", "Language of the questions"],
} as const satisfies Readonly<Record<string, Pair>>;
