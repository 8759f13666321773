import { beforeEach, describe, expect, test, vi } from "vitest";

import type { Job, OpenReview } from "../bindings/api";
import { byRole, click, draw } from "../parts/testing";
import { recordedWith } from "../recorded";
import type { Shell } from "../shell";
import type { Snapshot } from "../state";
import { Window, origin, reviewOf, snapshotOf, store } from "./fixtures";

beforeEach(() => {
  globalThis.location.hash = "#changes";
});

const page = () => document.body.textContent ?? "";

const { counts } = reviewOf().review();
const files = { kind: "files", shelf: "/e.csv", shelf_name: "export.csv", sheet: "/s.csv", sheet_name: "<b>supplier</b>.csv" } as const;
const waiting: OpenReview[] = [
  { id: 7, origin, counts: { ...counts, changes: 1284, held: 9 }, created_at_ms: Date.parse("2026-11-24T12:00:00Z") },
  { id: 6, origin: files, counts: { ...counts, held: 0 }, created_at_ms: Date.parse("2026-11-23T12:00:00Z") },
];

function withReviews(reviews: OpenReview[]): Snapshot {
  const snapshot = snapshotOf();
  const { ledger } = snapshot.overview;
  if (ledger.state !== "open") throw new Error("no ledger");
  return { ...snapshot, overview: { ...snapshot.overview, ledger: { ...ledger, reviews } } };
}

describe("what waits to be looked at", () => {
  test("is told with its sheet, what it is for, and what is held", async () => {
    await draw(<Window shell={recordedWith({})} snapshot={withReviews(waiting)} />);
    const rows = [...document.querySelectorAll("tbody tr")].map((row) => row.textContent);
    expect(rows[0]).toMatch(/^a\.csvAda CeramicsLIVE24 Nov, \d\d:\d\d1,284‖ 9Discard$/);
    expect(rows[1]).toMatch(/^<b>supplier<\/b>\.csvexport\.csv, a file23 Nov, \d\d:\d\d400Discard$/);
    expect(byRole("link", "a.csv").getAttribute("href")).toBe("#changes/7");
    expect(document.querySelector("tbody b")).toBeNull();
  });

  test("is discarded after a question", async () => {
    const reviewDiscard = vi.fn<Shell["reviewDiscard"]>(() => Promise.resolve());
    await draw(<Window shell={recordedWith({ reviewDiscard })} snapshot={withReviews(waiting)} />);
    await click(byRole("button", "Discard: a.csv"));
    expect(reviewDiscard).not.toHaveBeenCalled();
    const dialog = byRole("alertdialog");
    expect(dialog.textContent).toContain("Neither the sheet nor the store is touched.");
    await click([...dialog.querySelectorAll("button")].at(-1));
    expect(reviewDiscard.mock.calls).toEqual([[7]]);
  });

  test("that cannot be discarded is said to be still there", async () => {
    const refused = { code: "store_busy", detail: "a run of it is under way", hint: "stop the run first" };
    const shell = recordedWith({ reviewDiscard: () => Promise.reject(refused) });
    await draw(<Window shell={shell} snapshot={withReviews(waiting)} />);
    await click(byRole("button", "Discard: a.csv"));
    await click([...byRole("alertdialog").querySelectorAll("button")].at(-1));
    expect(document.querySelector("[role=alert]")?.textContent).toContain("stop the run first");
  });
});

describe("nothing waits", () => {
  test("a sheet can be chosen", async () => {
    await draw(<Window shell={recordedWith({})} />);
    await click(byRole("button", "Choose a sheet"));
    expect(globalThis.location.hash).toBe("#file");
  });

  test("the sample goes through its steps and ends in its changes", async () => {
    const shell = recordedWith({ demoSample: () => Promise.resolve(5), jobPutAway: () => Promise.resolve() });
    const drawn = await draw(<Window shell={shell} />);
    await click(byRole("button", "Use a sample"));
    expect(page()).toContain("Opening the demo store and its sample sheet …");
    const job: Job = {
      id: 5,
      kind: "plan",
      store: "demo",
      source: "sample.csv",
      started_at_ms: 1,
      step: { at: "planning", products: 240 },
      warnings: [],
      outcome: { kind: "planned", review: 3 },
    };
    await drawn.draw(<Window shell={shell} snapshot={snapshotOf([store], [job])} />);
    expect(globalThis.location.hash).toBe("#changes/3");
  });

  test("a sample that cannot be opened says why", async () => {
    const refused = { code: "internal", detail: "the demo store did not start", hint: "try again" };
    await draw(<Window shell={recordedWith({ demoSample: () => Promise.reject(refused) })} />);
    await click(byRole("button", "Use a sample"));
    expect(document.querySelector("[role=alert]")?.textContent).toContain("The sample could not be opened");
    expect(byRole("button", "Use a sample")).toBeTruthy();
  });
});
