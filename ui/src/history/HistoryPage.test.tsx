import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { OperationRow } from "../bindings/api";
import { useKeyboard } from "../keys/useCommand";
import { saidByStore } from "../recorded/hostile";
import { byRole, click, draw, press, type } from "../parts/testing";
import { afterTwoRuns, recordedShell, recordedWith } from "../recorded";
import type { Shell } from "../shell";
import type { Snapshot } from "../state";
import { ask } from "./asked";
import { HistoryPage } from "./HistoryPage";

vi.mock("uplot", () => ({
  default: class {
    destroy() {}
    setData() {}
    setSize() {}
  },
}));

const snapshot: Snapshot = { overview: afterTwoRuns, jobs: [], settings: { store: "demo" } as Snapshot["settings"] };

function Window({ shell }: { readonly shell: Shell }) {
  useKeyboard();
  return <HistoryPage shell={shell} snapshot={snapshot} />;
}

/** The run, then its changes, then their rows: each is asked for when the one before has come. */
async function settle(ms = 0): Promise<void> {
  // Here the event of a new address comes at a time of its own, which no test can wait for.
  await act(async () => globalThis.dispatchEvent(new HashChangeEvent("hashchange")));
  await act(() => vi.advanceTimersByTimeAsync(ms));
  await act(() => vi.advanceTimersByTimeAsync(0));
  await act(() => vi.advanceTimersByTimeAsync(0));
}

const text = () => document.body.textContent ?? "";
const grid = (name: string) => document.querySelector<HTMLElement>(`[role=grid][aria-label="${name}"]`);
const cells = (name: string, row: number) =>
  [...(grid(name)?.querySelectorAll(`[data-row="${row}"] [role=gridcell]`) ?? [])].map((cell) => cell.textContent);

/** The recorded shell, which notes what it is asked. */
function asked(own: Partial<Shell> = {}) {
  const history = vi.fn<Shell["history"]>(recordedShell.history);
  const runOperations = vi.fn<Shell["runOperations"]>(recordedShell.runOperations);
  return { history, runOperations, shell: recordedWith({ history, runOperations, ...own }) };
}

async function open(shell: Shell, hash = "#history"): Promise<void> {
  location.hash = hash;
  await draw(<Window shell={shell} />);
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: Date.parse("2026-11-24T13:08:00Z") });
  // The page has no layout here: a wide window, ten rows under the heads.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(280);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1_200);
});
afterEach(() => {
  vi.useRealTimers();
});

test("runs are listed with what became of their changes", async () => {
  await open(asked().shell);
  expect(text()).toContain("238 runs");
  expect(grid("Runs")?.getAttribute("aria-rowcount")).toBe("239");
  expect(cells("Runs", 1)).toEqual([
    "24 Nov, 12:58",
    "DEMO Evenshelf demo",
    "supplier.csv",
    "!Done, with problems",
    "1,284",
    "1,270",
    "‖ 9",
    "! 5",
    "4 min 12 s",
  ]);
});

test("a long list is read page by page", async () => {
  const { shell, history } = asked();
  await open(shell);
  const pages = () => history.mock.calls.filter(([, , limit]) => limit > 1).map(([, offset]) => offset);
  expect(pages()).toContain(0);
  await act(async () => {
    const list = grid("Runs") as HTMLElement;
    list.scrollTop = 200 * 28;
    list.dispatchEvent(new Event("scroll"));
  });
  await settle();
  expect(pages()).toContain(128);
  expect(cells("Runs", 200)[2]).not.toBe("");
});

test("the search takes the keyboard with a stroke, asks after a pause, and says where it found what", async () => {
  const { shell, history } = asked();
  await open(shell);
  await press("/");
  expect(document.activeElement).toBe(document.querySelector("input[type=search]"));
  history.mockClear();
  await type(document.activeElement, "handle has");
  await settle(149);
  expect(history).not.toHaveBeenCalled();
  await settle(1);
  expect(history.mock.calls[0]?.[0]).toEqual({ text: "handle has", store: null, states: [] });
  expect(cells("Runs", 0)[4]).toBe("in 3 updates");
});

test("a filter that fits nothing says so and can be taken back", async () => {
  const { shell, history } = asked();
  await open(shell);
  await click(byRole("button", "Cancelled"));
  await settle();
  expect(history.mock.lastCall?.[0]).toEqual({ text: "", store: null, states: ["cancelled"] });
  await type(document.querySelector("input[type=search]"), "no such product anywhere");
  await settle(150);
  expect(text()).toContain("No run fits this search.");
  await click(byRole("button", "Show all runs"));
  await settle(150);
  expect(text()).toContain("238 runs");
});

