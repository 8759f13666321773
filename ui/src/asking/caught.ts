import type { Refusal } from "../bindings/api";
import { refusalOf } from "../shell";

/** What a command threw, as a refusal. Anything of another shape is a fault of the program. */
export function caught(thrown: unknown): Refusal {
  return refusalOf(thrown) ?? { code: "internal", detail: String(thrown), hint: null };
}
