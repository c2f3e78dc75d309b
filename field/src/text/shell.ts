import type { Pair } from "./words";

/** The frame of the app: bars, opening, locking, settings. */
export const shell = {
  "bar.families": ["Keluarga", "Families"],
  "bar.village": ["Desa", "Village"],
  "bar.more": ["Lainnya", "More"],
  "bar.places": ["Bagian aplikasi", "Parts of the app"],
  "bar.emergency": ["Darurat", "Emergency"],
  "bar.back": ["Kembali", "Back"],
  "bar.loading": ["Membuka…", "Opening…"],
  "bar.noSuchScreen": ["Halaman ini tidak ada", "There is no such page"],
  "bar.toStart": ["Ke halaman awal", "To the first page"],
  "bar.broken": ["Halaman ini tidak dapat dibuka", "This page cannot be opened"],
  "bar.brokenWhy": [
    "Yang sudah tersimpan tetap aman. Muat ulang; bila terjadi lagi, beri tahu pengawas.",
    "What was kept is safe. Reload; if it happens again, tell the supervisor.",
  ],
  "bar.reload": ["Muat ulang", "Reload"],
  "bar.elsewhere": [
    "Aplikasi ini terbuka di jendela lain. Di sini hanya bisa melihat.",
    "The app is open in another window. Here you can only look.",
  ],
  "bar.noRoom": [
    "Ponsel penuh, belum bisa menyimpan. Hapus foto atau aplikasi lain dari ponsel ini.",
    "The phone is full, nothing can be kept. Delete photos or other apps from this phone.",
  ],

  "more.lock": ["Kunci sekarang", "Lock now"],
  "more.other": ["Ganti kader", "Change volunteer"],
} as const satisfies Readonly<Record<string, Pair>>;
