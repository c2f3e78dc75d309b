import type { Pair } from "./words";

/** The first opening, the PIN, and what opens a phone again. */
export const entry = {
  "enter.who": ["Siapa yang memakai?", "Who is using it?"],
  "enter.pick": ["Pilih gambar Anda.", "Choose your picture."],
  "enter.new": ["Kader lain di HP ini", "Another kader on this phone"],
  "enter.pin": ["Masukkan PIN", "Enter your PIN"],
  "enter.other": ["Bukan saya", "Not me"],
  "enter.opening": ["Membuka…", "Opening…"],
  "enter.digits": ["{count} dari {all} angka", "{count} of {all} digits"],
  "enter.delete": ["Hapus satu angka", "Delete one digit"],
  "enter.forgotten": ["Lupa PIN?", "Forgot the PIN?"],
  "enter.failed": ["Belum bisa dibuka. Muat ulang halaman ini; data tetap aman.", "It could not be opened. Reload this page; the data are safe."],

  "reopen.forgotten": [
    "PIN tidak bisa dilihat siapa pun. Minta kode pembuka kepada penyelia, lewat telepon pun bisa; lalu pilih PIN baru. Kunjungan tidak hilang.",
    "Nobody can see a PIN. Ask the supervisor for an unlock code, by telephone if need be; then choose a new PIN. No visit is lost.",
  ],
  "reopen.code": ["Kode pembuka", "Unlock code"],
  "reopen.codeHow": ["Sepuluh huruf dan angka dari penyelia. Tidak perlu sinyal.", "Ten letters and digits from the supervisor. No signal needed."],
  "reopen.noCode": ["Tidak ada kode", "There is no code"],
  "reopen.remembered": ["Saya ingat PIN-nya", "I remember the PIN"],

  "start.title": ["Kunjungan keluarga, tanpa sinyal pun bisa", "Family visits, even without signal"],
  "start.what": [
    "Bahtera menyimpan kunjungan Anda di HP ini, terkunci dengan PIN. Hasil keluarga langsung tampak begitu kunjungan selesai. Bila ada sinyal, kunjungan terkirim sendiri.",
    "Bahtera keeps your visits on this phone, locked by a PIN. The family's result shows as soon as a visit ends. When there is signal, visits are sent by themselves.",
  ],
  "start.code": ["Pakai kode dari penyelia", "Use the supervisor's code"],
  "start.scan": ["Pindai kode QR", "Scan the QR code"],
  "start.noCode": [
    "Belum punya kode? Mintalah kepada penyelia atau petugas desa. Kode berlaku tiga hari.",
    "No code yet? Ask your supervisor or the village office. A code holds three days.",
  ],
  "start.try": ["Coba kuesioner dulu", "Try a questionnaire first"],

  "activate.code": ["Kode aktivasi", "Activation code"],
  "activate.codeHow": [
    "Sepuluh huruf dan angka dari kartu, misalnya 7KQ2M-XR8D4. Huruf besar atau kecil sama saja.",
    "Ten letters and digits from the card, such as 7KQ2M-XR8D4. Capitals or not, both are fine.",
  ],
  "activate.fromLink": ["Kode sudah terisi dari QR.", "The code came with the QR."],
  "activate.next": ["Lanjut", "Next"],
  "activate.step": ["Langkah {place} dari {count}", "Step {place} of {count}"],
  "activate.short": ["Kode terdiri dari sepuluh huruf dan angka.", "The code has ten letters and digits."],
  "activate.pin": ["Pilih PIN enam angka", "Choose a PIN of six digits"],
  "activate.pinWhy": [
    "PIN mengunci data keluarga di HP ini. Jangan tanggal lahir, jangan 123456, dan jangan diberitahukan kepada siapa pun, penyelia juga tidak.",
    "The PIN locks the families' data on this phone. No birthday, not 123456, and tell it to nobody, not even the supervisor.",
  ],
  "activate.pinAgain": ["Ketik PIN itu sekali lagi", "Type the same PIN again"],
  "activate.pinDiffers": ["PIN kedua tidak sama. Pilih lagi dari awal.", "The second PIN differs. Choose again."],
  "activate.mark": ["Pilih gambar Anda", "Choose your picture"],
  "activate.markWhy": [
    "Gambar ini yang tampak sebelum PIN, sebagai ganti nama. Bila HP dipakai bersama, tiap kader punya gambar sendiri.",
    "This picture shows before the PIN, in place of a name. On a shared phone each kader has their own.",
  ],
  "activate.markTaken": ["Sudah dipakai", "Taken"],
  "activate.sending": ["Mendaftarkan HP ini…", "Enrolling this phone…"],
  "activate.offline": [
    "Belum ada sinyal. Aktivasi perlu internet sekali ini saja; kode belum terpakai atau tetap bisa dipakai lagi di HP ini.",
    "No signal. Activation needs the internet this once; the code is unused, or works again on this phone.",
  ],
  "activate.portal": [
    "WiFi ini meminta masuk dulu. Buka peramban, masuk ke WiFi itu, atau pakai paket data. Lalu tekan Coba lagi.",
    "This WiFi asks for a login first. Open the browser and log in there, or use mobile data. Then press Try again.",
  ],
  "activate.busy": ["Server sedang sibuk. Tunggu sebentar, lalu tekan Coba lagi. Kode tetap berlaku.", "The server is busy. Wait a moment, then press Try again. The code still holds."],
  "activate.wait": ["Terlalu banyak kode salah. Tunggu {seconds} detik, lalu coba lagi.", "Too many wrong codes. Wait {seconds} seconds, then try again."],
  "activate.refused": [
    "Kode ini tidak berlaku: sudah dipakai di HP lain, diganti, dibatalkan, atau lewat tiga hari. Minta kode baru kepada penyelia.",
    "This code does not hold: used on another phone, replaced, cancelled, or older than three days. Ask the supervisor for a new one.",
  ],
  "activate.otherCode": ["Ketik kode lain", "Type another code"],
  "activate.done": ["HP ini siap, {name}", "This phone is ready, {name}"],
  "activate.doneOffline": ["Mulai sekarang aplikasi bisa dibuka tanpa sinyal.", "From now on the app opens without signal."],
  "activate.stays": ["HP menjanjikan data tidak dihapus sendiri.", "The phone promises not to clear the data by itself."],
  "activate.maybeCleared": [
    "HP belum menjamin data disimpan terus. Pasang aplikasi ke layar utama dan kirim kunjungan sesering mungkin. Menu Lainnya dapat membuat cadangan.",
    "The phone does not promise to keep the data. Install the app on the home screen and send visits often. The menu More makes backups.",
  ],
  "activate.install": ["Pasang di layar utama", "Install on the home screen"],
  "activate.begin": ["Mulai", "Begin"],

  "scan.title": ["Arahkan kamera ke kode QR", "Point the camera at the QR code"],
  "scan.denied": [
    "Kamera tidak diizinkan. Izinkan kamera untuk situs ini, atau ketik kodenya.",
    "The camera is not allowed. Allow it for this site, or type the code.",
  ],
  "scan.other": ["QR ini bukan kartu aktivasi Bahtera.", "This QR is no activation card of Bahtera."],
  "scan.type": ["Ketik kode saja", "Type the code instead"],

  "mark.boat": ["Perahu", "Boat"],
  "mark.rice": ["Padi", "Rice"],
  "mark.palm": ["Kelapa", "Palm"],
  "mark.fish": ["Ikan", "Fish"],
  "mark.flower": ["Bunga", "Flower"],
  "mark.bird": ["Burung", "Bird"],
  "mark.moon": ["Bulan", "Moon"],
  "mark.sun": ["Matahari", "Sun"],
  "mark.mountain": ["Gunung", "Mountain"],
  "mark.leaf": ["Daun", "Leaf"],
  "mark.umbrella": ["Payung", "Umbrella"],
  "mark.house": ["Rumah", "House"],
} as const satisfies Readonly<Record<string, Pair>>;
