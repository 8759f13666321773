// What is left of a description's HTML when only its look matters.
//
// The text is parsed in a document that runs nothing and loads nothing, and from it a tree of our own is built that
// knows only the tags below and no attribute at all. No string of HTML ever reaches the page: what is not in the list
// cannot be said.

export type Shown =
  | { readonly tag: "text"; readonly text: string }
  | { readonly tag: "picture"; readonly alt: string }
  | { readonly tag: ShownTag; readonly children: readonly Shown[] };

// One kind of text a line.
const shownTags = [
  "p", "br", "hr", "div", "span", "blockquote", "pre",
  "h1", "h2", "h3", "h4", "h5", "h6",
  "ul", "ol", "li", "dl", "dt", "dd",
  "b", "strong", "i", "em", "u", "s", "del", "ins", "small", "sub", "sup", "mark", "code", "a",
  "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption",
] as const;
export type ShownTag = (typeof shownTags)[number];

/** Elements whose contents are no text for people. Others that are not shown leave their text behind. */
const silent = new Set(
  "script style template noscript iframe object embed svg math canvas audio video head title link meta base textarea select".split(
    " ",
  ),
);

/** Levels below which nothing is shown: no shop's text has so many, and a browser has only so much stack. */
export const DEPTH_MAX = 40;

/** Elements and texts beyond which the rest is not shown. */
export const NODES_MAX = 5_000;

export interface SafeHtml {
  readonly nodes: readonly Shown[];
  /** Whether something was left out for its size. */
  readonly cut: boolean;
}

export function safeHtml(html: string): SafeHtml {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const room = { left: NODES_MAX, cut: false };
  return { nodes: childrenOf(body, 0, room), cut: room.cut };
}

interface Room {
  left: number;
  cut: boolean;
}

function childrenOf(parent: Node, depth: number, room: Room): Shown[] {
  const shown: Shown[] = [];
  for (const node of parent.childNodes) {
    if (room.left <= 0 || depth > DEPTH_MAX) {
      room.cut = true;
      break;
    }
    room.left -= 1;
    if (node.nodeType === Node.TEXT_NODE) {
      shown.push({ tag: "text", text: node.textContent ?? "" });
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      shown.push(...elementOf(node as Element, depth, room));
    }
  }
  return shown;
}

function elementOf(element: Element, depth: number, room: Room): Shown[] {
  const tag = element.localName;
  if (silent.has(tag)) return [];
  if (tag === "img") return [{ tag: "picture", alt: element.getAttribute("alt") ?? "" }];
  const children = childrenOf(element, depth + 1, room);
  const known = shownTags.find((one) => one === tag);
  return known === undefined ? children : [{ tag: known, children }];
}

/** The words of a piece of HTML on one line, for a row. Shown as text only, so that nothing needs to be parsed. */
export function withoutTags(html: string): string {
  return html
    .replaceAll(/<[^<>]*>?/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
