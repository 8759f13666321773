import { describe, expect, test } from "vitest";

import type { Refusal } from "../bindings/api";
import { adaReport, fewScopesReport } from "../recorded/stores";
import { blankForm, canLook, canSave, faultsOf, nextForm, reportOf, type Form, type FormEvent } from "./form";

const refusal: Refusal = { code: "authentication", detail: "401", hint: null };
const after = (...events: FormEvent[]): Form => events.reduce(nextForm, blankForm);
const written: FormEvent[] = [
  { type: "wrote", field: "address", text: "ada-ceramics" },
  { type: "wrote", field: "clientId", text: "0f3c" },
  { type: "wrote_secret", written: true },
];
const found = { type: "found", look: 1, report: adaReport } as const satisfies FormEvent;

describe("what is written decides what can be pressed", () => {
  test.each<[string, FormEvent[], boolean]>([
    ["nothing", [], false],
    ["all of an app", written, true],
    ["an app without its id", [...written, { type: "wrote", field: "clientId", text: " " }], false],
    ["an app without its secret", [...written, { type: "wrote_secret", written: false }], false],
    ["an address for customers", [...written, { type: "wrote", field: "address", text: "ada.com" }], false],
    ["a name with a blank", [...written, { type: "wrote", field: "name", text: "my shop" }], false],
    ["while looking", [...written, { type: "look" }], false],
    ["a token, after an app was written", [...written, { type: "kind", kind: "token" }], false],
    ["a token", [...written, { type: "kind", kind: "token" }, { type: "wrote_secret", written: true }], true],
  ])("%s: check is open %s", (_what, events, open) => {
    expect(canLook(after(...events))).toBe(open);
  });

  test.each<[string, FormEvent[], boolean]>([
    ["before the check", written, false],
    ["after it", [...written, { type: "look" }, found], true],
    ["with another secret since", [...written, { type: "look" }, found, { type: "wrote_secret", written: true }], false],
    ["with another name since", [...written, { type: "look" }, found, { type: "wrote", field: "name", text: "ada" }], true],
    ["without scopes to read", [...written, { type: "look" }, { ...found, report: fewScopesReport }], false],
    ["while saving", [...written, { type: "look" }, found, { type: "save" }], false],
    [
      "after the keyring refused",
      [...written, { type: "look" }, found, { type: "save" }, { type: "refused", look: 1, refusal }],
      true,
    ],
  ])("%s: save is open %s", (_what, events, open) => {
    expect(canSave(after(...events))).toBe(open);
  });
});

test("the answer to a look that was given up changes nothing", () => {
  const givenUp = after(...written, { type: "look" }, { type: "give_up" });
  expect(nextForm(givenUp, found)).toBe(givenUp);
  expect(nextForm(givenUp, { type: "refused", look: 1, refusal })).toBe(givenUp);
});

test("the late answer to a look that was given up is not taken for the next one's", () => {
  const again = after(...written, { type: "look" }, { type: "give_up" }, { type: "look" });
  expect(nextForm(again, found)).toBe(again);
  expect(nextForm(again, { ...found, look: again.look }).stage.at).toBe("found");
});

test("after saving nothing of the key is left", () => {
  const saved = after(...written, { type: "look" }, found, { type: "save" }, { type: "saved", report: adaReport });
  expect(saved).toEqual({ ...blankForm, look: 1, stage: { at: "saved", report: adaReport } });
});

test("a refused save keeps what the look had found", () => {
  const refused = after(...written, { type: "look" }, found, { type: "save" }, { type: "refused", look: 1, refusal });
  expect(refused.stage).toEqual({ at: "refused", refusal, report: adaReport });
  expect(reportOf(refused.stage)).toBe(adaReport);
});

test("faults are said of what is written only", () => {
  expect(faultsOf(blankForm)).toEqual({ address: null, name: false });
  expect(faultsOf({ ...blankForm, address: "www.ada.com", name: "a b" })).toEqual({ address: "own_domain", name: true });
});
