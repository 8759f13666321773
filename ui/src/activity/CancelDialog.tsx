import type { RunProgress, Steer } from "../bindings/api";
import { Button, Dialog } from "../parts";
import { words } from "../words/words";
import styles from "./CancelDialog.module.css";
import { cancelSentences } from "./cancelling";

export interface CancelDialogProps {
  readonly open: boolean;
  readonly source: string;
  readonly store: string;
  readonly run: RunProgress;
  readonly onSteer: (steer: Steer) => void;
  readonly onClose: () => void;
}

/** Two ways to stop, and what each of them leaves behind. The keyboard stands on the one that stops nothing. */
export function CancelDialog({ open, source, store, run, onSteer, onClose }: CancelDialogProps) {
  const steer = (kind: "interrupt" | "cancel") => {
    onSteer({ kind });
    onClose();
  };
  return (
    <Dialog
      alert
      width="wide"
      open={open}
      onClose={onClose}
      title={<bdi>{words("activity_cancel_title", { source, store })}</bdi>}
      actions={
        <Button autoFocus onPress={onClose}>
          {words("activity_cancel_back")}
        </Button>
      }
    >
      <ul className={styles.facts}>
        {cancelSentences(run).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <div className={styles.ways}>
        <div className={styles.way}>
          <Button onPress={() => steer("interrupt")}>{words("activity_cancel_keep")}</Button>
          <p>{words("activity_cancel_keep_hint")}</p>
        </div>
        <div className={styles.way}>
          <Button kind="danger" onPress={() => steer("cancel")}>
            {words("activity_cancel_rest")}
          </Button>
          <p>{words("activity_cancel_rest_hint")}</p>
        </div>
      </div>
    </Dialog>
  );
}
