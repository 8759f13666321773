// The small parts as rows of a grid wear them: the same styles as `Sign`, `Box`, `StoreMark`, `Was` and `Will`.
import { words } from "../../words/words";
import changeStyles from "../Change.module.css";
import boxStyles from "../Checkbox.module.css";
import signStyles from "../Chip.module.css";
import { signs, type SignName } from "../Chip";
import iconStyles from "../Icon.module.css";
import { classes } from "../defined";
import { mark, type Drawn, type Mark, type Stroke } from "./drawn";

/** A sign and its word, or the sign alone where the row tells the word otherwise. */
export function signMark(of: SignName, word: string | null): Mark {
  const alone = mark("span", signStyles.mark, signs[of].mark, { mute: true });
  return mark("span", classes(signStyles.sign, signStyles[of]), word === null ? alone : [alone, mark("span", undefined, word)]);
}

/** For readers, where the sign stands alone. */
export const signWord = (of: SignName): string => words(signs[of].word);

/** In or out. */
export function boxMark(checked: boolean): Mark {
  return mark("span", boxStyles.box, checked ? stroke(CHECK, 12) : null, { mute: true, checked: String(checked) });
}

export function storeMark(demo: boolean): Mark {
  return mark("span", demo ? signStyles.demo : signStyles.live, words(demo ? "mark_demo" : "mark_live"));
}

/** What will not stay, with its word for readers. */
export function wasMark(content: Drawn, removed: boolean): Mark {
  return mark("del", classes(changeStyles.was, removed && changeStyles.removed), [heard(words("change_was")), content]);
}

/** What will be, with its word for readers. */
export function willMark(content: Drawn): Mark {
  return mark("ins", changeStyles.will, [heard(words("change_will")), content]);
}

/** Before, an arrow, after. */
export function changeMark(before: string, after: string): Mark {
  const arrow = mark("span", changeStyles.arrow, arrowMark());
  return mark("span", changeStyles.change, [wasMark(before, false), arrow, willMark(after)]);
}

const heard = (word: string) => mark("span", changeStyles.heard, `${word} `);

/** From what was to what will be. */
export const arrowMark = (): Stroke => stroke(ARROW_RIGHT, 14, iconStyles.directed);

const stroke = (path: string, size: number, also?: string): Stroke => ({
  tag: "svg",
  className: classes(iconStyles.icon, also),
  path,
  size,
});

// Of Lucide, as all icons are.
const CHECK = "M20 6 9 17l-5-5";
const ARROW_RIGHT = "M5 12h14M12 5l7 7-7 7";
