import { expect, test } from "vitest";

import type { Command, Scope } from "../keys/registry";
import { found } from "./found";

const commands = (
  [
    ["Go to History", "everywhere"],
    ["Go to Settings", "everywhere"],
    ["Show the history of this product", "changes"],
    ["Größe ändern", "everywhere"],
  ] as const
).map(([id, scope]): Command => ({ id, scope: scope as Scope, word: "frame_help", run: () => undefined }));

test.each([
  ["", ["Show the history of this product", "Go to History", "Go to Settings", "Größe ändern"]],
  ["hist", ["Show the history of this product", "Go to History"]],
  ["go set", ["Go to Settings"]],
  ["grosse", []],
  ["große ander", ["Größe ändern"]],
  ["GO", ["Go to History", "Go to Settings"]],
  ["nothing", []],
])("%s", (text, expected) => {
  expect(found(commands, text, ({ id }) => id).map(({ id }) => id)).toEqual(expected);
});
