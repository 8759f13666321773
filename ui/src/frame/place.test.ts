import { expect, test } from "vitest";

import { hashOf, placeOf, type Place } from "./place";

test.each<[string, Place]>([
  ["#home", { at: "home" }],
  ["#home/demo", { at: "home", demo: true }],
  ["#connect", { at: "connect" }],
  ["#store/main", { at: "store", store: "main" }],
  ["#compare", { at: "compare" }],
  ["#file", { at: "file" }],
  ["#file/%2Fhome%2Fada%2Fa%20%25%20b.csv", { at: "file", path: "/home/ada/a % b.csv" }],
  ["#changes/3", { at: "changes", review: 3 }],
  ["#activity/12", { at: "activity", run: 12 }],
  ["#history", { at: "history" }],
  ["#history/12", { at: "history", run: 12 }],
  ["#settings", { at: "settings" }],
])("%s, there and back", (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
  expect(hashOf(place)).toBe(hash);
});

test.each<[string, Place]>([
  ["", { at: "home" }],
  ["#nowhere", { at: "home" }],
  ["history:12", { at: "history", run: 12 }],
  ["changes:3", { at: "changes", review: 3 }],
  ["#history/12x", { at: "history" }],
  ["#file/%E0%A4%A", { at: "file", path: "%E0%A4%A" }],
])("what the shell or a hand wrote: %s", (text, place) => {
  expect(placeOf(text)).toEqual(place);
});
