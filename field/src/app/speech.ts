import { speak, type Language } from "../text";

/** The language this phone last spoke, also before anybody's PIN; nothing else is kept in the open. */
const KEY = "bahtera-language";

export function remember(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // The browser keeps nothing of it: then it speaks Indonesian the next time.
  }
}

export function speakAsBefore(): void {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "id" || kept === "en") speak(kept);
  } catch {
    // As above.
  }
}
