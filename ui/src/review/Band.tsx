import type { HeldGroup } from "../bindings/api";
import { Banner, Button } from "../parts";
import { words } from "../words/words";
import styles from "./Band.module.css";
import { heldSentence } from "./sentences";

export interface BandProps {
  readonly groups: readonly HeldGroup[];
  readonly busy: boolean;
  readonly onRelease: (kind: string) => void;
  readonly onHold: (kind: string) => void;
  readonly onShow: (kind: string) => void;
}

/** What looks like an accident is held back, in the shop's words, until the owner lets it go. */
export function Band({ groups, busy, onRelease, onHold, onShow }: BandProps) {
  if (groups.length === 0) return null;
  const held = groups.reduce((sum, group) => sum + group.changes, 0);
  const released = groups.reduce((sum, group) => sum + group.released, 0);
  return (
    <Banner
      tone="held"
      title={
        held > 0
          ? words("review_held_title", { changes: held })
          : words("review_held_released_title", { changes: released })
      }
    >
      <ul className={styles.groups}>
        {groups.map((group) => (
          <Group key={group.kind} {...{ group, busy, onRelease, onHold, onShow }} />
        ))}
      </ul>
    </Banner>
  );
}

function Group({ group, busy, onRelease, onHold, onShow }: Omit<BandProps, "groups"> & { readonly group: HeldGroup }) {
  const sentence = heldSentence(group);
  return (
    <li className={styles.group}>
      <div className={styles.words}>
        <p className={styles.sentence}>{sentence}</p>
        <p className={styles.example}>
          {group.example !== "" && (
            <bdi>
              {words("review_held_example", { product: group.example_product, example: group.example })}
            </bdi>
          )}
          {group.released > 0 && group.changes > 0 && ` ${words("review_held_released", { released: group.released })}.`}
          {!group.releasable && ` ${words("review_held_location_hint")}`}
        </p>
      </div>
      <div className={styles.acts}>
        <Button kind="quiet" small onPress={() => onShow(group.kind)} label={words("review_show_label", { what: sentence })}>
          {words("review_show")}
        </Button>
        {group.releasable && group.changes > 0 && (
          <Button small disabled={busy} onPress={() => onRelease(group.kind)} label={words("review_release_label", { what: sentence })}>
            {words("review_release")}
          </Button>
        )}
        {group.released > 0 && (
          <Button small disabled={busy} onPress={() => onHold(group.kind)} label={words("review_hold_label", { what: sentence })}>
            {words("review_hold")}
          </Button>
        )}
      </div>
    </li>
  );
}