test("an empty history is a ruled sheet", async () => {
  await open(asked({ history: async () => ({ total: 0, entries: [] }) }).shell);
  expect(text()).toContain("Nothing has been changed from this computer yet.");
  expect(grid("Runs")).toBeNull();
});

test("a history that cannot be read is told", async () => {
  await open(asked({ history: () => Promise.reject(new Error("disk")) }).shell);
  expect(byRole("alert").textContent).toContain("The history could not be read.");
});

test("a run opens with a press or with Enter; the arrows alone only move", async () => {
  await open(asked().shell);
  await act(async () => grid("Runs")?.querySelector<HTMLElement>("[tabindex='0']")?.focus());
  await press("ArrowDown");
  expect(location.hash).toBe("#history");
  await press("Enter");
  expect(location.hash).toBe("#history/1");
  await click(grid("Runs")?.querySelector("[data-row='0'] [role=gridcell]"));
  expect(location.hash).toBe("#history/2");
});

test("a run tells how it ended, what became of every change, and why", async () => {
  await open(asked().shell, "#history/1");
  expect(byRole("group", "What became of the updates").textContent).toBe(
    "1,284 planned= 1,270 applied+ 4 refused+ 1 failed+ 9 held back",
  );
  expect(text()).toContain("Not everything went through");
  expect(text()).toContain("read back 424 products: all as asked");
  expect(text()).toContain("4 min 12 s, about 9 min less than one by one");
  expect(text()).toContain("Shopify refused 3 updates");
  expect(text()).toContain("1,284 updates");
});

test("the changes of one cause are shown, and each with both its sides", async () => {
  const { shell, runOperations } = asked();
  await open(shell, "#history/1");
  await click(byRole("button", "Show these 3"));
  await settle();
  expect(runOperations.mock.lastCall?.[1]).toEqual({
    text: "",
    states: ["rejected"],
    cause: "Handle has already been taken",
  });
  expect(grid("Updates of this run")?.getAttribute("aria-rowcount")).toBe("4");
  await click(grid("Updates of this run")?.querySelector("[data-row='0'] [role=gridcell]"));
  await settle();
  const table = document.querySelector("table");
  expect(table?.querySelector("tbody del")?.textContent).toMatch(/^before: /);
  expect(table?.querySelector("tbody ins")?.textContent).toMatch(/^after: /);
});

test("what Activity asked to be shown is shown, and only once", async () => {
  ask({ run: 1, state: "rejected", cause: "Handle has already been taken" });
  await open(asked().shell, "#history/1");
  expect(grid("Updates of this run")?.getAttribute("aria-rowcount")).toBe("4");
  await click(byRole("button", "All runs"));
  await settle();
  await click(grid("Runs")?.querySelector("[data-row='1'] [role=gridcell]"));
  await settle();
  expect(grid("Updates of this run")?.getAttribute("aria-rowcount")).toBe("1285");
});

const hostile: OperationRow = {
  operation: 0,
  work: "update_product",
  product: "‮evil‬<script>",
  product_id: null,
  title: "‮evil‬<script>",
  state: "rejected",
  attempts: 1,
  at_ms: 0,
  detail: saidByStore,
  place: null,
  changes: 1,
  sign: "changed",
  subject: { kind: "product" },
  field: "title",
  before: { kind: "text", text: "<b>a</b>", cut: false },
  after: { kind: "text", text: "שלום", cut: false },
  admin_url: null,
};

test("what a sheet or a store wrote is text and nothing else", async () => {
  const { shell } = asked({ runOperations: async () => ({ total: 1, rows: [hostile] }) });
  await open(shell, "#history/1");
  const row = cells("Updates of this run", 0);
  expect(row[1]).toBe(hostile.product);
  expect(row[5]).toBe(hostile.detail);
  expect(document.querySelector("main img, main a[href^=javascript], script, b, [onerror]")).toBeNull();
  expect(grid("Updates of this run")?.querySelector("[data-row='0'] bdi")).not.toBeNull();
});

test("a run that can go on does so from here", async () => {
  const runResume = vi.fn<Shell["runResume"]>(async () => 9);
  await open(asked({ runResume }).shell, "#history/336");
  expect(text()).toContain("What is left is kept: it can go on");
  await click(byRole("button", "Go on"));
  expect(runResume).toHaveBeenCalledWith(336);
  expect(location.hash).toBe("#activity/336");
});
