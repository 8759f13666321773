import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from "react-aria-components/Disclosure";

import styles from "./Disclosure.module.css";
import { Icon } from "./Icon";
import { defined } from "./defined";

export interface DisclosureProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly level?: 2 | 3 | 4 | undefined;
  /** Stands at the end of the line, such as a figure. */
  readonly aside?: ReactNode;
  readonly open?: boolean | undefined;
  readonly startsOpen?: boolean | undefined;
  readonly onChange?: ((open: boolean) => void) | undefined;
}

/** Details that most do not need. */
export function Disclosure(props: DisclosureProps) {
  return (
    <AriaDisclosure
      className={styles.disclosure ?? ""}
      {...defined({ isExpanded: props.open, defaultExpanded: props.startsOpen, onExpandedChange: props.onChange })}
    >
      <Heading level={props.level ?? 3} className={styles.heading ?? ""}>
        <Button slot="trigger" className={styles.button ?? ""}>
          <Icon of={ChevronRight} directed />
          <span className={styles.title}>{props.title}</span>
          {props.aside !== undefined && <span className={styles.aside}>{props.aside}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className={styles.panel ?? ""}>{props.children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
