const PATHS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  check: "M4 12.5l5 5L20 6.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
  close: "M6 6l12 12M18 6L6 18",
  alert: "M12 8v5M12 16.5v.01M10.3 4.2L2.8 17.5A2 2 0 0 0 4.5 20.5h15a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0z",
  note: "M12 11v5M12 8v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  calendar: "M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 10h16M8 3v4M16 3v4",
  place: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  sound: "M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  stop: "M7 7h10v10H7z",
  bin: "M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13",
  home: "M4 11l8-7 8 7v9H4zM10 20v-6h4v6",
  village: "M3 20h18M5 20V9l4-3 4 3v11M13 20v-8l3-2 3 2v8M8 13h.01M8 16h.01M16 15h.01",
  more: "M5 7h14M5 12h14M5 17h14",
  help: "M6.6 3.5l3 .6 1.3 3.6-1.8 1.9a13 13 0 0 0 5.3 5.3l1.9-1.8 3.6 1.3.6 3c0 1.5-1 2.6-2.5 2.6C10.500 20 4 13.500 4 6c0-1.500 1.100-2.500 2.600-2.500z",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 13h6M9 17h6",
  key: "M8 16a4 4 0 1 1 3.500-6H21v4h-3v3h-4v-3h-2.500A4 4 0 0 1 8 16z",
  phone: "M8 3h8v18H8zM11 18h2",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.4-3.600 3-5.500 6.500-5.500s6.100 1.900 6.500 5.500M16 4.500a3.500 3.500 0 0 1 0 6M18 14.800c2 .7 3.200 2.400 3.500 5.200",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20.5c.5-4 3.5-6 7-6s6.5 2 7 6",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words; never alone, so readers of the screen pass it by. */
export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[props.name]} fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
