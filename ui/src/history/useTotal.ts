import { useEffect, useRef, useState } from "react";

import { TYPING_MS } from "../review/useReview";

export interface Total<Query> {
  readonly query: Query;
  readonly total: number;
  /** Changes with the query and with `stamp`. */
  readonly version: string;
}

/**
 * How many rows a query has, for a grid that reads them page by page. The last answer stays until the next has come;
 * while somebody types, the shell is asked after a pause.
 */
export function useTotal<Query extends { readonly text: string }>(
  query: Query,
  stamp: string,
  count: (query: Query) => Promise<number>,
): Total<Query> | "failed" | null {
  const [total, setTotal] = useState<Total<Query> | "failed" | null>(null);
  const text = useRef(query.text);
  const newest = useRef(count);
  useEffect(() => {
    newest.current = count;
  });

  useEffect(() => {
    let gone = false;
    const version = `${stamp} ${JSON.stringify(query)}`;
    const read = () =>
      void newest.current(query).then(
        (found) => !gone && setTotal({ query, total: found, version }),
        () => !gone && setTotal("failed"),
      );
    const typing = text.current !== query.text;
    text.current = query.text;
    const timer = setTimeout(read, typing ? TYPING_MS : 0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [query, stamp]);

  return total;
}
