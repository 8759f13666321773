import { useId, useState, type KeyboardEvent } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { chordsOf, type Command } from "../keys/registry";
import { useCommands } from "../keys/useCommand";
import { Field, Keys } from "../parts";
import { words } from "../words/words";
import styles from "./Palette.module.css";
import { found } from "./found";

/** Every command of the window, found by its words. */
export function Palette({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <ModalOverlay className={styles.scrim ?? ""} isOpen={open} onOpenChange={(is) => !is && onClose()} isDismissable>
      <Modal className={styles.modal ?? ""}>
        <Dialog aria-label={words("frame_palette")} className={styles.dialog ?? ""}>
          <Finder onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const offered = useCommands().filter(({ hidden, when, id: name }) => hidden !== true && when !== false && name !== "frame_palette");
  const list = found(offered, text, (command) => words(command.word, command.figures));
  const chosen = list[Math.min(at, list.length - 1)];

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0 && list.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, list.length - 1) + by + list.length) % list.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(chosen);
    }
  };
  return (
    <div role="presentation" className={styles.finder} onKeyDown={press}>
      <Field
        kind="search"
        autoFocus
        labelHidden
        label={words("frame_palette")}
        placeholder={words("frame_palette_field")}
        value={text}
        onChange={(typed) => {
          setText(typed);
          setAt(0);
        }}
        combobox={{ list: `${id}-list`, active: chosen === undefined ? undefined : `${id}-${chosen.id}` }}
      />
      <div id={`${id}-list`} role="listbox" aria-label={words("frame_palette")} className={styles.list}>
        {list.map((command) => (
          // The keys are those of the field, which has the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={command.id}
            id={`${id}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === chosen}
            className={styles.item}
            ref={command === chosen ? seen : undefined}
            onPointerMove={() => setAt(list.indexOf(command))}
            onClick={() => run(command)}
          >
            <span className={styles.word}>{words(command.word, command.figures)}</span>
            {chordsOf(command)[0] !== undefined && <Keys of={chordsOf(command)[0] ?? ""} />}
          </div>
        ))}
      </div>
      {list.length === 0 && <p className={styles.none}>{words("frame_palette_none")}</p>}
    </div>
  );
}

function seen(element: HTMLElement | null): void {
  element?.scrollIntoView?.({ block: "nearest" });
}
