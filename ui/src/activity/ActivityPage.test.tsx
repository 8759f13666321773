import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Job, Overview, RunDetail, TroubleGroup } from "../bindings/api";
import { byRole, click, draw } from "../parts/testing";
import { recordedWith } from "../recorded";
import type { Shell } from "../shell";
import type { Snapshot } from "../state";
import { ActivityPage } from "./ActivityPage";
import { counts, job, progress, started } from "./fixtures";

// What is drawn on a canvas cannot be read back here; the table of the same figures can.
vi.mock("uplot", () => ({
  default: class {
    destroy() {}
    setData() {}
    setSize() {}
  },
}));

const settings = { store: "main" } as Snapshot["settings"];

const overviewWith = (runs: Extract<Overview["ledger"], { state: "open" }>["runs"] = []): Overview => ({
  product_version: "1",
  data_dir: "/d",
  ledger: {
    state: "open",
    stores: [
      {
        name: "main",
        url: "https://ada-ceramics.myshopify.com",
        shop_name: "Ada Ceramics",
        currency: "EUR",
        demo: false,
        writes_allowed: true,
        location: null,
        products: 428,
        copied_at_ms: started,
        backup_at_ms: started,
      },
    ],
    runs,
    reviews: [],
  },
});

const troubles: TroubleGroup[] = [
  { state: "rejected", cause: "<img src=x onerror=alert(1)> ‮gnp.price‬ {cause}", count: 5, products: ["ash-bowl-3", "טסט"] },
];

const detail = (some: Partial<RunDetail> = {}): RunDetail => ({
  run: {
    id: 3,
    store: "main",
    source: "supplier.csv",
    state: "completed_with_failures",
    created_at_ms: started,
    started_at_ms: started,
    ended_at_ms: started + 252_000,
    counts: counts(1284, { applied: 1270, rejected: 5, held: 9 }),
  },
  demo: false,
  strategy: "batch",
  workers: null,
  note: null,
  end: "amber",
  trial: false,
  review: null,
  troubles,
  findings: 0,
  calls: 143,
  one_by_one_seconds: 252 + 7200,
  resumable: false,
  ...some,
});

function shellWith(own: Partial<Shell> = {}) {
  const steers: unknown[] = [];
  const shell = recordedWith({
    runCurves: vi.fn<Shell["runCurves"]>(() => Promise.resolve([])),
    runDetail: () => Promise.resolve(detail()),
    jobSteer: async (id, steer) => void steers.push([id, steer]),
    ...own,
  });
  return { shell, steers };
}

const page = (shell: Shell, jobs: readonly Job[], overview = overviewWith()) => (
  <ActivityPage shell={shell} snapshot={{ overview, jobs, settings }} />
);

const settle = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms));
const text = () => document.body.textContent ?? "";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"], now: started });
});
afterEach(() => {
  vi.useRealTimers();
});

test("nothing under way: one sentence and the way to what was done", async () => {
  const { shell } = shellWith();
  await draw(page(shell, []));
  expect(text()).toContain("Nothing is under way.");
  await click(byRole("button", "See what was done"));
  expect(location.hash).toBe("#history");
});

test("a run under way: how far, why it waits, and what became of the changes", async () => {
  const { shell } = shellWith();
  const waiting = { kind: "rate_limit" as const, until_ms: started + 8_000, count: 0 };
  await draw(page(shell, [job({ step: { at: "running", run: progress({ waiting }) } })]));
  await settle();
  expect(byRole("heading", "Applying supplier.csv to Ada Ceramics LIVE")).toBeTruthy();
  const meter = byRole("progressbar", "Sending updates");
  expect(meter.getAttribute("aria-valuenow")).toBe("412");
  expect(meter.getAttribute("aria-valuemax")).toBe("1275");
  expect(meter.getAttribute("aria-valuetext")).toBe("412 of 1,275 updates · about 3–4 min left");
  expect(text()).toContain("Shopify’s speed limit: goes on in 8 s");
  await settle(3_000);
  expect(text()).toContain("Shopify’s speed limit: goes on in 5 s");
  expect(byRole("group", "How the updates went so far").textContent).toContain("held back‖ 9");
});

test("pause, go on and the number of connections reach the job", async () => {
  const { shell, steers } = shellWith();
  const drawn = await draw(page(shell, [job()]));
  await settle();
  await click(byRole("button", "Pause"));
  await drawn.draw(page(shell, [job({ step: { at: "running", run: progress({ paused: true }) } })]));
  await click(byRole("button", "Go on"));
  await click(document.querySelector("[aria-haspopup=listbox]"));
  await click([...document.querySelectorAll("[role=option]")].find((option) => option.textContent === "4"));
  expect(steers).toEqual([
    [8, { kind: "pause" }],
    [8, { kind: "resume" }],
    [8, { kind: "connections", workers: 4 }],
  ]);
});

test.each([
  ["Stop and keep the rest for later", [[8, { kind: "interrupt" }]]],
  ["Cancel the rest", [[8, { kind: "cancel" }]]],
  ["Do not stop", []],
])("before it is cancelled it is said what stays and what is not sent: %s", async (button, expected) => {
  const { shell, steers } = shellWith();
  await draw(page(shell, [job()]));
  await settle();
  await click(byRole("button", "Cancel …"));
  const dialog = byRole("alertdialog");
  await vi.waitFor(() => expect(document.activeElement).toBe(byRole("button", "Do not stop")));
  expect([...dialog.querySelectorAll("li")].map((line) => line.textContent)).toEqual([
    "412 updates are in the store and stay there.",
    "5 calls that are under way are brought to an end first, so that nothing is left half done.",
    "863 updates are not sent.",
  ]);
  await click(byRole("button", button));
  await settle(500);
  expect(steers).toEqual(expected);
  expect(document.querySelector("[role=alertdialog]")).toBeNull();
});

