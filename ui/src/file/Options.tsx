import type { MatchBy, Missing } from "../bindings/api";
import { Banner, Choice, Select } from "../parts";
import { words } from "../words/words";
import styles from "./Options.module.css";

export interface OptionsProps {
  readonly matchBy: MatchBy;
  readonly missing: Missing;
  /** An inventory sheet names stock and no products, so what it leaves out says nothing. */
  readonly inventory: boolean;
  readonly disabled: boolean;
  readonly onMatchBy: (matchBy: MatchBy) => void;
  readonly onMissing: (missing: Missing) => void;
}

const ways: readonly MatchBy[] = ["auto", "handle", "sku", "barcode", "id"];

/** How the sheet and the store are laid beside each other. */
export function Options({ matchBy, missing, inventory, disabled, onMatchBy, onMissing }: OptionsProps) {
  return (
    <div className={styles.options}>
      <div className={styles.match}>
        <Select
          label={words("file_match")}
          value={matchBy}
          options={ways.map((id) => ({ id, label: words(`file_match_${id}`) }))}
          hint={matchBy === "auto" ? words("file_match_auto_hint") : undefined}
          disabled={disabled}
          onChange={onMatchBy}
        />
      </div>
      {!inventory && (
        <div className={styles.missing}>
          <Choice
            label={words("file_missing")}
            value={missing}
            options={[
              { id: "leave", label: words("file_missing_leave") },
              { id: "draft", label: words("file_missing_draft"), hint: words("file_missing_draft_hint") },
              { id: "archive", label: words("file_missing_archive"), hint: words("file_missing_archive_hint") },
              { id: "delete", label: words("file_missing_delete"), hint: words("file_missing_delete_hint") },
            ]}
            disabled={disabled}
            onChange={onMissing}
          />
          {missing === "delete" && <Banner tone="stop" live title={words("file_missing_delete_warning")} />}
        </div>
      )}
    </div>
  );
}
