// The words of the window, in ICU message format. Owner's words: see the vocabulary in the design.
// One file for each area, so that two people can write at once; every key starts with a word of its area.
import { activity } from "./activity";
import { common } from "./common";
import { compare } from "./compare";
import { connect } from "./connect";
import { file } from "./file";
import { frame } from "./frame";
import { history } from "./history";
import { home } from "./home";
import { parts } from "./parts";
import { refusals } from "./refusals";
import { review } from "./review";
import { settings } from "./settings";
import { store } from "./store";

/** Kept apart so that a test can see a key which two areas use. */
export const areas = { common, frame, parts, settings, home, connect, compare, store, file, review, activity, history, refusals };

export const en = {
  ...common,
  ...frame,
  ...parts,
  ...settings,
  ...home,
  ...connect,
  ...compare,
  ...store,
  ...file,
  ...review,
  ...activity,
  ...history,
  ...refusals,
} as const;

export type WordKey = keyof typeof en;
