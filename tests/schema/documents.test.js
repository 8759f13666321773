// Every document we send is valid in both API versions and uses nothing that is going away.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { buildSchema, parse } from "graphql";

import { engineDocuments, engineFragments, faults, literals, testDocuments, withFragments } from "./documents.js";
import { VERSIONS, adminSchema } from "./shopify.js";

const allowed = JSON.parse(readFileSync(join(import.meta.dirname, "deprecated.json"), "utf8"));
const fragments = engineFragments();
const documents = engineDocuments();

test("there are documents to look at", () => {
  assert.ok(documents.length > 0, "no .graphql file under src-tauri/engine/src/shopify/documents");
});

test("every fragment is used", () => {
  const used = documents.flatMap(({ text }) => withFragments(text, fragments).definitions);
  const unused = [...fragments.values()].filter((fragment) => !used.includes(fragment));
  assert.deepEqual(unused.map((fragment) => fragment.name.value), []);
});

test("every deprecated field we allow ourselves is used", () => {
  const old = documents.flatMap(({ text }) => faults(adminSchema(VERSIONS[0]), withFragments(text, fragments)));
  const unused = Object.keys(allowed).filter((field) => !old.some((line) => line.includes(` ${field} `)));
  assert.deepEqual(unused, []);
});

for (const version of VERSIONS) {
  describe(`the engine's documents in ${version}`, () => {
    for (const { file, text } of documents) {
      test(file, () => {
        assert.deepEqual(faults(adminSchema(version), withFragments(text, fragments), allowed), []);
      });
    }
  });
  describe(`what the Rust tests send, in ${version}`, () => {
    for (const { file, text } of testDocuments()) {
      test(file, () => {
        assert.deepEqual(faults(adminSchema(version), parse(text), allowed), [], text);
      });
    }
  });
}

test("a planted fault is found", () => {
  const schema = buildSchema(`
    type Query { shop: Shop! old: Int @deprecated(reason: "gone soon") }
    type Shop { name: String! }
  `);
  const shared = new Map([["ShopFields", parse("fragment ShopFields on Shop { name }").definitions[0]]]);
  const table = [
    ["{ shop { ...ShopFields } }", []],
    ["{ shop { nmae } }", ['Cannot query field "nmae" on type "Shop". Did you mean "name"?']],
    ["{ shop { ...Lost } }", ['Unknown fragment "Lost".']],
    ["{ old }", ["The field Query.old is deprecated. gone soon"]],
  ];
  for (const [text, expected] of table) {
    assert.deepEqual(faults(schema, withFragments(text, shared)), expected, text);
  }
  assert.deepEqual(faults(schema, parse("{ old }"), { "Query.old": "no other way" }), []);
});

test("documents are found in Rust", () => {
  const rust = 'let a = r#"{ shop { name } }"#; // "{ not }"\nlet b = "query { a(b: \\"c\\") }"; let c = \'"\'; let d = "x";';
  assert.deepEqual(literals(rust), ["{ shop { name } }", 'query { a(b: "c") }', "x"]);
});
