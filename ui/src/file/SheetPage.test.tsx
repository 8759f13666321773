import { act } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";

import type { Finding, FileReport, Job, JobStep, RecentFile } from "../bindings/api";
import { useKeyboard } from "../keys/useCommand";
import { byRole, click, draw, press } from "../parts/testing";
import { recordedWith } from "../recorded";
import { findings, grouped, sheetReport } from "../recorded/file";
import { snapshotOf, store } from "../review/fixtures";
import type { Shell } from "../shell";
import type { Snapshot } from "../state";
import { SheetPage } from "./SheetPage";

// A whole page: on a busy computer that takes its time.
vi.setConfig({ testTimeout: 20_000 });

const path = "/home/ada/shop/supplier.csv";
const page = () => document.body.textContent ?? "";
const unused = () => [...document.querySelectorAll("table")].find((table) => table.textContent?.includes("Supplier note"));
const rows = () => document.querySelectorAll("table[aria-label='Rows with this finding'] tbody tr").length;
const foot = () => document.querySelector("footer")?.textContent ?? "";

function Window({ shell, snapshot = snapshotOf() }: { readonly shell: Shell; readonly snapshot?: Snapshot }) {
  useKeyboard();
  return <SheetPage shell={shell} snapshot={snapshot} />;
}

beforeEach(() => {
  globalThis.location.hash = `#file/${encodeURIComponent(path)}`;
});

describe("choosing", () => {
  const recent: RecentFile[] = [
    { path: "/a.csv", name: "a.csv", used_at_ms: 1, exists: true },
    { path: "/b.csv", name: "b.csv", used_at_ms: 1, exists: false },
  ];

  test("by the dialog, which may be closed again", async () => {
    globalThis.location.hash = "#file";
    let answer: string | null = null;
    await draw(<Window shell={recordedWith({ pickSheet: () => Promise.resolve(answer), recentFiles: () => Promise.resolve([]) })} />);
    await click(byRole("button", "Choose a sheet"));
    expect(globalThis.location.hash).toBe("#file");
    answer = "/über uns/a b.csv";
    await click(byRole("button", "Choose a sheet"));
    expect(globalThis.location.hash).toBe(`#file/${encodeURIComponent("/über uns/a b.csv")}`);
  });

  test("among those opened before; one that is gone can only be forgotten", async () => {
    globalThis.location.hash = "#file";
    const recentForget = vi.fn<Shell["recentForget"]>(() => Promise.resolve());
    await draw(<Window shell={recordedWith({ recentFiles: () => Promise.resolve(recent), recentForget })} />);
    expect(byRole("link", "a.csv").getAttribute("href")).toBe("#file/%2Fa.csv");
    expect(document.querySelectorAll("table a")).toHaveLength(1);
    expect(page()).toContain("b.csv · no longer there");
    await click(byRole("button", "Forget b.csv"));
    expect(recentForget).toHaveBeenCalledWith("/b.csv");
    expect(page()).not.toContain("b.csv");
  });
});

describe("the report", () => {
  test("says what was read, and which columns are not used", async () => {
    await draw(<Window shell={recordedWith({})} />);
    expect(page()).toContain("1,602");
    expect(page()).toContain("Windows-1252, separated by semicolons");
    expect(page()).toContain("19 of 22 columns are read.");
    expect(unused()?.closest("[hidden]")).not.toBeNull();
    await click(byRole("button", "Show the 3 columns not used"));
    expect(unused()?.closest("[hidden]")).toBeNull();
    expect(unused()?.textContent).toContain("no heading");
  });

  test("findings are grouped, the grave first, and their rows come in pages", async () => {
    await draw(<Window shell={recordedWith({})} />);
    const headings = [...document.querySelectorAll("h3 button")].map((button) => button.textContent);
    expect(headings[0]).toContain("Left out3 products have two variants with the same options");
    await click([...document.querySelectorAll("h3 button")].find((button) => button.textContent?.includes("261")));
    expect(rows()).toBe(25);
    expect(page()).toContain("25 of 261 shown");
    await click(byRole("button", "Show 25 more"));
    expect(rows()).toBe(50);
  });

  test("hostile sheets break nothing", async () => {
    const bad: Finding = {
      code: "constructor",
      severity: "refused",
      place: null,
      column: "<img src=x onerror=alert(1)>",
      product: "\u202Etxt.exe",
      value: "{x, plural, other {#}}",
      advice: "",
    };
    const report: FileReport = {
      ...sheetReport(path),
      name: "<script>alert(1)</script>.csv",
      encoding: "__proto__",
      delimiter: "",
      shape: "toString",
      columns: [{ header: "كوب".repeat(200), field: "__proto__", samples: ["<b>x</b>", "<b>x</b>"] }],
      groups: grouped([bad]),
      findings: 1,
    };
    const shell = recordedWith({
      fileReport: () => Promise.resolve(report),
      fileFindings: () => Promise.resolve({ total: 1, findings: [bad] }),
    });
    await draw(<Window shell={shell} />);
    await click(document.querySelector("h3 button"));
    expect(page()).toContain("<script>alert(1)</script>.csv");
    expect(page()).toContain("{x, plural, other {#}}");
    expect(document.querySelectorAll("main img, table img, table b, h1 script")).toHaveLength(0);
  });

  test("a sheet that cannot be read says what to do, and is read again", async () => {
    const refused = { code: "file", detail: "a.csv: permission denied", hint: "close it in the spreadsheet program" };
    let reads = 0;
    const shell = recordedWith({
      fileReport: () => {
        reads += 1;
        return reads === 1 ? Promise.reject(refused) : Promise.resolve(sheetReport(path));
      },
    });
    await draw(<Window shell={shell} />);
    expect(document.querySelector("[role=alert]")?.textContent).toContain("close it in the spreadsheet program");
    expect(foot()).toBe("");
    await click(byRole("button", "Read again"));
    expect(document.querySelector("[role=alert]")).toBeNull();
    expect(page()).toContain(`${findings.length}`);
  });
});

