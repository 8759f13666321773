import { ExternalLink } from "lucide-react";
import { useEffect, useState } from "react";

import type { Review, ReviewRow, RowState } from "../bindings/api";
import { Banner, Button } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import { wholeReview } from "./query";

export interface Tried {
  readonly products: readonly { readonly title: string; readonly admin: string | null }[];
  readonly bad: boolean;
}

export const endStates: readonly RowState[] = ["applied", "unchanged", "rejected", "failed", "skipped"];

/** A trial takes a few products; this many rows hold all of them, and more are not looked at. */
const ROWS_MAX = 500;

/** Products whose admin pages are offered; a trial takes three. */
const LINKS_MAX = 5;

/** Returns what a trial did, one entry for each product, from the rows that are done. */
export function triedProducts(rows: readonly ReviewRow[]): Map<string, ReviewRow> {
  const first = new Map<string, ReviewRow>();
  for (const row of rows) if (!first.has(row.product)) first.set(row.product, row);
  return first;
}

export const metProblems = (rows: readonly ReviewRow[]): boolean =>
  rows.some(({ state }) => state === "rejected" || state === "failed");

function useTried(shell: Shell, review: Review): Tried | null {
  const [tried, setTried] = useState<Tried | null>(null);
  const { id, trial_run, counts } = review;
  const { done } = counts;
  useEffect(() => {
    if (trial_run === null || done === 0) return;
    let gone = false;
    const read = async () => {
      const { rows } = await shell.reviewPage(id, { ...wholeReview, states: [...endStates] }, 0, ROWS_MAX);
      const first = [...triedProducts(rows).values()];
      const details = await Promise.all(first.slice(0, LINKS_MAX).map((row) => shell.reviewChange(id, row.row)));
      const admin = new Map(details.map((detail) => [detail.row.product, detail.admin_url]));
      const products = first.map(({ product, title }) => ({ title: title || product, admin: admin.get(product) ?? null }));
      if (!gone) setTried({ products, bad: metProblems(rows) });
    };
    // The band is a help to look; without it the rows themselves still say what was done.
    read().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [shell, id, trial_run, done]);
  return trial_run === null || review.run !== null ? null : tried;
}

export interface TrialProps {
  readonly shell: Shell;
  readonly review: Review;
  readonly onShow: () => void;
  readonly onAdmin: (url: string) => void;
}

/** After a trial: what was changed, with a way to each product. */
export function Trial({ shell, review, onShow, onAdmin }: TrialProps) {
  const tried = useTried(shell, review);
  if (tried === null || tried.products.length === 0) return null;
  const { products, bad } = tried;
  const linked = products.some(({ admin }) => admin !== null);
  const sentence = bad ? "review_tried_bad" : linked ? "review_tried" : "review_tried_demo";
  return (
    <Banner
      tone={bad ? "stop" : "done"}
      title={words(sentence, { products: products.length })}
      actions={
        <>
          {products.map(({ title, admin }) =>
            admin === null ? null : (
              <Button key={admin} kind="quiet" small iconAfter={ExternalLink} onPress={() => onAdmin(admin)}>
                {words("review_tried_open", { title })}
              </Button>
            ),
          )}
          <Button small onPress={onShow}>
            {words("review_tried_show")}
          </Button>
        </>
      }
    />
  );
}
