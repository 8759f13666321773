// The demo store speaks a part of Shopify's API, and no word of its own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { buildSchema } from "graphql";

import { NEWEST, adminSchema } from "./shopify.js";
import { differences } from "./subset.js";

const DEMO_STORE_SCHEMA = join(import.meta.dirname, "..", "..", "src-tauri", "demo-store", "schema.graphql");

test(`the demo store's schema is a part of ${NEWEST}`, () => {
  const part = buildSchema(readFileSync(DEMO_STORE_SCHEMA, "utf8"));
  assert.deepEqual(differences(part, adminSchema(NEWEST)), []);
});

const WHOLE = `
  directive @once(key: String!) on FIELD
  interface Node { id: ID! }
  type Query implements Node { id: ID! shop(at: Int = 1, of: Sort!): String! old: Int @deprecated }
  enum Sort { UP DOWN }
  input Pick { a: Int! b: Int = 2 }
  union Any = Query
  type Mutation { pick(pick: Pick!): Any }
`;

// A planted fault of each kind: the line of the whole that the part says otherwise, and what must be found.
for (const [name, right, wrong, expected] of [
  ["nothing", "", "", []],
  ["leaving out", "enum Sort { UP DOWN }", "enum Sort { UP }", []],
  ["a type", "union Any = Query", "union Any = Query scalar New", ["New: not there"]],
  ["a kind", "union Any = Query", "scalar Any", ["Any: is a GraphQLUnionType there"]],
  ["a field", "id: ID! }\n  type", "id: ID! name: Int }\n  type", ["Node.name: not there"]],
  ["nullability", "): String!", "): String", ["Query.shop: String, there String!"]],
  ["an argument", "at: Int = 1", "at: Int = 1, on: Int", ["Query.shop(on): not there"]],
  ["a default", "at: Int = 1", "at: Int", ['Query.shop(at): default none, there 1']],
  ["a demanded argument", ", of: Sort!", "", ["Query.shop(of): demanded there, missing here"]],
  ["a deprecation", "old: Int @deprecated", "old: Int", ["Query.old: deprecated there"]],
  ["an enum value", "UP DOWN", "UP DOWN LEFT", ["Sort.LEFT: not there"]],
  ["an input field", "b: Int = 2", "b: Int = 2 c: Int", ["Pick(c): not there"]],
  ["an input default", "b: Int = 2", "b: Int = 3", ["Pick(b): default 3, there 2"]],
  ["a demanded input field", "a: Int! b", "b", ["Pick(a): demanded there, missing here"]],
  ["a member", "union Any = Query", "union Any = Query | Mutation", ["Any: Mutation is no member there"]],
  ["a directive's argument", "(key: String!)", "(key: String)", ["@once(key): String, there String!"]],
  ["a directive's place", "on FIELD", "on FIELD | QUERY", ["@once: not on QUERY there"]],
]) {
  test(`planted: ${name}`, () => {
    assert.ok(WHOLE.includes(right));
    const part = buildSchema(WHOLE.replace(right, wrong));
    assert.deepEqual(differences(part, buildSchema(WHOLE)), expected);
  });
}
