import type { HeldGroup } from "../bindings/api";
import { Banner, Button } from "../parts";
import { words } from "../words/words";
import styles from "./Band.module.css";
import { exampleSentence, heldSentence } from "./sentences";

export interface BandProps {
  readonly groups: readonly HeldGroup[];
  /** Of the store, for the figures of an example. */
  readonly currency: string | null;
  readonly busy: boolean;
  readonly onRelease: (kind: string) => void;
  readonly onHold: (kind: string) => void;
  readonly onShow: (kind: string) => void;
}

/** What looks like an accident is held back, a band for each kind, until the owner lets it go. */
export function Band({ groups, ...rest }: BandProps) {
  return groups.map((group) => <Group key={group.kind} group={group} {...rest} />);
}

function Group({ group, currency, busy, onRelease, onHold, onShow }: Omit<BandProps, "groups"> & { readonly group: HeldGroup }) {
  const sentence = heldSentence(group);
  const example = exampleSentence(group, currency);
  const { kind, changes, released, releasable } = group;
  const more = [
    ...(released > 0 && changes > 0 ? [words("review_held_released", { released })] : []),
    ...(releasable ? [] : [words("review_held_location_hint")]),
  ].join(" ");
  return (
    <Banner
      tone={changes > 0 ? "held" : "info"}
      title={
        <>
          {changes > 0 ? sentence : words("review_held_released_all", { what: sentence })}
          {example !== "" && (
            <bdi className={styles.example}>
              {" · "}
              {example}
            </bdi>
          )}
        </>
      }
      actions={
        <>
          <Button kind="quiet" small label={words("review_show_label", { what: sentence })} onPress={() => onShow(kind)}>
            {words("review_show")}
          </Button>
          {releasable && changes > 0 && (
            <Button
              small
              disabled={busy}
              label={words("review_release_label", { what: sentence })}
              onPress={() => onRelease(kind)}
            >
              {words("review_release")}
            </Button>
          )}
          {released > 0 && (
            <Button small disabled={busy} label={words("review_hold_label", { what: sentence })} onPress={() => onHold(kind)}>
              {words("review_hold")}
            </Button>
          )}
        </>
      }
    >
      {more === "" ? undefined : more}
    </Banner>
  );
}
