import { describe, expect, test } from "vitest";

import type { Counts, Job, OpenReview, Refusal, ReviewCounts, Run, RunState, Store } from "../bindings/api";
import { attentionOf, nextStep, type FacingSheet, type HomeFacts } from "./next";

const store: Store = {
  name: "main",
  url: "https://ada-ceramics.myshopify.com",
  shop_name: "Ada Ceramics",
  currency: "EUR",
  demo: false,
  writes_allowed: true,
  location: null,
  products: 1240,
  copied_at_ms: 1000,
  backup_at_ms: 500,
};
const sheet: FacingSheet = { path: "/a/supplier.csv", name: "supplier.csv", exists: true, chosen: false };
const none: Counts = { planned: 0, applied: 0, unchanged: 0, rejected: 0, failed: 0, skipped: 0, held: 0 };
const run = (state: RunState, more: Partial<Run> = {}): Run => ({
  id: 7,
  store: "main",
  source: "supplier.csv",
  state,
  created_at_ms: 2000,
  started_at_ms: 2000,
  ended_at_ms: 3000,
  counts: none,
  ...more,
});
const review = (to_apply: number, held: number, path = sheet.path, of = "main"): OpenReview => ({
  id: 3,
  origin: { kind: "store", store: of, demo: false, path, source: path.slice(3) },
  counts: { to_apply, held } as ReviewCounts,
  created_at_ms: 4000,
});
const job = (more: Partial<Job> = {}): Job => ({
  id: 1,
  kind: "copy",
  store: "main",
  source: null,
  started_at_ms: 0,
  step: { at: "starting" },
  warnings: [],
  outcome: null,
  ...more,
});
const refused = (code: Refusal["code"]): Job =>
  job({ outcome: { kind: "refused", refusal: { code, detail: "", hint: null } } });

const facts = (more: Partial<HomeFacts> = {}): HomeFacts => ({ store, runs: [], reviews: [], jobs: [], sheet, ...more });

describe("the next step", () => {
  test.each<[string, Partial<HomeFacts>, string]>([
    ["a sheet and nothing else", {}, "plan"],
    ["no sheet", { sheet: null }, "choose"],
    ["a sheet that is gone", { sheet: { ...sheet, exists: false } }, "choose"],
    ["changes wait", { reviews: [review(1284, 9)] }, "review"],
    ["only held changes wait", { reviews: [review(0, 9)] }, "review"],
    ["a review without changes", { reviews: [review(0, 0)] }, "even"],
    ["changes wait, of another sheet than the one just chosen", { reviews: [review(5, 0, "/a/old.csv")], sheet: { ...sheet, chosen: true } }, "plan"],
    ["changes wait, of another sheet than the last used", { reviews: [review(5, 0, "/a/old.csv")] }, "review"],
    ["changes wait for another store", { reviews: [review(5, 0, sheet.path, "demo")] }, "plan"],
    ["the last run was interrupted", { runs: [run("interrupted")], reviews: [review(5, 0)] }, "resume"],
    ["an older run was interrupted", { runs: [run("completed"), run("interrupted")] }, "even"],
    ["another store's run was interrupted", { runs: [run("interrupted", { store: "demo" })] }, "plan"],
    ["the last run went through", { runs: [run("completed")] }, "even"],
    ["it went through with some held", { runs: [run("completed", { counts: { ...none, held: 2 } })] }, "plan"],
    ["it went through with problems", { runs: [run("completed_with_failures")] }, "plan"],
    ["it went through with another sheet", { runs: [run("completed", { source: "old.csv" })] }, "plan"],
    ["something is under way", { jobs: [job()], runs: [run("interrupted")] }, "under_way"],
    ["something is under way on another store", { jobs: [job({ store: "demo" })] }, "plan"],
    ["a job that has ended", { jobs: [refused("stopped")] }, "plan"],
  ])("%s: %s", (_what, more, kind) => {
    expect(nextStep(facts(more)).kind).toBe(kind);
  });
});

describe("what needs the owner", () => {
  test.each<[string, Partial<HomeFacts>, string[]]>([
    ["nothing", {}, []],
    ["no copy", { store: { ...store, copied_at_ms: null } }, ["no_copy"]],
    ["no copy, but it is being made", { store: { ...store, copied_at_ms: null }, jobs: [job()] }, []],
    ["writing off", { store: { ...store, writes_allowed: false } }, ["read_only"]],
    ["an interrupted run, which is the next step", { runs: [run("interrupted")] }, []],
    ["an older interrupted run", { runs: [run("completed"), run("interrupted", { id: 6 })] }, ["interrupted"]],
    ["a run that nobody here runs", { runs: [run("running")] }, ["elsewhere"]],
    ["a run of this window", { runs: [run("running")], jobs: [job({ kind: "run" })] }, []],
    ["something did not go through", { jobs: [refused("store_unreachable")] }, ["not_gone_through"]],
    ["something was stopped", { jobs: [refused("stopped")] }, []],
    ["another store's troubles", { runs: [run("interrupted", { store: "demo" })] }, []],
  ])("%s", (_what, more, kinds) => {
    expect(attentionOf(facts(more)).map((one) => one.kind)).toEqual(kinds);
  });
});
