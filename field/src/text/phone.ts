import type { Pair } from "./words";

/** What the phone itself has to say: keys, room, other tabs, backups, versions. Named by the codes of their problems. */
export const phone = {
  "phone.cannotStart": ["Aplikasi belum bisa dipakai di sini", "The app cannot be used here yet"],
  "phone.nothingLost": ["Data kunjungan yang sudah tersimpan tidak hilang.", "Visits that were kept before are not lost."],
  "phone.tryAgain": ["Coba lagi", "Try again"],
  "phone.goOn": ["Lanjutkan saja", "Go on all the same"],

  "lack.secure": [
    "Alamat ini dibuka tanpa pengaman (https). Buka lagi lewat alamat yang diawali https:// atau pindai ulang kartu aktivasi.",
    "This address was opened without protection (https). Open the one that begins with https://, or scan the activation card again.",
  ],
  "lack.crypto": [
    "Peramban ini tidak bisa mengunci data. Perbarui Chrome lewat Play Store, lalu buka lagi.",
    "This browser cannot lock data. Update Chrome in the Play Store, then open this again.",
  ],
  "lack.storage": [
    "Peramban ini tidak mau menyimpan data. Tutup mode penyamaran (samaran), atau izinkan penyimpanan situs di Setelan Chrome.",
    "This browser keeps no data. Leave private mode, or allow site storage in Chrome's settings.",
  ],
  "lack.private": [
    "Ini jendela penyamaran: semua kunjungan hilang begitu jendela ditutup. Buka di jendela biasa.",
    "This is a private window: every visit is gone once it closes. Open an ordinary window.",
  ],
  "lack.locks": [
    "Peramban ini terlalu lama. Perbarui Chrome lewat Play Store, lalu buka lagi.",
    "This browser is too old. Update Chrome in the Play Store, then open this again.",
  ],

  "pin.wrong": ["PIN salah. Masih bisa dicoba {left} kali.", "Wrong PIN. {left} tries are left."],
  "pin.wait": ["Tunggu {seconds} detik sebelum mencoba lagi. Biarkan halaman ini terbuka.", "Wait {seconds} seconds before the next try. Leave this page open."],
  "pin.locked": [
    "Terkunci karena PIN salah sepuluh kali. Data aman. Minta kode pembuka kepada penyelia.",
    "Locked after ten wrong PINs. The data are safe. Ask the supervisor for an unlock code.",
  ],
  "pin.weak": ["PIN ini mudah ditebak. Pilih enam angka lain, jangan tanggal lahir.", "This PIN is easily guessed. Choose six other digits, no birthday."],
  "pin.full": [
    "HP penuh, jadi PIN belum bisa diperiksa. Hapus foto atau aplikasi lain, lalu coba lagi. Data aman.",
    "The phone is full, so no PIN can be checked. Delete photos or other apps and try again. The data are safe.",
  ],
  "pin.closed": ["Sudah terkunci. Masukkan PIN lagi.", "It is locked. Enter the PIN again."],
  "code.mistyped": ["Ada huruf atau angka yang salah ketik. Periksa lagi.", "A letter or digit is mistyped. Please check."],
  "code.wrong": ["Kode ini tidak cocok untuk HP ini.", "This code is not for this phone."],
  "code.none": ["Kode tanpa sinyal sudah habis. Cari sinyal, lalu coba lagi.", "No codes are left that work without signal. Find signal and try again."],

  "saved.saved": ["Tersimpan di HP ini", "Kept on this phone"],
  "saved.saving": ["Menyimpan…", "Saving…"],
  "saved.full": [
    "HP penuh. Jawaban terakhir belum tersimpan: jangan tutup halaman ini. Hapus foto atau aplikasi lain, lalu tekan Coba lagi.",
    "The phone is full. The last answers are not kept yet: leave this page open. Delete photos or other apps, then press Try again.",
  ],
  "saved.elsewhere": ["Kunjungan ini sedang dibuka di jendela lain.", "This visit is open in another window."],
  "saved.failing": ["Belum tersimpan. Sedang dicoba lagi.", "Not kept yet. Trying again."],
  "saved.here": ["Pakai jendela ini", "Use this window"],
  "room.photos": [
    "HP hampir penuh: foto belum bisa disimpan, jawaban masih bisa. Lanjutkan tanpa foto.",
    "The phone is nearly full: no room for photos, answers still fit. Go on without the photo.",
  ],
  "room.newer": ["Data ini ditulis oleh aplikasi yang lebih baru. Muat ulang halaman.", "These data were written by a newer app. Reload the page."],
  "room.gone": ["Penyimpanan HP terputus. Muat ulang halaman.", "The phone's storage went away. Reload the page."],
  "sent.otherReceipt": [
    "Tanda terima server tidak cocok dengan kunjungan ini. Kunjungan tetap disimpan; beri tahu penyelia.",
    "The server's receipt does not fit this visit. The visit stays here; tell the supervisor.",
  ],

  "backup.code": ["Tulis kode ini di kertas. Hanya ditampilkan sekali.", "Write this code on paper. It is shown once."],
  "backup.foreign": ["Ini bukan berkas cadangan Bahtera.", "This is no backup file of Bahtera."],
  "backup.newer": ["Berkas ini dibuat aplikasi yang lebih baru. Perbarui aplikasi dulu.", "A newer app made this file. Update the app first."],
  "backup.cut": ["Berkas ini tidak lengkap. Salin atau kirim ulang dari HP asalnya.", "This file is incomplete. Copy or send it again from its phone."],
  "backup.changed": ["Berkas ini rusak atau diubah. Tidak ada yang dimasukkan.", "This file is damaged or was changed. Nothing was taken in."],
  "backup.wrongCode": ["Kode tidak cocok dengan berkas ini.", "The code does not fit this file."],
  "backup.done": [
    "{visits} kunjungan dan {drafts} isian dimasukkan. {already} sudah ada.",
    "{visits} visits and {drafts} drafts were taken in. {already} were here already.",
  ],

  "version.ready": ["Versi baru siap dipakai. Isian yang tersimpan tetap ada.", "A new version is ready. What was kept stays."],
  "version.start": ["Pakai sekarang", "Start it now"],
  "version.later": ["Nanti saja", "Later"],
} as const satisfies Readonly<Record<string, Pair>>;
