import { Check, ChevronsUpDown } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Button, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { Label } from "react-aria-components/Label";

import field from "./Field.module.css";
import { Icon } from "./Icon";
import overlay from "./Overlay.module.css";
import styles from "./Select.module.css";
import { classes, defined } from "./defined";

export interface Option<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<Id extends string> {
  readonly label: string;
  readonly labelHidden?: boolean | undefined;
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onChange: (value: Id) => void;
  readonly placeholder?: string | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly disabled?: boolean | undefined;
  readonly small?: boolean | undefined;
}

/** One of a few: for up to five with room enough, a `Choice` says more. */
export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, options, value, onChange, hint, error } = props;
  const wrong = typeof error === "string";
  const said = useId();
  const described = hint !== undefined || wrong ? said : undefined;
  return (
    <AriaSelect
      className={classes(field.field, styles.select)}
      value={value}
      onChange={(key) => key !== null && onChange(key as Id)}
      isDisabled={props.disabled ?? false}
      isInvalid={wrong}
      {...defined({ placeholder: props.placeholder, "aria-describedby": described })}
    >
      <Label className={classes(field.label, props.labelHidden === true && field.hidden)}>{label}</Label>
      <Button className={classes(styles.button, wrong && styles.wrong, props.small === true && styles.small)}>
        <SelectValue className={styles.value ?? ""}>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <Icon of={ChevronsUpDown} size={14} />
      </Button>
      {described !== undefined && (
        <div id={said}>
          {wrong && <p className={field.error}>! {error}</p>}
          {hint !== undefined && <p className={field.hint}>{hint}</p>}
        </div>
      )}
      <Popover className={overlay.popover ?? ""} offset={4}>
        <ListBox className={overlay.list ?? ""} items={options}>
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              isDisabled={option.disabled ?? false}
              className={overlay.item ?? ""}
            >
              {({ isSelected }) => (
                <>
                  <span className={overlay.sign}>{isSelected && <Icon of={Check} size={14} />}</span>
                  <span className={overlay.words}>
                    {option.label}
                    {option.hint !== undefined && <span className={overlay.hint}>{option.hint}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
