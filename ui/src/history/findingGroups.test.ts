import { expect, test } from "vitest";

import type { Finding } from "../bindings/api";
import { recordedWith } from "../recorded";
import { grouped, readFindingGroups } from "./findingGroups";

const finding = (code: string, severity: Finding["severity"]): Finding => ({
  code,
  severity,
  place: null,
  column: null,
  product: null,
  value: null,
  advice: code,
});

const some = [finding("a", "note"), finding("a", "note"), finding("b", "warning"), finding("c", "refused")];

test("by cause, the grave ones first", () => {
  expect(grouped(some).map(({ code, count }) => [code, count])).toEqual([
    ["c", 1],
    ["b", 1],
    ["a", 2],
  ]);
});

test("where not all of them came, the history counts each cause", async () => {
  const shell = recordedWith({
    runFindings: async (_, code) => ({ total: code === null ? 9_000 : 3_000, findings: code === null ? some : [] }),
  });
  const groups = await readFindingGroups(shell, 1);
  expect(groups.map(({ count }) => count)).toEqual([3_000, 3_000, 3_000]);
});
