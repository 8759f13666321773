import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createTeller, GAP_MS } from "./teller";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function hearing() {
  const teller = createTeller(GAP_MS);
  const heard: string[] = [];
  teller.listen((message) => heard.push(message));
  return { teller, heard };
}

test("the first is told at once, of those within the gap only the newest", () => {
  const { teller, heard } = hearing();
  for (const message of ["1 %", "2 %", "3 %"]) teller.say(message);
  expect(heard).toEqual(["1 %"]);
  vi.advanceTimersByTime(GAP_MS - 1);
  expect(heard).toEqual(["1 %"]);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual(["1 %", "3 %"]);
});

test("after a silence it is told at once again", () => {
  const { teller, heard } = hearing();
  teller.say("begun");
  vi.advanceTimersByTime(2 * GAP_MS);
  teller.say("done");
  expect(heard).toEqual(["begun", "done"]);
});

test("four a second for a minute are a dozen sentences", () => {
  const { teller, heard } = hearing();
  for (let at = 0; at < 240; at += 1) {
    teller.say(String(at));
    vi.advanceTimersByTime(250);
  }
  expect(heard.length).toBeLessThanOrEqual(60_000 / GAP_MS + 1);
});

test("what was said before anybody listened is not lost", () => {
  const teller = createTeller(GAP_MS);
  teller.say("early");
  const heard: string[] = [];
  teller.listen((message) => heard.push(message));
  expect(heard).toEqual(["early"]);
});
