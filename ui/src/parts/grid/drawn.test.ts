import { expect, test } from "vitest";

import { mark, put, write, type Drawn } from "./drawn";

const cell = () => document.createElement("span");

/** What stands there after it was put into an empty cell. */
function drawn(what: Drawn): string {
  const element = cell();
  put(element, what);
  return element.innerHTML;
}

const price = (was: string) => mark("del", "was", mark("bdi", "", was));
const icon: Drawn = { tag: "svg", className: "icon", path: "M5 12h14", size: 14 };
const blank = mark("span", "blank", "empty");

test.each<[string, Drawn, string]>([
  ["nothing", null, ""],
  ["an empty text", "", ""],
  ["a text, taken as text", "<b>&", "&lt;b&gt;&amp;"],
  ["marks within marks", price("10"), '<del class="was"><bdi>10</bdi></del>'],
  ["a row of them", ["a", null, mark("bdi", "sku", "b"), ["c"]], 'a<bdi class="sku">b</bdi>c'],
  ["a title", mark("bdi", "x", "y", { title: "z" }), '<bdi class="x" title="z">y</bdi>'],
  ["only for eyes", mark("span", "x", "y", { mute: true }), '<span class="x" aria-hidden="true">y</span>'],
  ["a drawing", mark("span", "x", null, { picture: "z" }), '<span class="x" role="img" aria-label="z"></span>'],
])("puts %s", (_, what, expected) => {
  expect(drawn(what)).toBe(expected);
});

test("whatever stood there before, the same stands there afterwards", () => {
  const looks: Drawn[] = [
    null,
    "text",
    price("10"),
    blank,
    ["a", blank, "b", price("12")],
    [price("12"), "b"],
    mark("span", "x", "y", { title: "z", mute: true, picture: "w" }),
    mark("span", "x", "y"),
    mark("span", "box", icon, { checked: "true" }),
    mark("span", "box", null, { checked: "false" }),
  ];
  for (const before of looks) {
    for (const after of looks) {
      const element = cell();
      put(element, before);
      put(element, after);
      expect([before, after, element.innerHTML]).toEqual([before, after, drawn(after)]);
    }
  }
});

test("what looks alike keeps its elements: another price is another text only", () => {
  const element = cell();
  put(element, [price("10"), "by", blank]);
  const { childNodes } = element;
  const before = [...childNodes, childNodes[0]?.firstChild, childNodes[0]?.firstChild?.firstChild];
  const watcher = new MutationObserver(() => {});
  watcher.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
  put(element, [price("11"), "by", blank]);
  expect(element.textContent).toBe("11byempty");
  expect([...childNodes, childNodes[0]?.firstChild, childNodes[0]?.firstChild?.firstChild]).toEqual(before);
  expect(watcher.takeRecords().map(({ type }) => type)).toEqual(["characterData"]);
});

test("an attribute is written where it differs", () => {
  const element = cell();
  write(element, "title", "a");
  expect(element.getAttribute("title")).toBe("a");
  write(element, "title", undefined);
  expect(element.hasAttribute("title")).toBe(false);
});