const job = (step: JobStep, outcome: Job["outcome"] = null): Job => ({
  id: 41,
  kind: "plan",
  store: "main",
  source: "supplier.csv",
  started_at_ms: 1,
  step,
  warnings: [],
  outcome,
});

describe("comparing", () => {
  test("asks as the owner chose, says why it waits, and ends in the changes", async () => {
    const plan = vi.fn<Shell["plan"]>(() => Promise.resolve(41));
    const jobStop = vi.fn<Shell["jobStop"]>(() => Promise.resolve());
    const shell = recordedWith({ plan, jobStop });
    const drawn = await draw(<Window shell={shell} />);
    await click([...document.querySelectorAll("label")].find((label) => label.textContent?.startsWith("Archive them")));
    await act(async () => (document.activeElement as HTMLElement).blur());
    await press("Enter", { ctrl: true });
    expect(plan.mock.calls).toEqual([[{ store: "main", path, match_by: "auto", missing: "archive" }]]);

    const copying = job({ at: "copying", products: 1240, waiting: "waiting for Shopify’s speed limit, 8 s" });
    await drawn.draw(<Window shell={shell} snapshot={snapshotOf([store], [copying])} />);
    expect(foot()).toContain("Comparing with Ada Ceramics");
    expect(foot()).toContain("1,240");
    expect(foot()).toContain("waiting for Shopify’s speed limit, 8 s");
    await click(byRole("button", "Stop"));
    expect(jobStop).toHaveBeenCalledWith(41);

    const planned = job({ at: "planning", products: 1240 }, { kind: "planned", review: 9 });
    await drawn.draw(<Window shell={shell} snapshot={snapshotOf([store], [planned])} />);
    expect(globalThis.location.hash).toBe("#changes/9");
  });

  test("what was refused is told with where and what to do", async () => {
    const shell = recordedWith({ plan: () => Promise.resolve(41) });
    const drawn = await draw(<Window shell={shell} />);
    await click(byRole("button", "Show what would change"));
    const refusal = { code: "store_unreachable", detail: "no answer from ada-ceramics", hint: "look at your connection" } as const;
    await drawn.draw(<Window shell={shell} snapshot={snapshotOf([store], [job({ at: "starting" }, { kind: "refused", refusal })])} />);
    expect(document.querySelector("[role=alert]")?.textContent).toContain("The comparison could not be made");
    expect(document.querySelector("[role=alert]")?.textContent).toContain("look at your connection");
    expect(byRole("button", "Show what would change")).toBeTruthy();
  });

  test("deleting says what cannot come back before it is chosen, and after", async () => {
    await draw(<Window shell={recordedWith({})} />);
    expect(page()).toContain("Their ids, links and sales history cannot come back.");
    await click([...document.querySelectorAll("label")].find((label) => label.textContent?.startsWith("Delete them")));
    expect(page()).toContain("Deleting cannot be taken back.");
  });

  test("waits while something is under way in the store, and says so", async () => {
    const plan = vi.fn<Shell["plan"]>(() => Promise.resolve(42));
    const other = { ...job({ at: "copying", products: 3, waiting: null }), kind: "copy" as const };
    await draw(<Window shell={recordedWith({ plan })} snapshot={snapshotOf([store], [other])} />);
    expect(foot()).toContain("Ada Ceramics is busy with something else.");
    await press("Enter", { ctrl: true });
    await click(byRole("button", "Show what would change"));
    expect(plan).not.toHaveBeenCalled();
    await click(byRole("button", "See what"));
    expect(globalThis.location.hash).toBe("#activity");
  });

  test("without a store there is a way to one", async () => {
    await draw(<Window shell={recordedWith({})} snapshot={snapshotOf([])} />);
    expect(foot()).toContain("Choose or connect a store first");
    await press("Enter", { ctrl: true });
    await click(byRole("button", "Connect a store"));
    expect(globalThis.location.hash).toBe("#connect");
  });

  test("an inventory sheet says nothing of products it leaves out", async () => {
    await draw(<Window shell={recordedWith({ fileReport: () => Promise.resolve({ ...sheetReport(path), shape: "inventory" }) })} />);
    expect(page()).not.toContain("Products of the store that the sheet does not name");
    await act(async () => undefined);
    expect(page()).toContain("An inventory sheet");
  });
});

/** A shell that goes on reading. */
const large = (own: Partial<Shell>) =>
  recordedWith({ fileReport: () => new Promise<FileReport>(() => undefined), fileProgress: () => Promise.resolve(12_500), ...own });

describe("a large sheet", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => void vi.useRealTimers();
  });

  test("says after a second how far it is, and can be let go of", async () => {
    const fileStop = vi.fn<Shell["fileStop"]>(() => Promise.resolve());
    await draw(<Window shell={large({ fileStop })} />);
    await act(async () => vi.advanceTimersByTime(900));
    expect(page()).toContain("Reading the sheet …");
    expect(page()).not.toContain("so far");
    await act(async () => vi.advanceTimersByTime(200));
    expect(page()).toContain("12,500 products so far");
    await click(byRole("button", "Stop reading"));
    expect(fileStop).toHaveBeenCalledExactlyOnceWith(path);
    expect(globalThis.location.hash).toBe("#file");
  });
});
