import { FileSpreadsheet, X } from "lucide-react";

import type { FileReport, RecentFile } from "../bindings/api";
import { go } from "../frame/place";
import { FileRows } from "../asking/FileRows";
import { Refused } from "../asking/Refused";
import { fileName } from "../asking/files";
import { Button, Facts, Meter, Sign, classes } from "../parts";
import { bytes, count } from "../words/figures";
import { words } from "../words/words";
import styles from "./Compare.module.css";
import { graveFindings, type Side, type Well as WellState } from "./state";

/** Sheets used before that are offered; more are found with the dialog. */
const RECENT_SHOWN_MAX = 4;

export interface WellProps {
  readonly side: Side;
  readonly well: WellState;
  readonly recent: readonly RecentFile[];
  /** A file is held over the window and would land here. */
  readonly waits: boolean;
  readonly onPick: () => void;
  readonly onChoose: (path: string) => void;
  readonly onClear: () => void;
}

/** One of the two sides: a place for a file, and what was found in it. */
export function Well(props: WellProps) {
  const { side, well, waits } = props;
  return (
    <section className={classes(styles.well, waits && styles.waits)} aria-labelledby={`compare-${side}`}>
      <h2 id={`compare-${side}`} className={styles.side}>
        {words(`compare_${side}`)}
      </h2>
      <p className={styles.about}>{words(`compare_${side}_about`)}</p>
      <Content {...props} />
      {waits && <p className={styles.drop}>{words("compare_dropping", { side })}</p>}
      {well.at === "empty" && <Recent {...props} />}
    </section>
  );
}

function Content(props: WellProps) {
  const { side, well, onPick, onClear } = props;
  switch (well.at) {
    case "empty":
      return (
        <div className={styles.blank}>
          <Button icon={FileSpreadsheet} onPress={onPick}>
            {words(`compare_choose_${side}`)}
          </Button>
        </div>
      );
    case "reading":
      return (
        <div className={styles.content}>
          <Meter
            label={words("compare_reading", { name: fileName(well.path) })}
            value={null}
            reason={words("compare_reading_why")}
          />
          <div className={styles.acts}>
            <Button small onPress={onClear}>
              {words("compare_stop")}
            </Button>
          </div>
        </div>
      );
    case "refused":
      return (
        <div className={styles.content}>
          <Refused
            refusal={well.refusal}
            title={words("compare_refused", { name: fileName(well.path) })}
            next={words("compare_refused_next")}
          />
          <Acts {...props} path={null} />
        </div>
      );
    case "read":
      return (
        <div className={styles.content}>
          <h3 className={styles.name}>
            <bdi title={well.path}>{well.report.name}</bdi>
          </h3>
          <Summary report={well.report} />
          <Acts {...props} path={well.path} />
        </div>
      );
  }
}

function Acts({ onPick, onClear, path }: WellProps & { readonly path: string | null }) {
  return (
    <div className={styles.acts}>
      <Button small onPress={onPick}>
        {words("compare_other")}
      </Button>
      {path !== null && (
        <Button small kind="quiet" onPress={() => go({ at: "file", path })}>
          {words("compare_look")}
        </Button>
      )}
      <Button small kind="quiet" icon={X} onPress={onClear}>
        {words("compare_remove")}
      </Button>
    </div>
  );
}

/** What the file holds, and what is grave about it. */
function Summary({ report }: { readonly report: FileReport }) {
  const used = report.columns.filter(({ field }) => field !== null).length;
  return (
    <>
      <Facts
        facts={[
          { label: words("compare_products"), value: count(report.products) },
          { label: words("compare_rows"), value: count(report.rows) },
          {
            label: words("compare_columns"),
            value:
              report.columns.length === 0
                ? words("compare_columns_none")
                : words("compare_columns_figure", { used, all: report.columns.length }),
          },
          {
            label: words("compare_kind"),
            value: words(report.shape === "inventory" ? "compare_kind_inventory" : "compare_kind_products"),
          },
          { label: words("compare_size"), value: bytes(report.bytes) },
        ]}
      />
      <p className={styles.findings}>
        <Findings report={report} />
      </p>
    </>
  );
}

function Findings({ report }: { readonly report: FileReport }) {
  const grave = graveFindings(report);
  if (grave > 0) return <Sign of="refused">{words("compare_grave", { count: grave })}</Sign>;
  if (report.findings > 0) return <Sign of="held">{words("compare_odd", { count: report.findings })}</Sign>;
  return <Sign of="done">{words("compare_clean")}</Sign>;
}

function Recent({ recent, onChoose }: WellProps) {
  if (recent.length === 0) return null;
  return (
    <div>
      <h3 className={styles.about}>{words("compare_recent")}</h3>
      <FileRows files={recent.slice(0, RECENT_SHOWN_MAX)} onChoose={onChoose} />
    </div>
  );
}
