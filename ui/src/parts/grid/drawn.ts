// What a cell shows as plain data, and the hand that puts it into the page.
//
// Lines of a grid are used again for other rows, and most rows look alike: a text changes and all else stays. React
// would compare whole trees for that, and the engine would lay out anew what it puts in. Here only what differs is
// written.

/** Texts, elements that hold texts, and icons. */
export type Drawn = string | Mark | Stroke | null | readonly Drawn[];

export interface Mark {
  readonly tag: "span" | "bdi" | "del" | "ins" | "button";
  readonly className: string;
  readonly content: Drawn;
  readonly title?: string | undefined;
  /** Only for eyes. */
  readonly mute?: boolean | undefined;
  /** A drawing, and its name for readers. */
  readonly picture?: string | undefined;
  /** Of a box: `data-checked`, which its styles look for. */
  readonly checked?: string | undefined;
}

/** An icon of one line, drawn in a square of 24; only for eyes, as all icons are. */
export interface Stroke {
  readonly tag: "svg";
  readonly className: string;
  readonly path: string;
  /** Pixels. */
  readonly size: number;
}

type Extras = Pick<Mark, "title" | "mute" | "picture" | "checked">;

/** An element of text; classes as CSS modules give them. */
export function mark(tag: Mark["tag"], className: string | undefined, content: Drawn, extras?: Extras): Mark {
  return { tag, className: className ?? "", content, ...extras };
}

/** Makes the children of the element what is drawn. Nothing else may write into it. */
export function put(into: Element, drawn: Drawn): void {
  let rest = putAll(into, into.firstChild, drawn);
  while (rest !== null) {
    const next = rest.nextSibling;
    into.removeChild(rest);
    rest = next;
  }
}

/** Writes from that child on, and returns the first child behind what was written. */
function putAll(into: Element, at: ChildNode | null, drawn: Drawn): ChildNode | null {
  if (drawn === null) return at;
  if (typeof drawn === "string") return putText(into, at, drawn);
  if (isList(drawn)) {
    let next = at;
    for (const one of drawn) next = putAll(into, next, one);
    return next;
  }
  return drawn.tag === "svg" ? putStroke(into, at, drawn) : putMark(into, at, drawn);
}

const isList = (drawn: Mark | Stroke | readonly Drawn[]): drawn is readonly Drawn[] => Array.isArray(drawn);

function putText(into: Element, at: ChildNode | null, text: string): ChildNode | null {
  if (at instanceof Text) {
    if (at.data !== text) at.data = text;
    return at.nextSibling;
  }
  // A text that is there may become empty: its element then stays as it is for the next row.
  if (text !== "") into.insertBefore(document.createTextNode(text), at);
  return at;
}

function putMark(into: Element, at: ChildNode | null, { tag, className, content, title, mute, picture, checked }: Mark) {
  const known = at instanceof HTMLElement && at.localName === tag ? at : null;
  const element = known ?? document.createElement(tag);
  if (element.className !== className) element.className = className;
  write(element, "title", title);
  write(element, "aria-hidden", mute === true ? "true" : undefined);
  write(element, "role", picture === undefined ? undefined : "img");
  write(element, "aria-label", picture);
  write(element, "data-checked", checked);
  put(element, content);
  if (known !== null) return known.nextSibling;
  into.insertBefore(element, at);
  return at;
}

const SVG = "http://www.w3.org/2000/svg";

function putStroke(into: Element, at: ChildNode | null, { className, path, size }: Stroke): ChildNode | null {
  const known = at instanceof SVGElement ? at : null;
  const element = known ?? emptyStroke();
  write(element, "class", className);
  write(element, "width", String(size));
  write(element, "height", String(size));
  if (element.firstElementChild !== null) write(element.firstElementChild, "d", path);
  if (known !== null) return known.nextSibling;
  into.insertBefore(element, at);
  return at;
}

/** As `Icon` draws them. */
function emptyStroke(): SVGElement {
  const element = document.createElementNS(SVG, "svg");
  write(element, "viewBox", "0 0 24 24");
  write(element, "fill", "none");
  write(element, "stroke", "currentColor");
  write(element, "stroke-width", "1.75");
  write(element, "stroke-linecap", "round");
  write(element, "stroke-linejoin", "round");
  write(element, "aria-hidden", "true");
  write(element, "focusable", "false");
  element.append(document.createElementNS(SVG, "path"));
  return element;
}

/** Sets the attribute, or takes it away, where that is not so already. */
export function write(element: Element, name: string, value: string | undefined): void {
  const before = element.getAttribute(name) ?? undefined;
  if (before === value) return;
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
