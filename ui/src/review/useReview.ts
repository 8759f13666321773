import { useCallback, useEffect, useRef, useState } from "react";

import type { Mark, Refusal, Review, ReviewFacets, ReviewQuery, Selection } from "../bindings/api";
import { caught } from "../asking/caught";
import type { Shell } from "../shell";

export type Reading =
  | { readonly at: "reading" }
  | { readonly at: "read"; readonly review: Review }
  | { readonly at: "refused"; readonly refusal: Refusal };

export interface ReviewState {
  readonly reading: Reading;
  /** Answers with the review after the mark; throws where it was refused, and nothing is marked then. */
  readonly mark: (selection: Selection, mark: Mark) => Promise<Review>;
  /** Begins anew, after it could not be read. */
  readonly again: () => void;
  /** Reads what may have changed; what is shown stays until then. */
  readonly refresh: () => void;
}

/** The head of a review, read again whenever the shell says that something changed. */
export function useReview(shell: Shell, id: number): ReviewState {
  const [reading, setReading] = useState<Reading>({ at: "reading" });
  const asked = useRef(0);

  const read = useCallback(() => {
    asked.current += 1;
    const mine = asked.current;
    shell.review(id).then(
      (review) => mine === asked.current && setReading({ at: "read", review }),
      (thrown: unknown) => {
        if (mine !== asked.current) return;
        // What was read a moment ago is still true; a later failure must not take it away.
        setReading((before) => (before.at === "read" ? before : { at: "refused", refusal: caught(thrown) }));
      },
    );
  }, [shell, id]);

  useEffect(() => {
    read();
    const stop = shell.on("ledger", read);
    return () => {
      asked.current += 1;
      stop();
    };
  }, [shell, read]);

  return {
    reading,
    refresh: read,
    again: () => {
      setReading({ at: "reading" });
      read();
    },
    async mark(selection, mark) {
      const review = await shell.reviewMark(id, selection, mark);
      // A reading that was asked for before the mark would bring the old state back.
      asked.current += 1;
      setReading({ at: "read", review });
      return review;
    },
  };
}

export interface Shown {
  readonly query: ReviewQuery;
  readonly facets: ReviewFacets;
  /** Changes with the review's version and with the query. */
  readonly key: string;
}

/** Milliseconds after the last letter before the rows are filtered: shorter than a pause between two words. */
export const TYPING_MS = 150;

/** What the filter leaves. The last answer stays until the next one has come. */
export function useShown(shell: Shell, id: number, version: number, query: ReviewQuery): Shown | "failed" | null {
  const [shown, setShown] = useState<Shown | "failed" | null>(null);
  const texted = useRef(query.text);

  useEffect(() => {
    let gone = false;
    const key = `${version} ${JSON.stringify(query)}`;
    const read = () =>
      shell.reviewFacets(id, query).then(
        (facets) => !gone && setShown({ query, facets, key }),
        () => !gone && setShown("failed"),
      );
    const typing = texted.current !== query.text;
    texted.current = query.text;
    const timer = typing ? setTimeout(() => void read(), TYPING_MS) : null;
    if (timer === null) void read();
    return () => {
      gone = true;
      if (timer !== null) clearTimeout(timer);
    };
  }, [shell, id, version, query]);

  return shown;
}
