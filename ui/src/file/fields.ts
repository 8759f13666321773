// What a column of a sheet fills, and how the sheet is written, in the owner's words.
import type { Column, FileReport } from "../bindings/api";
import { fieldName, wordOf } from "../review/fields";
import { words, type WordKey } from "../words/words";

/** "Variant id", "Compare-at price"; null for a column that is not used. */
export function columnFills({ field }: Column): string | null {
  if (field === null) return null;
  const own = wordOf("file_field", field);
  return own === null ? fieldName(field) : words(own);
}

const delimiters: Record<string, WordKey> = {
  ",": "file_by_comma",
  ";": "file_by_semicolon",
  "\t": "file_by_tab",
  "|": "file_by_bar",
};

const encodings: Record<string, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252",
};

/** "UTF-8, separated by semicolons". */
export function writtenAs({ encoding, delimiter }: Pick<FileReport, "encoding" | "delimiter">): string {
  const named = encodings[encoding.toLowerCase()] ?? encoding;
  if (delimiter === null) return words("file_lines", { encoding: named });
  const known = delimiters[delimiter];
  return words("file_separated", { encoding: named, delimiter: known === undefined ? delimiter : words(known) });
}

export function shapeSentence(shape: string): string {
  return words(wordOf("file_shape", shape) ?? "file_shape_other");
}

/** How many products or rows are refused, since that is what a count of findings is read for. */
export function leftOutSentence({ groups }: Pick<FileReport, "groups">): string {
  const refused = groups.filter(({ severity }) => severity === "refused");
  return words("file_left_out", { count: refused.reduce((sum, group) => sum + group.count, 0) });
}

/** Columns that fill a field, in the order of the sheet, and the others apart. */
export function sortedColumns(columns: readonly Column[]): { used: Column[]; unused: Column[] } {
  return {
    used: columns.filter(({ field }) => field !== null),
    unused: columns.filter(({ field }) => field === null),
  };
}
