// Where connecting stands. Secrets are not here: they stay in their fields until they are sent, and are cleared
// when the store is saved. This value only knows whether something stands in them.
import type { Key, Refusal, StoreReport } from "../bindings/api";
import { nameFits, readAddress, type AddressFault } from "./address";
import { verdictOf } from "./scopes";

export interface Form {
  readonly kind: Key["kind"];
  readonly address: string;
  readonly name: string;
  readonly clientId: string;
  readonly secretWritten: boolean;
  readonly stage: Stage;
  /** Counts looks, so that the answer to one that was given up is not taken for the next. */
  readonly look: number;
}

export type Stage =
  | { readonly at: "writing" }
  | { readonly at: "looking" }
  | { readonly at: "found"; readonly report: StoreReport }
  | { readonly at: "saving"; readonly report: StoreReport }
  /** `report` stands when the look went well and only the saving did not. */
  | { readonly at: "refused"; readonly refusal: Refusal; readonly report: StoreReport | null }
  | { readonly at: "saved"; readonly report: StoreReport };

export type FormEvent =
  | { readonly type: "kind"; readonly kind: Key["kind"] }
  | { readonly type: "wrote"; readonly field: "address" | "name" | "clientId"; readonly text: string }
  | { readonly type: "wrote_secret"; readonly written: boolean }
  | { readonly type: "look" }
  | { readonly type: "give_up" }
  | { readonly type: "found"; readonly look: number; readonly report: StoreReport }
  | { readonly type: "save" }
  | { readonly type: "saved"; readonly report: StoreReport }
  | { readonly type: "another" }
  | { readonly type: "refused"; readonly look: number; readonly refusal: Refusal };

export const blankForm: Form = {
  kind: "client",
  address: "",
  name: "",
  clientId: "",
  secretWritten: false,
  stage: { at: "writing" },
  look: 0,
};

export function nextForm(form: Form, event: FormEvent): Form {
  switch (event.type) {
    // What was found belongs to what was written then.
    case "kind":
      return { ...form, kind: event.kind, secretWritten: false, stage: { at: "writing" } };
    case "wrote":
      return { ...form, [event.field]: event.text, stage: event.field === "name" ? keptStage(form) : { at: "writing" } };
    case "wrote_secret":
      return { ...form, secretWritten: event.written, stage: { at: "writing" } };
    case "look":
      return { ...form, stage: { at: "looking" }, look: form.look + 1 };
    case "give_up":
      return { ...form, stage: { at: "writing" }, look: form.look + 1 };
    case "found":
      return event.look === form.look && form.stage.at === "looking"
        ? { ...form, stage: { at: "found", report: event.report } }
        : form;
    case "save": {
      const report = reportOf(form.stage);
      return report === null ? form : { ...form, stage: { at: "saving", report } };
    }
    case "saved":
      return { ...blankForm, kind: form.kind, stage: { at: "saved", report: event.report }, look: form.look };
    case "another":
      return { ...blankForm, look: form.look };
    case "refused":
      if (event.look !== form.look) return form;
      if (form.stage.at !== "looking" && form.stage.at !== "saving") return form;
      return { ...form, stage: { at: "refused", refusal: event.refusal, report: reportOf(form.stage) } };
  }
}

/** Another name does not change what was found at the store. */
function keptStage(form: Form): Stage {
  const report = reportOf(form.stage);
  return report === null ? { at: "writing" } : { at: "found", report };
}

export function reportOf(stage: Stage): StoreReport | null {
  return "report" in stage ? stage.report : null;
}

export interface Faults {
  readonly address: AddressFault | null;
  readonly name: boolean;
}

/** What is wrong with what is written, said while it is written. Nothing written is no fault. */
export function faultsOf(form: Form): Faults {
  const address = readAddress(form.address);
  return { address: address.kind === "unusable" ? address.why : null, name: !nameFits(form.name.trim()) };
}

/** The address to send; `null` while there is none. */
export function addressOf(form: Form): string | null {
  const address = readAddress(form.address);
  return address.kind === "usable" ? address.url : null;
}

export function canLook(form: Form): boolean {
  if (form.stage.at === "looking" || form.stage.at === "saving") return false;
  if (addressOf(form) === null || faultsOf(form).name || !form.secretWritten) return false;
  return form.kind === "token" || form.clientId.trim() !== "";
}

export function canSave(form: Form): boolean {
  const report = reportOf(form.stage);
  if (report === null || form.stage.at === "saving" || form.stage.at === "saved") return false;
  return canLook(form) && verdictOf(report).missingToRead.length === 0;
}
