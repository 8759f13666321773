// Finds our GraphQL documents and puts each together with the fragments it uses, as the engine does.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

import { Kind, NoDeprecatedCustomRule, parse, specifiedRules, validate, visit } from "graphql";

const top = join(import.meta.dirname, "..", "..");
const ENGINE_DOCUMENTS = join(top, "src-tauri", "engine", "src", "shopify", "documents");
const FRAGMENTS = join(ENGINE_DOCUMENTS, "fragments");

/** Every document the engine sends: `{ file, text }`, without its fragments. */
export function engineDocuments() {
  return files(ENGINE_DOCUMENTS, ".graphql")
    .filter((path) => !path.startsWith(FRAGMENTS + sep))
    .map(read);
}

/** Every fragment that the engine's documents share, by its name. */
export function engineFragments() {
  const fragments = new Map();
  for (const { file, text } of files(FRAGMENTS, ".graphql").map(read)) {
    for (const definition of parse(text).definitions) {
      if (definition.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`${file} holds more than fragments`);
      fragments.set(definition.name.value, definition);
    }
  }
  return fragments;
}

/**
 * Every document that a Rust test sends to the demo store: the string literals that are GraphQL. One that is
 * wrong on purpose says so in a comment of its own, `# refused: why`, and is left out.
 */
export function testDocuments() {
  const places = ["src-tauri/demo-store", "tests"].map((place) => join(top, ...place.split("/")));
  return places
    .flatMap((place) => files(place, ".rs"))
    .flatMap((path) => {
      const { file, text } = read(path);
      return literals(text)
        .filter(isDocument)
        .map((literal, index) => ({ file: `${file} #${index + 1}`, text: literal }));
    })
    .concat(
      places
        .flatMap((place) => files(place, ".graphql"))
        .filter((path) => basename(path) !== "schema.graphql")
        .map(read),
    )
    .filter(({ text }) => !/^\s*# refused:/m.test(text));
}

/** The document with the definitions of all fragments it reaches. An unknown name is left for the validation. */
export function withFragments(text, fragments) {
  const document = parse(text);
  const own = new Set(document.definitions.map((definition) => definition.name?.value));
  const added = new Map();
  const reach = (node) =>
    visit(node, {
      FragmentSpread({ name: { value: name } }) {
        const definition = fragments.get(name);
        if (own.has(name) || added.has(name) || definition === undefined) return;
        added.set(name, definition);
        reach(definition);
      },
    });
  reach(document);
  return { ...document, definitions: [...document.definitions, ...added.values()] };
}

/** What is wrong with the document, one line each. `allowed` maps a deprecated coordinate to the reason to use it. */
export function faults(schema, document, allowed = {}) {
  const wrong = validate(schema, document, specifiedRules).map((error) => error.message);
  const old = validate(schema, document, [NoDeprecatedCustomRule])
    .map((error) => error.message)
    .filter((message) => !Object.keys(allowed).some((coordinate) => message.includes(` ${coordinate} `)));
  return [...wrong, ...old];
}

/** The string literals of a Rust file, raw ones too. Escapes are undone as far as GraphQL may hold them. */
export function literals(rust) {
  const found = [];
  const literal = /r(#*)"([\s\S]*?)"\1(?!#)|"((?:[^"\\]|\\[\s\S])*)"|\/\/[^\n]*|'(?:[^'\\\n]|\\.)'/g;
  for (const [, , raw, plain] of rust.matchAll(literal)) {
    if (raw !== undefined) found.push(raw);
    if (plain !== undefined) {
      found.push(plain.replace(/\\\n\s*/g, "").replaceAll('\\"', '"').replaceAll("\\n", "\n"));
    }
  }
  return found;
}

function isDocument(text) {
  if (!/^\s*(#[^\n]*\n\s*)*(query|mutation|subscription)?\b[^{}]*\{\s*[\w.]/.test(text)) return false;
  try {
    return parse(text).definitions.some((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return false;
  }
}

function files(place, extension) {
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.endsWith(extension) && !path.includes(`${sep}node_modules${sep}`))
    .toSorted();
}

function read(path) {
  return { file: relative(top, path).replaceAll(sep, "/"), text: readFileSync(path, "utf8") };
}
