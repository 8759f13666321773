// What a cell shows as plain data, and the hand that puts it into the page.
//
// Lines of a grid are used again for other rows, and most rows look alike: a text changes and all else stays. React
// would compare whole trees for that, and the engine would lay out anew what it puts in. Here only what differs is
// written.

/** Texts, and elements that hold texts. */
export type Drawn = string | Mark | null | readonly Drawn[];

export interface Mark {
  readonly tag: "span" | "bdi" | "del" | "ins";
  readonly className: string;
  readonly content: Drawn;
  readonly title?: string | undefined;
  /** Only for eyes. */
  readonly mute?: boolean | undefined;
  /** A drawing, and its name for readers. */
  readonly picture?: string | undefined;
}

type Extras = Pick<Mark, "title" | "mute" | "picture">;

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
  if (isMark(drawn)) return putMark(into, at, drawn);
  let next = at;
  for (const one of drawn) next = putAll(into, next, one);
  return next;
}

const isMark = (drawn: Mark | readonly Drawn[]): drawn is Mark => !Array.isArray(drawn);

function putText(into: Element, at: ChildNode | null, text: string): ChildNode | null {
  if (at instanceof Text) {
    if (at.data !== text) at.data = text;
    return at.nextSibling;
  }
  // A text that is there may become empty: its element then stays as it is for the next row.
  if (text !== "") into.insertBefore(document.createTextNode(text), at);
  return at;
}

function putMark(into: Element, at: ChildNode | null, { tag, className, content, title, mute, picture }: Mark) {
  const known = at instanceof HTMLElement && at.localName === tag ? at : null;
  const element = known ?? document.createElement(tag);
  if (element.className !== className) element.className = className;
  write(element, "title", title);
  write(element, "aria-hidden", mute === true ? "true" : undefined);
  write(element, "role", picture === undefined ? undefined : "img");
  write(element, "aria-label", picture);
  put(element, content);
  if (known !== null) return known.nextSibling;
  into.insertBefore(element, at);
  return at;
}

/** Sets the attribute, or takes it away, where that is not so already. */
export function write(element: Element, name: string, value: string | undefined): void {
  const before = element.getAttribute(name) ?? undefined;
  if (before === value) return;
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
