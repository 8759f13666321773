// Shopify's own schema, as published inside one of its npm packages.
//
// Only that package's archive is taken, not its hundreds of dependencies, and it is known by its hash. It is a
// download for development: nothing of it is committed or shipped.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { buildClientSchema } from "graphql";

const PACKAGE = "@shopify/dev-mcp@1.16.0";
const ARCHIVE_SHA512 = "tqgRnK7sQhjew+htxtleTH23nXB5fZcsrhWgEkomsorGXvLOB2mh2upwZm8uzuTDNTZnqtLMe64yIwh6s2awtw==";

/** The API version we speak, and the one before it, which a shop may still be served with. */
export const VERSIONS = ["2026-10", "2026-07"];
export const NEWEST = VERSIONS[0];

const here = import.meta.dirname;
const cache = join(here, "node_modules", ".shopify");
const built = new Map();

/** Returns the Admin API's schema of one version; downloads the package the first time. */
export function adminSchema(version) {
  let schema = built.get(version);
  if (schema === undefined) {
    const text = gunzipSync(readFileSync(join(downloaded(), `admin_${version}.json.gz`))).toString();
    schema = buildClientSchema(JSON.parse(text).data, { assumeValid: true });
    built.set(version, schema);
  }
  return schema;
}

function downloaded() {
  const data = join(cache, "package", "dist", "data");
  if (existsSync(data)) return data;

  // Two test files may come here at once: each works in a directory of its own, and the last move wins.
  const work = `${cache}-${process.pid}`;
  mkdirSync(work, { recursive: true });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const pack = ["pack", PACKAGE, "--silent", "--pack-destination", work];
  const archive = join(work, execFileSync(npm, pack, { encoding: "utf8", shell: npm.endsWith(".cmd") }).trim());
  const hash = createHash("sha512").update(readFileSync(archive)).digest("base64");
  if (hash !== ARCHIVE_SHA512) throw new Error(`${PACKAGE} is not the archive we know: sha512-${hash}`);
  execFileSync("tar", ["-xzf", archive, "-C", work, ...VERSIONS.map((v) => `package/dist/data/admin_${v}.json.gz`)]);
  rmSync(archive);
  try {
    renameSync(work, cache);
  } catch (error) {
    if (!existsSync(data)) throw error;
    rmSync(work, { recursive: true });
  }
  return data;
}
