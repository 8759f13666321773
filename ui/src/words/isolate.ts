// Names of shops and sheets are written by others: from right to left, or with marks that turn the direction of all
// that follows them. Inside a sentence they are fenced in, so that the sentence reads as it was written.

/** Opens a stretch that has a direction of its own, and closes it with all that was left open inside it. */
const OPEN = "\u2068";
const CLOSE = "\u2069";

/** Letters from right to left, and every mark that sets a direction. */
const TURNS = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
/** All of those lie in these ranges: most names are done with at a glance. */
const MAY_TURN = /[\u0590-\uffff]/;
/** A closing mark in the name itself would end the fence early. */
const ENDS = /\u2069/gu;

/** Returns the name as it can stand in a sentence; most need nothing. */
export function isolated(name: string): string {
  return MAY_TURN.test(name) && TURNS.test(name) ? `${OPEN}${name.replaceAll(ENDS, "")}${CLOSE}` : name;
}
