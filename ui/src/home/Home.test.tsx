import { act } from "react";
import { describe, expect, test, vi } from "vitest";

import type { Job, Ledger, OpenReview, Overview, Run } from "../bindings/api";
import { registry } from "../keys/useCommand";
import { byRole, click } from "../parts/testing";
import { afterTwoRuns, newInstallation } from "../recorded";
import type { Shell } from "../shell";
import { Home } from "./Home";
import { jobOf, later, stage, text, texts } from "../asking/staging";

type OpenLedger = Extract<Ledger, { state: "open" }>;
const recorded = afterTwoRuns.ledger as OpenLedger;
const withLedger = (more: Partial<OpenLedger>): Overview => ({ ...afterTwoRuns, ledger: { ...recorded, ...more } });
const lines = () => texts("ol ol > li").map((line) => line.replaceAll(/\s+/g, " "));
const place = () => globalThis.location.hash;

const review: OpenReview = {
  id: 3,
  origin: { kind: "store", store: "demo", demo: true, path: "/home/ada/shop/supplier-autumn.csv", source: "supplier-autumn.csv" },
  counts: {
    changes: 1293,
    to_apply: 1284,
    operations_to_apply: 700,
    products_to_apply: 428,
    held: 9,
    excluded: 0,
    done: 0,
    products_even: 12,
    products: 440,
    products_created: 4,
    products_changed: 424,
    products_removed: 0, collections: 0, collections_to_apply: 0,
  },
  created_at_ms: Date.parse("2026-11-24T13:10:00Z"),
};
const interrupted: Run = {
  ...(recorded.runs[1] as Run),
  id: 3,
  state: "interrupted",
  counts: { planned: 1284, applied: 410, unchanged: 0, rejected: 2, failed: 0, skipped: 0, held: 9 },
};

describe("the first run", () => {
  test("the demo store opens unasked where the program was started for it, once", async () => {
    globalThis.location.hash = "#home/demo";
    const demoSample = vi.fn<Shell["demoSample"]>(() => later<number>().promise);
    await stage(Home, { shell: { demoSample }, overview: newInstallation });
    expect(demoSample).toHaveBeenCalledOnce();
    expect(place()).toBe("#home");
  });

  test("offers three ways in the order of how little they ask", async () => {
    await stage(Home, { overview: newInstallation });
    expect(texts("ol > li > h2")).toEqual(["Try the demo store", "Compare two files", "Connect a store"]);
    expect(text()).toContain("Evenshelf compares a Shopify store with the sheet that has it right");
    expect(document.activeElement?.textContent).toBe("Open the demo store");
  });

  test.each([
    ["Choose two files", "#compare"],
    ["Connect", "#connect"],
  ])("%s leads to %s", async (button, hash) => {
    await stage(Home, { overview: newInstallation });
    await click(byRole("button", button));
    expect(place()).toBe(hash);
  });

  test("each way has a key", async () => {
    await stage(Home, { overview: newInstallation });
    for (const key of ["1", "2", "3"]) expect(registry.find(key)?.scope).toBe("home");
  });

  test("opening the demo store is told step by step and ends in the review of the sample", async () => {
    const sample = later<number>();
    const jobPutAway = vi.fn<Shell["jobPutAway"]>(() => Promise.resolve());
    const settingsSet = vi.fn<Shell["settingsSet"]>((settings) => Promise.resolve(settings));
    const shell = { demoSample: () => sample.promise, jobPutAway, settingsSet };
    const window = await stage(Home, { shell, overview: newInstallation });
    await click(byRole("button", "Open the demo store"));
    expect(lines()).toEqual([
      "Starting the shop on this computerunder way",
      "Copying its productsto come",
      "Comparing the sample sheet with itto come",
    ]);

    await act(async () => sample.keep(5));
    const job = jobOf({ id: 5 });
    await window.change({ jobs: [{ ...job, step: { at: "copying", products: 120, waiting: null } }], overview: afterTwoRuns });
    expect(lines()[1]).toBe("Copying its products120 products so farunder way");
    await window.change({ jobs: [{ ...job, step: { at: "planning", products: 1 } }] });
    expect(lines()).toEqual([
      "Starting the shop on this computerdone",
      "Copying its productsdone",
      "Comparing the sample sheet with it1 product comparedunder way",
    ]);

    await window.change({ jobs: [{ ...job, outcome: { kind: "planned", review: 9 } }] });
    expect(place()).toBe("#changes/9");
    expect(settingsSet).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ store: "demo" }));
    expect(jobPutAway).toHaveBeenCalledExactlyOnceWith(5);
  });

  test("stopped before there is a job, the job that comes is stopped and not followed", async () => {
    const sample = later<number>();
    const jobStop = vi.fn<Shell["jobStop"]>(() => Promise.resolve());
    const window = await stage(Home, { shell: { demoSample: () => sample.promise, jobStop }, overview: newInstallation });
    await click(byRole("button", "Open the demo store"));
    await click(byRole("button", "Stop"));
    expect(byRole("button", "Open the demo store")).toBeTruthy();
    await act(async () => sample.keep(5));
    expect(jobStop).toHaveBeenCalledExactlyOnceWith(5);
    await window.change({ jobs: [jobOf({ id: 5, outcome: { kind: "planned", review: 9 } })] });
    expect(place()).toBe("");
  });

  test("the copy that is made before the sample is compared is told and stopped as well", async () => {
    const sample = later<number>();
    const jobStop = vi.fn<Shell["jobStop"]>(() => Promise.resolve());
    const window = await stage(Home, { shell: { demoSample: () => sample.promise, jobStop }, overview: newInstallation });
    await click(byRole("button", "Open the demo store"));
    await window.change({ jobs: [jobOf({ id: 2, kind: "copy", source: null, step: { at: "copying", products: 60, waiting: null } })] });
    expect(lines()[1]).toBe("Copying its products60 products so farunder way");
    await click(byRole("button", "Stop"));
    expect(jobStop).toHaveBeenCalledExactlyOnceWith(2);
    expect(byRole("button", "Open the demo store")).toBeTruthy();
  });

  test("stopped in the middle, the page is as before and nothing is called a problem", async () => {
    const jobStop = vi.fn<Shell["jobStop"]>(() => Promise.resolve());
    const shell = { demoSample: () => Promise.resolve(5), jobStop, jobPutAway: () => Promise.resolve() };
    const window = await stage(Home, { shell, overview: newInstallation });
    await click(byRole("button", "Open the demo store"));
    await window.change({ jobs: [jobOf({ id: 5 })] });
    await click(byRole("button", "Stop"));
    expect(jobStop).toHaveBeenCalledExactlyOnceWith(5);
    expect(text()).toContain("Stopping …");
    const refusal = { code: "stopped", detail: "stopped", hint: null } as const;
    await window.change({ jobs: [jobOf({ id: 5, outcome: { kind: "refused", refusal } })] });
    expect(byRole("button", "Open the demo store")).toBeTruthy();
    expect(document.querySelector("[role=alert]")).toBeNull();
  });

  test("a demo store that does not start says why, and can be tried again", async () => {
    const refusal = { code: "internal", detail: "the port is taken", hint: "close the other Evenshelf" };
    await stage(Home, { shell: { demoSample: () => Promise.reject(refusal) }, overview: newInstallation });
    await click(byRole("button", "Open the demo store"));
    expect(byRole("alert").textContent).toContain("The demo store did not start.");
    expect(byRole("alert").textContent).toContain("close the other Evenshelf");
    expect(byRole("alert").textContent).toContain("the port is taken");
    expect(byRole("button", "Try again")).toBeTruthy();
  });
});

