import { ClipboardCopy, ExternalLink, ListFilter } from "lucide-react";

import type { RunDetail, TroubleGroup } from "../bindings/api";
import { signOf } from "../activity/outcome";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Button, say, Sign } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./Troubles.module.css";
import { adviceFor, troubleText, troubleTitle } from "./advice";

export interface TroublesProps {
  readonly shell: Shell;
  readonly detail: RunDetail;
  /** Shows all changes of this cause. */
  readonly onShow: (group: TroubleGroup) => void;
}

/** What did not go through: every cause with what it hit and what to do now. */
export function Troubles({ shell, detail, onShow }: TroublesProps) {
  const { run, troubles, demo } = detail;
  return (
    <ul className={styles.list} aria-label={words("history_troubles")}>
      {troubles.map((group) => (
        <Trouble key={`${group.state} ${group.cause}`} shell={shell} run={run.id} group={group} inShopify={!demo} onShow={onShow} />
      ))}
    </ul>
  );
}

interface TroubleProps {
  readonly shell: Shell;
  readonly run: number;
  readonly group: TroubleGroup;
  readonly inShopify: boolean;
  readonly onShow: (group: TroubleGroup) => void;
}

function Trouble({ shell, run, group, inShopify, onShow }: TroubleProps) {
  const { state, cause, products, count } = group;
  const opening = useAct();
  const more = count - products.length;
  const copy = async () => {
    await navigator.clipboard.writeText(troubleText(group));
    say(words("parts_copied"));
  };
  const open = async () => {
    const page = await shell.runOperations(run, { text: "", states: [state], cause }, 0, 1);
    const url = page.rows[0]?.admin_url ?? null;
    if (url !== null) await shell.openAdmin(url);
  };
  return (
    <li className={styles.trouble}>
      <p className={styles.title}>
        <Sign of={signOf(state)}>{troubleTitle(group)}</Sign>
      </p>
      <p className={styles.cause}>
        <bdi>{cause}</bdi>
      </p>
      <p className={styles.products}>
        {products.map((product) => (
          <bdi key={product}>{product}</bdi>
        ))}
        {more > 0 && <span>{words("history_trouble_more", { count: more })}</span>}
      </p>
      <p className={styles.advice}>{adviceFor(state)}</p>
      <div className={styles.actions}>
        <Button small icon={ListFilter} onPress={() => onShow(group)}>
          {words("history_show_these", { count })}
        </Button>
        {inShopify && (
          <Button small icon={ExternalLink} onPress={() => opening.start(open)}>
            {words("history_open_first")}
          </Button>
        )}
        <Button small kind="quiet" icon={ClipboardCopy} onPress={() => void copy()}>
          {words("history_copy_details")}
        </Button>
      </div>
      {opening.refusal !== null && (
        <Refused refusal={opening.refusal} title={words("history_open_failed")} onClose={opening.putAway} />
      )}
    </li>
  );
}
