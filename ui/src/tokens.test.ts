import { expect, test } from "vitest";

import css from "./tokens.css?raw";

/** The colours of both themes, read from the file that the window uses. */
function colours(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`));
  const names = block.slice(0, block.indexOf("}")).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return new Map([...names].map(([, name, value]) => [name ?? "", value ?? ""]));
}

const themes = { light: colours(":root"), dark: colours(':root[data-theme="dark"]') };

/** As WCAG 2.2 counts it. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** From the design: more than WCAG AA asks (4.5 and 3), so that a poor screen still shows it. */
const TEXT_MIN = 5.8;
const EDGE_MIN = 3.6;

const grounds = ["paper", "sheet", "faint", "hover", "marked"];
const pairs: readonly (readonly [string, readonly string[], number])[] = [
  ["ink", [...grounds, "will-wash", "was-wash", "held-wash", "stop-wash"], TEXT_MIN],
  ["quiet", ["paper", "sheet", "faint"], TEXT_MIN],
  ["will", ["paper", "sheet", "will-wash"], TEXT_MIN],
  ["was", ["paper", "sheet"], TEXT_MIN],
  ["held", ["paper", "sheet", "held-wash"], TEXT_MIN],
  ["stop", ["paper", "sheet", "stop-wash"], TEXT_MIN],
  ["on-will", ["will", "will-strong"], TEXT_MIN],
  ["on-stop", ["stop", "stop-strong"], TEXT_MIN],
  ["sheet", ["ink"], TEXT_MIN],
  // On a row under the cursor: still more than AA.
  ["quiet", ["hover", "marked", "held-wash", "stop-wash"], 4.5],
  ["will", ["hover", "marked", "held-wash", "stop-wash"], 4.5],
  ["edge", ["paper", "sheet"], EDGE_MIN],
];

const rows = Object.entries(themes).flatMap(([theme, tokens]) =>
  pairs.flatMap(([front, backs, least]) => backs.map((back) => [theme, front, back, least, tokens] as const)),
);

test.each(rows)("%s: %s on %s reaches %d : 1", (_, front, back, least, tokens) => {
  expect(contrast(tokens.get(front) ?? "", tokens.get(back) ?? "")).toBeGreaterThanOrEqual(least);
});

test("every colour has its night", () => {
  expect([...themes.dark.keys()].toSorted()).toEqual([...themes.light.keys()].toSorted());
});
