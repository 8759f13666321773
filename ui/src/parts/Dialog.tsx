import { X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";

import { words } from "../words/words";
import { Button } from "./Button";
import styles from "./Dialog.module.css";
import { Field } from "./Field";
import { classes } from "./defined";

export interface DialogProps {
  readonly open: boolean;
  /** Escape, the cross and (unless `alert`) a press outside. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** Buttons at the foot; the act last, as it is read. */
  readonly actions?: ReactNode;
  /** Must be answered: a press outside does not close it. */
  readonly alert?: boolean | undefined;
  readonly width?: "narrow" | "wide" | undefined;
}

/** Holds the keyboard until it is answered, then gives it back to where it was. */
export function Dialog({ open, onClose, title, children, actions, alert = false, width = "narrow" }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.scrim ?? ""}
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable={!alert}
    >
      <Modal className={classes(styles.modal, styles[width])}>
        <AriaDialog role={alert ? "alertdialog" : "dialog"} className={styles.dialog ?? ""}>
          <header className={styles.head}>
            <Heading slot="title" level={2} className={styles.title ?? ""}>
              {title}
            </Heading>
            {!alert && <Button kind="quiet" small icon={X} label={words("parts_close")} onPress={onClose} />}
          </header>
          {children !== undefined && <div className={styles.body}>{children}</div>}
          {actions !== undefined && <footer className={styles.foot}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmProps {
  readonly open: boolean;
  readonly title: ReactNode;
  /** What will happen, how much of it, and whether it can come back. */
  readonly children?: ReactNode;
  /** The act by its name, "Apply 1,284 changes", never "OK". */
  readonly act: string;
  readonly danger?: boolean | undefined;
  /** Must be typed before the act can be pressed: for what cannot come back. */
  readonly typed?: string | undefined;
  /** Why it cannot be done: then only Cancel is left. */
  readonly barred?: string | null | undefined;
  readonly busy?: string | null | undefined;
  readonly error?: string | null | undefined;
  readonly onAct: () => void;
  readonly onCancel: () => void;
}

/** Asks before an act. The keyboard stands on Cancel where the act is dangerous. */
export function Confirm(props: ConfirmProps) {
  const { open, danger = false, typed, barred = null } = props;
  const [said, setSaid] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (wasOpen !== open) {
    setWasOpen(open);
    setSaid("");
  }
  const ready = barred === null && (typed === undefined || said.trim() === typed);
  return (
    <Dialog
      alert
      open={open}
      onClose={props.onCancel}
      title={props.title}
      actions={
        <>
          <Button onPress={props.onCancel} autoFocus={barred !== null || (danger && typed === undefined)}>
            {words("parts_cancel")}
          </Button>
          <Button
            kind={danger ? "danger" : "will"}
            disabled={!ready}
            busy={props.busy}
            autoFocus={barred === null && !danger}
            onPress={props.onAct}
          >
            {props.act}
          </Button>
        </>
      }
    >
      {props.children}
      {barred !== null && <p className={styles.error}>! {barred}</p>}
      {typed !== undefined && (
        <Field
          mono
          autoFocus
          label={words("parts_type_to_confirm", { name: typed })}
          value={said}
          onChange={setSaid}
          onEnter={() => ready && props.onAct()}
        />
      )}
      {typeof props.error === "string" && (
        <p role="alert" className={styles.error}>
          ! {props.error}
        </p>
      )}
    </Dialog>
  );
}
