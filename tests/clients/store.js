// A demo store in a process of its own, and the documents that are sent to it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const VERSION = "2026-10";

/** The store's products and locations when it is new. */
export const PRODUCTS = 12;

/**
 * Starts the program that EVENSHELF_PROGRAM names as a demo store. Returns `{ url, token, stop }`; `stop` ends the
 * process and deletes its state.
 */
export async function openStore() {
  const program = process.env.EVENSHELF_PROGRAM;
  if (program === undefined) throw new Error("EVENSHELF_PROGRAM must name the built program; `cargo xtask test` does");
  const place = mkdtempSync(join(tmpdir(), "evenshelf-clients-"));
  const words = ["demo-store", "--port", "0", "--products", `${PRODUCTS}`, "--locations", "2", "--plan", "plus"];
  const child = spawn(program, [...words, "--state", join(place, "state.jsonl"), "--json"], {
    env: { ...process.env, EVENSHELF_DATA_DIR: place },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), ended.then((code) => Promise.reject(new Error(`ended with ${code}`)))]);
  const { url, token } = JSON.parse(first.value);
  const stop = async () => {
    child.kill("SIGINT");
    await ended;
    rmSync(place, { recursive: true });
  };
  return { url, token, stop };
}

/** One of the documents beside this file; they are held against Shopify's schema by tests/schema. */
export function document(name) {
  return readFileSync(join(import.meta.dirname, "documents", `${name}.graphql`), "utf8");
}
