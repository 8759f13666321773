import type { Review } from "../bindings/api";
import { Facts, Section } from "../parts";
import { count } from "../words/figures";
import { about, moment } from "../words/time";
import { words, type WordKey } from "../words/words";
import { wordOf } from "./fields";
import { onlyCollections } from "./sentences";
import { sentenceCase } from "./sentences";

const figure = (label: WordKey, value: number) => ({ label: words(label), value: count(value) });

/** What the run will cost and how the changes came about, for who wants to know. */
export function Details({ review }: { readonly review: Review }) {
  const { counts, forecast, origin } = review;
  const of = onlyCollections(counts) ? "review_details_collections" : "review_details_products";
  const strategy = wordOf("review_strategy", forecast.strategy);
  return (
    <>
      <Section title={words("review_details_compared")}>
        <Facts
          facts={[
            { label: words("review_details_made"), value: moment(review.created_at_ms) },
            ...(review.copied_at_ms === null
              ? []
              : [{ label: words("review_details_copied"), value: moment(review.copied_at_ms) }]),
            { label: words("review_details_match"), value: words(`file_match_${review.match_by}`) },
            { label: words("file_missing"), value: words(`file_missing_${review.missing}`) },
            figure(of, counts.products),
            figure("review_details_even", counts.products_even),
            figure("review_details_created", counts.products_created),
            figure("review_details_changed", counts.products_changed),
            figure("review_details_removed", counts.products_removed),
          ]}
        />
      </Section>
      {origin.kind === "store" && counts.to_apply > 0 && (
        <Section title={words("review_details_run")}>
          <Facts
            facts={[
              { label: words("review_details_time"), value: about(forecast.seconds_low, forecast.seconds_high) },
              { label: words("review_details_strategy"), value: strategy === null ? forecast.strategy : words(strategy) },
              { label: words("review_details_reason"), value: sentenceCase(forecast.reason) },
              figure("review_details_operations", counts.operations_to_apply),
              figure("review_details_calls", forecast.calls),
              figure("review_details_points", forecast.points),
            ]}
          />
        </Section>
      )}
    </>
  );
}
