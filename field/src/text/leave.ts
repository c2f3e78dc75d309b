import type { Pair } from "./words";

/** A profile that leaves a phone, and what is said while nothing may be lost. */
export const leave = {
  "leave.stopped": ["HP ini dihentikan", "This phone was stopped"],
  "leave.stoppedWhat": [
    "Penyelia menghentikan HP ini. Kunjungan yang sudah selesai dikirim dulu; sesudah itu data dihapus dari HP. Bila ini keliru, hubungi penyelia.",
    "The supervisor stopped this phone. Finished visits are sent first; then the data are deleted from it. If this is a mistake, call the supervisor.",
  ],
  "leave.forgotten": ["Mulai lagi tanpa PIN lama", "Begin anew without the old PIN"],
  "leave.forgottenWhat": [
    "Kunjungan yang sudah selesai dapat dikirim tanpa PIN; penyelia memeriksanya lebih dulu. Sesudah itu profil ini dihapus dan Anda memakai kode aktivasi baru.",
    "Finished visits can be sent without the PIN; the supervisor looks at them first. Then this profile is deleted and you use a new activation code.",
  ],
  "leave.waiting": ["Kunjungan selesai di HP ini yang belum tercatat di server: {count}.", "Finished visits on this phone not yet recorded on the server: {count}."],
  "leave.send": ["Kirim tanpa PIN", "Send without the PIN"],
  "leave.sending": ["Mengirim kunjungan: {done} dari {count}", "Sending visits: {done} of {count}"],
  "leave.noSignal": ["Belum ada sinyal atau server sibuk. Dicoba lagi sendiri; biarkan halaman ini terbuka.", "No signal, or the server is busy. It is tried again by itself; leave this page open."],
  "leave.nothingDeleted": ["Belum ada yang dihapus.", "Nothing has been deleted."],
  "leave.sent": ["{count} kunjungan sudah diterima server dan menunggu penyelia.", "The server received {count} visits; they wait for the supervisor."],
  "leave.allSaved": ["Tidak ada lagi yang tertinggal di HP ini.", "Nothing else is left on this phone."],
  "leave.notSaved": ["Ini tidak dapat diselamatkan dengan cara ini:", "This cannot be saved in this way:"],
  "leave.lostVisits": ["{count} kunjungan yang tidak diterima server", "{count} visits that the server did not take"],
  "leave.lostDrafts": ["{count} kunjungan yang belum selesai", "{count} visits that are not finished"],
  "leave.lostPhotos": ["{count} foto", "{count} photos"],
  "leave.backup": ["Simpan semuanya ke berkas dulu (perlu PIN)", "Save all of it to a file first (needs the PIN)"],
  "leave.erase": ["Hapus profil dari HP ini", "Delete the profile from this phone"],
  "leave.eraseAll": ["Ya, hapus", "Yes, delete"],
  "leave.sure": ["Hapus selamanya?", "Delete for ever?"],
  "leave.sureWhat": ["Ini hilang dan tidak bisa dikembalikan siapa pun:", "This is lost, and nobody can bring it back:"],
  "leave.notNow": ["Nanti saja", "Not now"],
  "leave.gone": ["Data sudah dihapus dari HP ini", "The data are deleted from this phone"],
  "leave.goneStopped": ["Terima kasih. Kunjungan yang terkirim tetap aman di server.", "Thank you. The visits that were sent are safe on the server."],
  "leave.goneForgotten": ["Kunjungan yang terkirim aman di server. Minta kode aktivasi baru kepada penyelia.", "The visits that were sent are safe on the server. Ask the supervisor for a new activation code."],
  "leave.close": ["Selesai", "Done"],

  "standing.locked": [
    "Server terkunci untuk HP ini karena PIN salah sepuluh kali. Mencatat kunjungan tetap bisa; mengirim belum. Minta kode pembuka kepada penyelia.",
    "The server locked this phone after ten wrong PINs. Visits can be recorded, not sent. Ask the supervisor for an unlock code.",
  ],
  "standing.no-role": [
    "Saat ini Anda tidak tercatat sebagai kader. Semua data tetap tersimpan di sini. Hubungi penyelia.",
    "At present you are not recorded as a kader. All data stay here. Call the supervisor.",
  ],
  "standing.signed-out": [
    "Server belum menerima PIN HP ini. Mencatat kunjungan tetap bisa; mengirim belum. Minta kode pembuka baru kepada penyelia.",
    "The server does not accept this phone's PIN. Visits can be recorded, not sent. Ask the supervisor for a new unlock code.",
  ],
  "standing.code": ["Masukkan kode pembuka", "Enter the unlock code"],
} as const satisfies Readonly<Record<string, Pair>>;
