import { act } from "react";
import { expect, test, vi } from "vitest";

import type { FileReport } from "../bindings/api";
import { jobOf, later, stage, text, texts } from "../asking/staging";
import { byRole, click } from "../parts/testing";
import { newInstallation } from "../recorded";
import { sheetReport } from "../recorded/file";
import type { Shell } from "../shell";
import { Compare } from "./Compare";

const EXPORT = "/home/ada/shop/shopify-export.csv";
const SUPPLIER = "/home/ada/shop/supplier.csv";

/** The dialog answers with these files, one after the other. */
function picking(...paths: string[]): Partial<Shell> {
  const left = [...paths];
  return { pickSheet: () => Promise.resolve(left.shift() ?? null), recentFiles: () => Promise.resolve([]) };
}

const onlyTheExport = (path: string) =>
  path === EXPORT
    ? Promise.resolve(sheetReport(path))
    : Promise.reject({ code: "file", detail: "not a zip archive", hint: null });

const well = (side: "shelf" | "sheet") => document.querySelector(`[aria-labelledby=compare-${side}]`) as HTMLElement;
const said = () => texts("footer [role=status]")[0];
const compareButton = () => byRole("button", "Compare") as HTMLButtonElement;

async function both(shell: Partial<Shell> = {}) {
  const window = await stage(Compare, { overview: newInstallation, shell: { ...picking(EXPORT, SUPPLIER), ...shell } });
  await click(byRole("button", "Choose the shelf"));
  await click(byRole("button", "Choose the sheet"));
  return window;
}

test("two files are chosen and compared, and the review opens", async () => {
  const compare = vi.fn<Shell["compare"]>(() => Promise.resolve(4));
  const window = await both({ compare, jobPutAway: () => Promise.resolve() });
  expect(said()).toBe("Every difference is listed, with its row in the sheet.");
  await click(compareButton());
  expect(compare).toHaveBeenCalledExactlyOnceWith({ shelf: EXPORT, sheet: SUPPLIER, match_by: "auto", missing: "leave" });

  const job = jobOf({ id: 4, kind: "compare", store: null, step: { at: "planning", products: 80 } });
  await window.change({ jobs: [job] });
  expect(text()).toContain("Comparing shopify-export.csv with supplier.csv");
  expect(text()).toContain("Comparing: 80 products so far");
  await window.change({ jobs: [{ ...job, outcome: { kind: "planned", review: 12 } }] });
  expect(globalThis.location.hash).toBe("#changes/12");
});

test("each side tells what its file holds, and what is grave about it", async () => {
  await both();
  const facts = [...well("shelf").querySelectorAll("dl > div")].map((one) => one.textContent);
  expect(facts).toEqual(["Products428", "Rows1,602", "Columns19 of 22 used", "KindProduct sheet", "Size413 kB"]);
  expect(well("shelf").textContent).toContain("3 rows or products were left out on reading.");
});

test("the two can be swapped", async () => {
  const compare = vi.fn<Shell["compare"]>(() => Promise.resolve(4));
  await both({ compare });
  await click(byRole("button", "Swap the two"));
  expect(well("shelf").textContent).toContain("supplier.csv");
  await click(compareButton());
  expect(compare.mock.calls[0]?.[0]).toMatchObject({ shelf: SUPPLIER, sheet: EXPORT });
});

test("the same file twice is no comparison", async () => {
  await both(picking(EXPORT, EXPORT));
  expect(said()).toBe("Both sides hold the same file.");
  expect(compareButton().disabled).toBe(true);
});

test("a file that cannot be read says so on its side, with what to do", async () => {
  await both({ fileReport: onlyTheExport });
  expect(well("sheet").textContent).toContain("supplier.csv could not be read.");
  expect(well("sheet").textContent).toContain("choose it again");
  expect(well("sheet").textContent).toContain("not a zip archive");
  expect(well("shelf").textContent).not.toContain("could not be read");
  expect(said()).toBe("One of the files could not be read.");
});

test("reading can be stopped, and its late answer changes nothing", async () => {
  const report = later<FileReport>();
  await stage(Compare, { shell: { ...picking(EXPORT), fileReport: () => report.promise } });
  await click(byRole("button", "Choose the shelf"));
  expect(well("shelf").textContent).toContain("Reading shopify-export.csv");
  await click(byRole("button", "Stop reading"));
  await act(async () => report.keep(sheetReport(EXPORT)));
  expect(byRole("button", "Choose the shelf")).toBeTruthy();
});

test("dropped files fill the empty side first, and the side says so while the file is held", async () => {
  const window = await stage(Compare, { shell: picking() });
  await act(async () => window.tell("dragging", true));
  expect(well("shelf").textContent).toContain("Let go: this becomes the shelf.");
  await act(async () => window.tell("opened_file", EXPORT));
  expect(well("shelf").textContent).toContain("shopify-export.csv");
  await act(async () => window.tell("dragging", true));
  expect(well("sheet").textContent).toContain("Let go: this becomes the sheet.");
  await act(async () => window.tell("opened_file", SUPPLIER));
  expect(well("sheet").textContent).toContain("supplier.csv");
});

test("a dialog that was closed changes nothing", async () => {
  await stage(Compare, { shell: picking() });
  await click(byRole("button", "Choose the shelf"));
  expect(said()).toBe("Choose a file for each side.");
});

test("a comparison that is refused says why and leaves both files", async () => {
  const window = await both({ compare: () => Promise.resolve(4), jobPutAway: () => Promise.resolve() });
  await click(compareButton());
  const refusal = { code: "file", detail: "it is gone", hint: null } as const;
  await window.change({ jobs: [jobOf({ id: 4, kind: "compare", outcome: { kind: "refused", refusal } })] });
  expect(byRole("alert").textContent).toContain("The two could not be compared.");
  expect(well("shelf").textContent).toContain("shopify-export.csv");
});

test("a comparison can be stopped", async () => {
  const jobStop = vi.fn<Shell["jobStop"]>(() => Promise.resolve());
  const window = await both({ compare: () => Promise.resolve(4), jobStop });
  await click(compareButton());
  await window.change({ jobs: [jobOf({ id: 4, kind: "compare", store: null })] });
  await click(byRole("button", "Stop"));
  expect(jobStop).toHaveBeenCalledExactlyOnceWith(4);
});
