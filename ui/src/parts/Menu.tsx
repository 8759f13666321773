import { ChevronDown } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components/Menu";

import { Button } from "./Button";
import { Icon, type LucideIcon } from "./Icon";
import { Keys } from "./Keys";
import overlay from "./Overlay.module.css";
import { classes } from "./defined";

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  /** As the keyboard registry writes them. */
  readonly keys?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** A rule above it. */
  readonly ruled?: boolean | undefined;
  readonly onPress: () => void;
}

export interface MenuProps {
  /** The name of the menu, and what its button says unless it shows only an icon. */
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly iconOnly?: boolean | undefined;
  readonly kind?: "plain" | "quiet" | undefined;
  readonly small?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly entries: readonly MenuEntry[];
  /** A button of one's own instead. */
  readonly button?: ReactNode;
}

/** A button with acts behind it. */
export function Menu(props: MenuProps) {
  const { label, icon, iconOnly = false, entries } = props;
  const blocked = entries.filter((entry) => entry.disabled === true).map((entry) => entry.id);
  return (
    <MenuTrigger>
      {props.button ??
        (iconOnly ? (
          <Button kind={props.kind} small={props.small} disabled={props.disabled} icon={icon} label={label} />
        ) : (
          <Button kind={props.kind} small={props.small} disabled={props.disabled} icon={icon} iconAfter={ChevronDown}>
            {label}
          </Button>
        ))}
      <Popover className={overlay.popover ?? ""} offset={4}>
        <AriaMenu
          aria-label={label}
          className={overlay.list ?? ""}
          disabledKeys={blocked}
          onAction={(key) => entries.find((entry) => entry.id === key)?.onPress()}
        >
          {entries.map((entry) => (
            <Fragment key={entry.id}>
              {entry.ruled === true && <Separator className={overlay.rule ?? ""} />}
              <MenuItem
                id={entry.id}
                textValue={entry.label}
                className={classes(overlay.item, entry.danger === true && overlay.danger)}
              >
                <span className={overlay.sign}>{entry.icon !== undefined && <Icon of={entry.icon} />}</span>
                <span className={overlay.words}>
                  {entry.label}
                  {entry.hint !== undefined && <span className={overlay.hint}>{entry.hint}</span>}
                </span>
                {entry.keys !== undefined && (
                  <span className={overlay.keys}>
                    <Keys of={entry.keys} />
                  </span>
                )}
              </MenuItem>
            </Fragment>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
