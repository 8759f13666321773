import { chordsOf, type Command } from "../keys/registry";
import { useCommands } from "../keys/useCommand";
import { Dialog, Keys } from "../parts";
import { words } from "../words/words";
import styles from "./Help.module.css";

/** All keys that work here, from the same list they work by. */
export function Help({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const keyed = useCommands().filter((command) => chordsOf(command).length > 0);
  const here = keyed.filter(({ scope }) => scope !== "everywhere");
  const everywhere = keyed.filter(({ scope }) => scope === "everywhere");
  return (
    <Dialog open={open} onClose={onClose} title={words("frame_help_title")} width="wide">
      <div className={styles.columns}>
        <Group title={words("frame_help_everywhere")} lines={everywhere.map(lineOf)} />
        <div>
          {here.length > 0 && <Group title={words("frame_help_here")} lines={here.map(lineOf)} />}
          <Group
            title={words("frame_help_grid")}
            lines={[
              { word: words("frame_key_move"), keys: ["J", "K"] },
              { word: words("frame_key_page"), keys: ["PageUp", "PageDown"] },
              { word: words("frame_key_ends"), keys: ["Mod+Home", "Mod+End"] },
              { word: words("frame_key_toggle"), keys: ["Space"] },
              { word: words("frame_key_open"), keys: ["Enter"] },
            ]}
          />
        </div>
      </div>
    </Dialog>
  );
}

interface Line {
  readonly word: string;
  readonly keys: readonly string[];
}

const lineOf = (command: Command): Line => ({ word: words(command.word, command.figures), keys: chordsOf(command) });

function Group({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.list}>
        {lines.map((line) => (
          <div key={line.word} className={styles.line}>
            <dt>{line.word}</dt>
            <dd>
              {line.keys.map((keys) => (
                <Keys key={keys} of={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
