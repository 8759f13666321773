import { expect, test } from "vitest";

import { bytes, count, money, percentChange, percentDone, rate } from "./figures";
import { about, asOf, clock, day, moment, span } from "./time";

test.each([
  [count(1284), "1,284"],
  [percentChange(12.5), "+12.5%"],
  [percentChange(-60), "−60%"],
  [percentChange(0), "0%"],
  [percentDone(0.4249), "42%"],
  [percentDone(0.9999), "99%"],
  [percentDone(1), "100%"],
  [money("12.5", "EUR"), "€12.50"],
  [money("12.5", null), "12.5"],
  [money("n/a", "EUR"), "n/a"],
  [rate(4.267), "4.3"],
  [bytes(0), "0 bytes"],
  [bytes(999), "999 bytes"],
  [bytes(1000), "1 kB"],
  [bytes(999_700), "1 MB"],
  [bytes(3_449_000), "3.45 MB"],
  [bytes(2_000_000_000_000), "2,000 GB"],
])("%s", (said, expected) => {
  expect(said).toBe(expected);
});

test.each([
  [about(8, 8), "about 8 s"],
  [about(42, 48), "about 40–50 s"],
  [about(0, 5), "about 1–5 s"],
  [about(240, 360), "about 4–6 min"],
  [about(20, 110), "at most about 2 min"],
  [about(110, 130), "about 2 min"],
  [about(360, 240), "about 4–6 min"],
  [about(7000, 9000), "about 2–3 h"],
  [span(252), "4 min 12 s"],
  [span(7560), "2 h 6 min"],
])("%s", (said, expected) => {
  expect(said).toBe(expected);
});

const at = (text: string) => Date.parse(text);
const now = at("2026-11-24T13:30:00Z");

test.each([
  [asOf(at("2026-11-24T13:02:00Z"), now, "Europe/Berlin"), "14:02"],
  [asOf(at("2026-11-23T23:30:00Z"), now, "Europe/Berlin"), "00:30"],
  [asOf(at("2026-11-23T22:30:00Z"), now, "Europe/Berlin"), "23 Nov, 23:30"],
  [asOf(at("2025-11-24T13:02:00Z"), now, "Europe/Berlin"), "24 Nov 2025, 14:02"],
  [moment(at("2026-11-24T13:02:00Z"), "Europe/Berlin"), "24 Nov, 14:02"],
  [clock(at("2026-11-24T13:02:00Z"), "Europe/Berlin"), "14:02"],
  [day(at("2026-11-24T13:02:00Z"), "Europe/Berlin"), "24 November 2026"],
])("%s", (said, expected) => {
  expect(said).toBe(expected);
});
