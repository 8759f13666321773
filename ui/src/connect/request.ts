import type { Connect, Refusal } from "../bindings/api";
import { addressOf, type Form } from "./form";

/** What is sent; `null` while there is no address. The secret passes through and is kept nowhere. */
export function requestOf(form: Form, secret: string): Connect | null {
  const url = addressOf(form);
  if (url === null) return null;
  const key: Connect["key"] =
    form.kind === "client"
      ? { kind: "client", id: form.clientId.trim(), secret: secret.trim() }
      : { kind: "token", token: secret.trim() };
  return { name: form.name.trim(), url, key };
}

/** A refusal's words without the secret, should anything between here and the store have repeated it. */
export function withoutSecret(refusal: Refusal, secret: string): Refusal {
  const bare = secret.trim();
  if (bare === "") return refusal;
  const clean = (text: string) => text.replaceAll(bare, "…");
  return { ...refusal, detail: clean(refusal.detail), hint: refusal.hint === null ? null : clean(refusal.hint) };
}