describe("shelf and sheet", () => {
  test.each<[string, Overview, readonly Job[], string, string]>([
    ["a sheet used before", afterTwoRuns, [], "Ready to compare", "Show what would change"],
    ["changes that wait", withLedger({ reviews: [review] }), [], "1,284 changes wait", "Review 1,284 changes"],
    [
      "only held changes",
      withLedger({ reviews: [{ ...review, counts: { ...review.counts, to_apply: 0 } }] }),
      [],
      "9 changes are held back",
      "Look at what is held back",
    ],
    ["an interrupted run", withLedger({ runs: [interrupted] }), [], "A run was interrupted", "Go on with the run"],
    [
      "a run that went through",
      withLedger({ runs: [{ ...(recorded.runs[0] as Run), source: "supplier-autumn.csv" }] }),
      [],
      "Shelf and sheet are even",
      "Compare again",
    ],
    ["something under way", afterTwoRuns, [jobOf({ kind: "run" })], "Under way", "Watch the run"],
  ])("with %s, the title says how things stand and the button what is next", async (_what, overview, jobs, title, act_) => {
    await stage(Home, { overview, jobs });
    expect(byRole("heading").textContent).toBe(title);
    const between = document.querySelector("section[aria-label=Next]");
    expect([...(between?.querySelectorAll("button") ?? [])].map((one) => one.textContent)).toContain(act_);
  });

  test("without any sheet, choosing one is next, and the demo offers its sample", async () => {
    const shell = { recentFiles: () => Promise.resolve([]), pickSheet: () => Promise.resolve("/home/ada/list.xlsx") };
    await stage(Home, { shell });
    expect(byRole("heading").textContent).toBe("No sheet chosen");
    expect(byRole("button", "Use the sample sheet")).toBeTruthy();
    await click(byRole("button", "Choose a sheet"));
    expect(texts("#sheet")).toEqual(["list.xlsx"]);
    expect(byRole("heading").textContent).toBe("Ready to compare");
  });

  test("comparing goes on under the eyes of the owner and opens the review", async () => {
    const plan = vi.fn<Shell["plan"]>(() => Promise.resolve(8));
    const window = await stage(Home, { shell: { plan, jobPutAway: () => Promise.resolve() } });
    await click(byRole("button", "Show what would change"));
    expect(plan).toHaveBeenCalledExactlyOnceWith({
      store: "demo",
      path: "/home/ada/shop/supplier-autumn.csv",
      match_by: "auto",
      missing: "leave",
    });
    await window.change({ jobs: [jobOf({ id: 8, step: { at: "planning", products: 80 } })] });
    expect(text()).toContain("Comparing: 80 products so far");
    expect(byRole("button", "Stop")).toBeTruthy();
    await window.change({ jobs: [jobOf({ id: 8, outcome: { kind: "planned", review: 4 } })] });
    expect(place()).toBe("#changes/4");
  });

  test("a comparison that is refused says so where it was asked for", async () => {
    const window = await stage(Home, { shell: { plan: () => Promise.resolve(8), jobPutAway: () => Promise.resolve() } });
    await click(byRole("button", "Show what would change"));
    const refusal = { code: "file", detail: "no such file", hint: "choose it again" } as const;
    await window.change({ jobs: [jobOf({ id: 8, outcome: { kind: "refused", refusal } })] });
    await window.change({ jobs: [] });
    expect(byRole("alert").textContent).toContain("choose it again");
    expect(place()).toBe("");
  });

  test("an interrupted run goes on, and is then watched", async () => {
    const runResume = vi.fn<Shell["runResume"]>(() => Promise.resolve(11));
    await stage(Home, { overview: withLedger({ runs: [interrupted] }), shell: { runResume } });
    expect(text()).toContain("412 of 1,284 changes were settled");
    await click(byRole("button", "Go on with the run"));
    expect(runResume).toHaveBeenCalledExactlyOnceWith(3);
    expect(place()).toBe("#activity/3");
  });

  test("a sheet that is gone is said, and another is next", async () => {
    const file = { path: "/a/old.csv", name: "old.csv", used_at_ms: 0, exists: false };
    await stage(Home, { shell: { recentFiles: () => Promise.resolve([file]) } });
    expect(text()).toContain("old.csv is no longer where it was.");
    expect(byRole("button", "Choose a sheet")).toBeTruthy();
  });

  test("the store's facts stand in the owner's words", async () => {
    await stage(Home);
    const facts = texts("section[aria-labelledby=shelf] dl > div").map((one) => one.replaceAll(/\d\d:\d\d/g, "time"));
    expect(facts).toEqual([
      "Products240",
      "Copy on this computeras of 24 Nov, time",
      "WritingOn",
      "Backupof 24 Nov, time",
      "Stock goes toShop",
    ]);
    expect(texts("#shelf")).toEqual(["Evenshelf demoDEMO"]);
  });

  test("what needs the owner is said with what to do", async () => {
    const copy = vi.fn<Shell["copy"]>(() => Promise.resolve(2));
    await stage(Home, { store: "main", shell: { copy } });
    expect(text()).toContain("The products of Ada Ceramics are not on this computer yet.");
    expect(text()).toContain("Writing is off for Ada Ceramics.");
    expect(texts("button").filter((name) => name === "Copy its products")).toHaveLength(1);
    await click(byRole("button", "Copy its products"));
    expect(copy).toHaveBeenCalledExactlyOnceWith("main");
    await click(byRole("button", "Switch it on …"));
    expect(place()).toBe("#store/main");
  });

  test("what did not go through stays until it is put away", async () => {
    const jobPutAway = vi.fn<Shell["jobPutAway"]>(() => Promise.resolve());
    const refusal = { code: "store_unreachable", detail: "no route", hint: "see that you are online" } as const;
    await stage(Home, { shell: { jobPutAway }, jobs: [jobOf({ id: 6, kind: "copy", outcome: { kind: "refused", refusal } })] });
    expect(byRole("alert").textContent).toContain("The copy could not be brought up to date.");
    await click(byRole("button", "Close"));
    expect(jobPutAway).toHaveBeenCalledExactlyOnceWith(6);
  });

  test("of several stores another can be taken", async () => {
    const settingsSet = vi.fn<Shell["settingsSet"]>((settings) => Promise.resolve(settings));
    await stage(Home, { shell: { settingsSet } });
    await click(byRole("button", "Take this one: main"));
    expect(settingsSet).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ store: "main" }));
  });

  test("a shop's name is text, whatever it says", async () => {
    const name = "<b>متجر</b> & sons";
    const stores = [{ ...(recorded.stores[0] as OpenLedger["stores"][0]), shop_name: name }];
    await stage(Home, { overview: withLedger({ stores }) });
    expect(document.querySelector("#shelf bdi")?.textContent).toBe(name);
    expect(document.querySelector("#shelf b")).toBeNull();
  });

  test("the last runs are at most five, with a way to all of them", async () => {
    const runs = Array.from({ length: 9 }, (_, index) => ({ ...(recorded.runs[0] as Run), id: index + 1 }));
    await stage(Home, { overview: withLedger({ runs, stores: recorded.stores.slice(0, 1) }) });
    expect(document.querySelectorAll("tbody tr")).toHaveLength(5);
    await click(byRole("button", "All of them in History"));
    expect(place()).toBe("#history");
  });
});
