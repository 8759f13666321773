import type { ClosingChoice } from "../bindings/api";
import { Button, Dialog } from "../parts";
import { words } from "../words/words";

/** Asked when the window is to be closed while something is under way. */
export function Closing({ open, onChoice }: { readonly open: boolean; readonly onChoice: (choice: ClosingChoice) => void }) {
  return (
    <Dialog
      alert
      open={open}
      onClose={() => onChoice("stay")}
      title={words("frame_closing_title")}
      actions={
        <>
          <Button kind="quiet" onPress={() => onChoice("stay")}>
            {words("frame_closing_stay")}
          </Button>
          <Button onPress={() => onChoice("stop_and_quit")}>{words("frame_closing_stop")}</Button>
          <Button autoFocus onPress={() => onChoice("keep_running")}>
            {words("frame_closing_keep")}
          </Button>
        </>
      }
    >
      <p>{words("frame_closing_body")}</p>
    </Dialog>
  );
}
