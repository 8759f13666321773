import { expect, test } from "vitest";

import { DEPTH_MAX, NODES_MAX, safeHtml, type Shown } from "./safeHtml";

/** The tree as text: `p(b("Mug"))`. */
function told(nodes: readonly Shown[]): string {
  return nodes
    .map((node) => {
      if (node.tag === "text") return JSON.stringify(node.text);
      if (node.tag === "picture") return `picture(${node.alt})`;
      return `${node.tag}(${told("children" in node ? node.children : [])})`;
    })
    .join(" ");
}

test.each([
  ["<p>Mug, <b>oat</b></p>", 'p("Mug, " b("oat"))'],
  ["plain", '"plain"'],
  ["", ""],
  ["<p>a<script>alert(1)</script>b</p>", 'p("a" "b")'],
  ["<style>p{display:none}</style><p>a</p>", 'p("a")'],
  ['<p onclick="alert(1)" style="position:fixed" class="x" id="root">a</p>', 'p("a")'],
  ['<a href="javascript:alert(1)">look</a>', 'a("look")'],
  ['<img src="https://spy.example/x.png" onerror="alert(1)" alt="A mug">', "picture(A mug)"],
  ['<iframe srcdoc="<script>alert(1)</script>"></iframe>after', '"after"'],
  ['<object data="x"><embed src="y">inner</object>after', '"after"'],
  ['<svg onload="alert(1)"><a><text>x</text></a></svg>after', '"after"'],
  ["<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>after", '"after"'],
  ['<form action="https://spy.example"><input name="a"><button>Buy</button></form>', '"Buy"'],
  ['<meta http-equiv="refresh" content="0;url=https://spy.example"><p>a</p>', 'p("a")'],
  ["<video src=x><track></video><audio></audio>after", '"after"'],
  ["<custom-shop><p>inner</p></custom-shop>", 'p("inner")'],
  ["<!-- <script>alert(1)</script> --><p>a</p>", 'p("a")'],
  ["<p>unclosed <b>tags", 'p("unclosed " b("tags"))'],
])("%s", (html, expected) => {
  expect(told(safeHtml(html).nodes)).toBe(expected);
});

test("nothing of an attribute is left but the description of a picture", () => {
  const html = '<p onmouseover="x" data-a="b"><a href="https://a.example" target="_blank">a</a><img alt="b" srcset="c"></p>';
  expect(JSON.stringify(safeHtml(html).nodes)).not.toMatch(/onmouseover|data-|href|https|srcset|target/);
});

test("parsing neither runs nor loads", () => {
  (globalThis as { planted?: boolean }).planted = false;
  safeHtml("<script>globalThis.planted = true</script><img src=x onerror='globalThis.planted = true'>");
  expect((globalThis as { planted?: boolean }).planted).toBe(false);
});

test("what is too deep or too much is cut and said so", () => {
  expect(safeHtml("<div>".repeat(DEPTH_MAX * 4) + "deep")).toMatchObject({ cut: true });
  const many = safeHtml("<p></p>".repeat(NODES_MAX * 2));
  expect([many.cut, many.nodes.length]).toEqual([true, NODES_MAX]);
  expect(safeHtml("<p>a</p>").cut).toBe(false);
});
