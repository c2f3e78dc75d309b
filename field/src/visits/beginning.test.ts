import { expect, test } from "vitest";
import { knownOf } from "./beginning";

const FAMILY = {
  id: "f1",
  village: "63.02.05.2001",
  head: "Budi (sintetis)",
  address: "Jalan Contoh",
  dusun: "",
  rw: "1",
  rt: "2",
  members: [],
};

test("a visit asks about the steps chosen at the last one", () => {
  const steps = [
    { step: "buku_nikah", other: "", due: "2026-12-24" },
    { step: "lainnya", other: "Menanam sayur", due: null },
  ];
  expect(knownOf({ ...FAMILY, steps }, "v1").values).toMatchObject({
    instanceID: "uuid:v1",
    langkah_lalu_1: "buku_nikah",
    langkah_lalu_1_lain: "",
    langkah_lalu_1_tanggal: "2026-12-24",
    langkah_lalu_2: "lainnya",
    langkah_lalu_2_lain: "Menanam sayur",
    langkah_lalu_2_tanggal: "",
    langkah_lalu_3: "",
  });
});

test("a family kept here from before there were steps has none", () => {
  expect(knownOf(FAMILY, "v1").values).toMatchObject({ langkah_lalu_1: "", langkah_lalu_3_tanggal: "" });
});
