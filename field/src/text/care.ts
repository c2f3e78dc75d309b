import type { Pair } from "./words";

/** The emergency card: whom to call, and what a kader does and does not do. */
export const care = {
  "emergency.title": ["Bila ada kekerasan atau bahaya", "When there is violence or danger"],
  "emergency.now": ["Bahaya sekarang juga: 112", "Danger right now: 112"],
  "emergency.call": ["Hubungi", "Call"],
  "emergency.sapa": ["SAPA 129: perempuan dan anak, siang malam", "SAPA 129: women and children, day and night"],
  "emergency.whatsapp": ["SAPA 129 lewat WhatsApp", "SAPA 129 by WhatsApp"],
  "emergency.police": ["Keadaan darurat: polisi, ambulans", "Emergency: police, ambulance"],
  "emergency.near": ["UPTD PPA dan polisi terdekat", "UPTD PPA and police near you"],
  "emergency.noUnits": [
    "Nomor UPTD PPA tampil di sini setelah PIN dimasukkan dan aplikasi pernah tersambung. SAPA 129 dapat menghubungkan ke UPTD PPA.",
    "The UPTD PPA's number shows here once the PIN is given and the app was online. SAPA 129 can put you through to the UPTD PPA.",
  ],
  "emergency.noNumber": ["Nomornya belum dicatat. Tanyakan lewat SAPA 129.", "Its number is not recorded yet. Ask SAPA 129."],
  "emergency.byPhone": ["Telepon", "Phone"],
  "emergency.byWhatsapp": ["WhatsApp", "WhatsApp"],
  "emergency.do": ["Yang dilakukan kader", "What a kader does"],
  "emergency.do1": ["Dengarkan dengan tenang. Percayai ceritanya.", "Listen calmly. Believe what you hear."],
  "emergency.do2": ["Katakan: “Ini bukan salah Ibu. Ada yang bisa membantu.”", "Say: “This is not your fault. There are people who can help.”"],
  "emergency.do3": ["Tanyakan apakah sekarang aman. Bila tidak, ke tempat aman dan hubungi 112.", "Ask whether it is safe now. If not, go to a safe place and call 112."],
  "emergency.do4": ["Tawarkan nomor di atas. Biarkan korban memilih, dan cara yang aman untuk dihubungi.", "Offer the numbers above. Let the person choose, and how it is safe to be reached."],
  "emergency.do5": ["Bila korban anak, hubungi UPTD PPA atau SAPA 129 hari itu juga.", "If it is a child, call the UPTD PPA or SAPA 129 the same day."],
  "emergency.dont": ["Jangan", "Do not"],
  "emergency.dont1": ["Menyelidiki, memeriksa luka, atau memotret.", "Inquire, look at wounds or take photos."],
  "emergency.dont2": ["Menegur pelaku atau mendamaikan.", "Confront whoever did it, or mediate."],
  "emergency.dont3": ["Menulisnya di catatan kunjungan, grup WhatsApp, atau laporan desa.", "Write it in the visit's notes, a WhatsApp group or a report of the village."],
  "emergency.dont4": ["Bercerita kepada siapa pun di desa, termasuk kepala desa.", "Tell anybody in the village, the village head included."],
  "emergency.dont5": ["Menjanjikan yang tidak bisa ditepati.", "Promise what cannot be kept."],
  "emergency.noTrace": ["Membuka kartu ini tidak tercatat di mana pun.", "Opening this card is recorded nowhere."],
  "emergency.print": ["Cetak kartu", "Print the card"],
} as const satisfies Readonly<Record<string, Pair>>;
