import { language } from "../text";

/** The words of this page, Indonesian first. They are kept out of the app's own, which phones carry. */
const words = {
  title: ["Ketik lembar {serial}", "Type sheet {serial}"],
  again: ["Ketik ulang lembar {serial}", "Type sheet {serial} again"],
  interviewer: ["Kader: {name}", "Kader: {name}"],
  loading: ["Membuka lembar…", "Opening the sheet…"],
  how: [
    "Enter = lanjut · Shift+Enter = mundur · F2 = ke nomor · Ctrl+Enter = selesai",
    "Enter = next · Shift+Enter = back · F2 = go to a number · Ctrl+Enter = finish",
  ],
  jump: ["Ke nomor", "Go to number"],
  jumpHow: ["Ketik nomor pertanyaan lalu Enter, misalnya 14 atau 14.2 untuk orang kedua.", "Type a question's number and Enter: 14, or 14.2 for the second person."],
  jumpNone: ["Nomor {number} tidak ditanyakan sekarang.", "Number {number} is not asked now."],
  back: ["Kembali ke bundel", "Back to the batch"],
  saved: ["Tersimpan {time}", "Kept {time}"],
  saving: ["Menyimpan…", "Keeping…"],
  unsaved: ["Belum tersimpan", "Not kept yet"],
  signedOut: [
    "Sesi Anda berakhir. Masuk lagi di tab lain, lalu tekan Coba lagi. Ketikan masih ada di layar ini.",
    "Your session has ended. Sign in again in another tab, then press Try again. What you typed is still on this screen.",
  ],
  offline: ["Server tidak terjangkau. Ketikan masih ada di layar ini; jangan tutup halaman.", "The server cannot be reached. What you typed is still on this screen: keep the page open."],
  retry: ["Coba lagi", "Try again"],
  codes: ["Kode: {codes}", "Codes: {codes}"],
  codesMany: ["Kode, pisahkan dengan spasi: {codes}", "Codes, blanks between them: {codes}"],
  rank: ["Kode berurutan dari yang pertama: {codes}", "Codes in order, the first one first: {codes}"],
  date: ["Tanggal bulan tahun, misalnya 12031987", "Day month year, such as 12031987"],
  trigger: ["1 bila dicentang", "1 when it is ticked"],
  range: ["Angka {start} sampai {end}", "A number from {start} to {end}"],
  noCode: ["Tidak ada kode {code} di sini.", "There is no code {code} here."],
  oneCode: ["Hanya satu kode.", "One code only."],
  notRead: ["Tidak dapat dibaca: {typed}", "Cannot be read: {typed}"],
  outside: ["Angka harus {start} sampai {end}.", "The number must be {start} to {end}."],
  lookedUp: ["Dicari sebelum lembar dikirim.", "Looked for before the sheet is sent."],
  notOnPaper: ["Tidak diketik dari kertas.", "Not typed from paper."],
  stays: ["Bila di kertas memang begitu, tekan Enter sekali lagi.", "If the paper says so, press Enter once more."],
  roster: ["Sudah {count}. 1 = tambah satu lagi, −2 = hapus nomor 2, Enter = sudah semua", "{count} so far. 1 = add another, −2 = remove number 2, Enter = all are there"],
  rosterLabel: ["{title}: masih ada lagi?", "{title}: is there another?"],
  rosterNone: ["Tidak ada nomor {number}.", "There is no number {number}."],
  finish: ["Selesai", "Finish"],
  allGood: ["Semua sudah diketik.", "Everything is typed."],
  open: ["{count} hal perlu dilihat:", "{count} things to look at:"],
  openUnread: ["Yang tidak dapat dibaca harus diperbaiki atau dikosongkan dulu.", "What cannot be read must be put right or emptied first."],
  send: ["Kirim lembar", "Send the sheet"],
  sendAsIs: ["Kirim seperti tertulis di kertas", "Send as the paper says"],
  sending: ["Mengirim…", "Sending…"],
  whose: ["Keluarga siapa?", "Whose family?"],
  whoseField: ["Nama kepala keluarga di lembar", "Head's name on the sheet"],
  whoseEmpty: ["Tulis namanya dulu.", "Type the name first."],
  families: ["Keluarga ini mungkin sudah tercatat", "This family may be on record already"],
  familiesHow: [
    "Bandingkan dengan kertas. Ketik nomor keluarga yang sama, atau 0 bila bukan salah satunya, lalu Enter.",
    "Compare with the paper. Type the number of the same family, or 0 when it is none of them, then Enter.",
  ],
  familiesNone: ["Bukan salah satunya: keluarga baru", "None of them: a new family"],
  familiesField: ["Keluarga nomor", "Family number"],
  familyLine: ["{head}, RT {rt} RW {rw}", "{head}, RT {rt} RW {rw}"],
  nik: ["NIK sama", "same NIK"],
  kk: ["nomor KK sama", "same family card"],
  name: ["nama mirip", "similar name"],
  paper: ["lembar ini dicetak untuknya", "the sheet was printed for it"],
  done: ["Lembar {serial} terkirim", "Sheet {serial} is sent"],
  doneAgain: ["Ketikan kedua lembar {serial} tersimpan", "The second typing of sheet {serial} is kept"],
  next: ["Lembar berikutnya", "The next sheet"],
  cannot: ["Lembar ini tidak dapat diketik sekarang", "This sheet cannot be typed now"],
  empty: ["kosong", "empty"],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type KeyingWord = keyof typeof words;

/** Say a word or sentence of this page in the reader's language, with its {places} filled. */
export function tell(word: KeyingWord, filling: Readonly<Record<string, string | number>> = {}): string {
  const sentence = words[word][language() === "id" ? 0 : 1];
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(filling[name] ?? place));
}