test("what was refused to the owner's hand is told", async () => {
  const refusal = { code: "store_busy", detail: "lock <held>", hint: null };
  const { shell } = shellWith({ jobSteer: () => Promise.reject(refusal) });
  await draw(page(shell, [job()]));
  await click(byRole("button", "Pause"));
  expect(byRole("alert").textContent).toContain("That did not reach what is under way.");
});

test("causes are text and nothing else, in their own direction", async () => {
  const { shell } = shellWith();
  await draw(page(shell, [job()]));
  await settle();
  const cause = [...document.querySelectorAll("bdi")].find((one) => one.textContent?.includes("onerror"));
  expect(cause?.textContent).toBe(troubles[0]?.cause);
  expect(document.querySelector("img")).toBeNull();
  expect(text()).toContain("Shopify refused 5 updates");
  expect(text()).toContain("and 3 more");
  await click(byRole("button", "Show these 5"));
  expect(location.hash).toBe("#history/3");
});

test("a run that has ended tells how it went and stays until it is put away", async () => {
  const jobPutAway = vi.fn<Shell["jobPutAway"]>(() => Promise.resolve());
  const { shell } = shellWith({ jobPutAway });
  const outcome = { kind: "run" as const, run: 3, state: "completed_with_failures" as const, counts: detail().run.counts };
  await draw(page(shell, [job({ outcome })]));
  await settle();
  expect(text()).toContain(
    "Done. 1,270 of 1,284 updates applied, took 4 min 12 s, about 2 h less than one by one. 5 were refused by Shopify. 9 were held back.",
  );
  await click(byRole("button", "Put away"));
  expect(jobPutAway).toHaveBeenCalledWith(8);
  await click(byRole("button", "Show in history"));
  expect(location.hash).toBe("#history/3");
});

const recentFiles: Shell["recentFiles"] = () =>
  Promise.resolve([
    { path: "/gone/supplier.csv", name: "supplier.csv", used_at_ms: 2, exists: false },
    { path: "/s/supplier.csv", name: "supplier.csv", used_at_ms: 1, exists: true },
  ]);

test("planning again takes the sheet that was used last under that name", async () => {
  const plan = vi.fn<Shell["plan"]>(() => Promise.resolve(9));
  const { shell } = shellWith({ plan, recentFiles });
  const outcome = { kind: "run" as const, run: 3, state: "cancelled" as const, counts: counts(2, { applied: 1, skipped: 1 }) };
  await draw(page(shell, [job({ outcome })]));
  await settle();
  await click(byRole("button", "Plan again"));
  expect(plan).toHaveBeenCalledWith({ store: "main", path: "/s/supplier.csv", match_by: "auto", missing: "leave" });
  expect(location.hash).toBe("#activity");
});

const interrupted = { ...detail().run, id: 12, state: "interrupted" as const, counts: counts(100, { applied: 40 }) };

test("an interrupted run offers to go on, and gives up only when asked twice", async () => {
  const runResume = vi.fn<Shell["runResume"]>(() => Promise.resolve(9));
  const runGiveUp = vi.fn<Shell["runGiveUp"]>(() => Promise.resolve(9));
  const { shell } = shellWith({ runResume, runGiveUp });
  await draw(page(shell, [], overviewWith([interrupted])));
  expect(text()).toContain("supplier.csv to Ada Ceramics was interrupted: 40 of 100 updates applied, 60 are still to go.");
  await click(byRole("button", "Go on"));
  expect(runResume).toHaveBeenCalledWith(12);
  await click(byRole("button", "Give the rest up"));
  expect(runGiveUp).not.toHaveBeenCalled();
  expect(byRole("alertdialog").textContent).toContain("60 updates are given up.");
  await click([...byRole("alertdialog").querySelectorAll("button")].at(-1));
  expect(runGiveUp).toHaveBeenCalledWith(12);
});

test("a run that goes on again is not offered once more", async () => {
  const { shell } = shellWith();
  await draw(page(shell, [job({ step: { at: "running", run: progress({ run: 12 }) } })], overviewWith([interrupted])));
  expect(text()).not.toContain("was interrupted");
});

test("the page comes back as it was: all of it is read from the jobs and the history", async () => {
  const { shell } = shellWith();
  const drawn = await draw(page(shell, [job()]));
  await settle();
  const before = text();
  await drawn.draw(<p>elsewhere</p>);
  await drawn.draw(page(shell, [job()]));
  await settle();
  expect(text()).toBe(before);
  expect(shell.runCurves).toHaveBeenCalledTimes(2);
});

test.each<[string, Partial<Job>, string]>([
  ["copying", { kind: "copy", source: null, step: { at: "copying", products: 7, waiting: "the network is down" } }, "the network is down"],
  ["waiting for another", { step: { at: "waiting_for_other", who: "<b>sync</b>" } }, "<b>sync</b> works on the same store"],
  ["reading back", { step: { at: "reading_back", run: 3, products: 1, of: 2 } }, "1 of 2 products"],
])("%s can be stopped, and says why it waits", async (_, some, expected) => {
  const jobStop = vi.fn<Shell["jobStop"]>(() => Promise.resolve());
  const { shell } = shellWith({ jobStop });
  await draw(page(shell, [job(some)]));
  expect(text()).toContain(expected);
  await click(byRole("button", "Stop"));
  expect(jobStop).toHaveBeenCalledWith(8);
});
