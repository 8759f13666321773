// What a grid shows in its columns.
import type { Drawn } from "./drawn";

export interface GridColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** Of the label, where it is only for readers: a column of boxes or signs. */
  readonly labelHidden?: boolean | undefined;
  /** Pixels, or a share of what is left with at least so many pixels. */
  readonly width: number | { readonly share: number; readonly min: number };
  /** Figures stand at the end. */
  readonly align?: Align;
  /**
   * What readers hear of the cell instead of what it shows; null where they hear that. An attribute and not a hidden
   * text: a scroll draws many cells.
   */
  readonly heard?: ((row: Row) => string | null) | undefined;
  /** A press in this column toggles the row instead of selecting it. */
  readonly toggles?: boolean | undefined;
  /**
   * What stands in the cell, as data: a scroll writes only what differs. No controls: what can be done with a row is
   * done by `onToggle` and `onOpen`.
   */
  readonly draw: (row: Row) => Drawn;
}

export type Align = "start" | "end" | "center" | undefined;

/** How a row looks as a whole: left out, held … */
export type GridTone = "faded" | "held" | "stop" | "done";

/** The group a row belongs to with its neighbours, and what it is called above the rows. */
export interface GridGroup {
  readonly key: string;
  readonly label: Drawn;
}
