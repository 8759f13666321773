import { expect, test } from "vitest";

import { fileName } from "./files";

test.each([
  ["/home/ada/supplier.csv", "supplier.csv"],
  ["C:\\Users\\Ada\\supplier.csv", "supplier.csv"],
  ["supplier.csv", "supplier.csv"],
])("%s is called %s", (path, name) => {
  expect(fileName(path)).toBe(name);
});
