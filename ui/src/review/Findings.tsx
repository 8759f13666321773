// What is odd in a sheet, grouped by cause. The same on the page of the sheet and on that of its changes.
import { useEffect, useState } from "react";

import type { Finding, FindingGroup, FindingPage, FindingSide, Severity } from "../bindings/api";
import { Button, Disclosure, Sheet, type SheetColumn } from "../parts";
import { count } from "../words/figures";
import { words } from "../words/words";
import styles from "./Findings.module.css";
import { wordOf } from "./fields";
import { sentenceCase } from "./sentences";

export type ReadFindings = (group: FindingGroup, offset: number, limit: number) => Promise<FindingPage>;

export interface FindingsProps {
  readonly groups: readonly FindingGroup[];
  readonly read: ReadFindings;
  /** What the two files are called, where two were compared. */
  readonly sides?: Readonly<Record<FindingSide, string>> | undefined;
  /** Of the headings, one below that of what they stand in. */
  readonly level?: 2 | 3;
}

/** Rows that are read at once: a screen of them. */
export const FINDINGS_READ = 25;

/** The grave ones first; each with one sentence, what was done about it, and its rows. */
export function Findings({ groups, read, sides, level = 3 }: FindingsProps) {
  if (groups.length === 0) return <p className={styles.quiet}>{words("file_findings_none")}</p>;
  return (
    <div className={styles.groups}>
      {groups.map((group) => (
        <Group key={`${group.code} ${group.side}`} group={group} read={read} file={sides?.[group.side]} level={level} />
      ))}
    </div>
  );
}

const marks: Record<Severity, string> = { refused: "!", warning: "~", note: "i" };

/** "14 cells are no number"; a code without a sentence is an oddity of another kind. */
export function findingSentence(code: string, found: number): string {
  return words(wordOf("file_finding", code) ?? "file_finding_other", { count: found });
}

interface GroupProps {
  readonly group: FindingGroup;
  readonly read: ReadFindings;
  readonly file: string | undefined;
  readonly level: 2 | 3;
}

function Group({ group, read, file, level }: GroupProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.group} data-severity={group.severity}>
      <Disclosure
        level={level}
        open={open}
        onChange={setOpen}
        title={
          <span className={styles.title}>
            <span className={styles.mark} aria-hidden="true">
              {marks[group.severity]}
            </span>
            <span className={styles.severity}>{words(`file_severity_${group.severity}`)}</span>
            <span className={styles.sentence}>
              {findingSentence(group.code, group.count)}
              {file !== undefined && <bdi> · {words("review_finding_in", { file })}</bdi>}
            </span>
          </span>
        }
        aside={count(group.count)}
      >
        {open && <Rows group={group} read={read} />}
      </Disclosure>
      <p className={styles.advice}>
        <bdi>{sentenceCase(group.first.advice)}</bdi>
      </p>
    </div>
  );
}

interface Rows {
  readonly findings: readonly Finding[];
  readonly total: number;
}

function Rows({ group, read }: Pick<GroupProps, "group" | "read">) {
  const [rows, setRows] = useState<Rows | null>(null);
  const [wanted, setWanted] = useState(0);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let gone = false;
    read(group, wanted, FINDINGS_READ).then(
      (page) => {
        if (gone) return;
        setFailed(false);
        setRows((before) => ({
          total: page.total,
          findings: [...(before?.findings.slice(0, wanted) ?? []), ...page.findings],
        }));
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [read, group, wanted]);

  if (failed) return <p className={styles.stop}>! {words("file_findings_failed")}</p>;
  if (rows === null) return <p className={styles.quiet}>{words("file_findings_reading")}</p>;
  const more = rows.total - rows.findings.length;
  return (
    <div className={styles.rows}>
      <Sheet
        label={words("file_findings_list")}
        rows={rows.findings.map((finding, at) => ({ ...finding, at }))}
        rowKey={(finding) => finding.at}
        columns={columns(group)}
      />
      {more > 0 && (
        <div className={styles.more}>
          <Button small onPress={() => setWanted(rows.findings.length)}>
            {words("file_findings_more", { count: Math.min(more, FINDINGS_READ) })}
          </Button>
          <span className={styles.quiet}>
            {words("file_findings_shown", { shown: rows.findings.length, total: rows.total })}
          </span>
        </div>
      )}
    </div>
  );
}

const text = (value: string | null) => (value === null ? "" : <bdi className={styles.value}>{value}</bdi>);

/** A column that is empty for every finding of this cause is left out; the first one tells. */
function columns({ first }: FindingGroup): SheetColumn<Finding>[] {
  return [
    {
      key: "row",
      label: words("file_finding_row"),
      align: "end",
      render: ({ place }) => (place === null ? words("file_finding_nowhere") : count(place.row)),
    },
    { key: "column", label: words("file_finding_column"), render: ({ column }) => <bdi>{column}</bdi> },
    ...(first.product === null
      ? []
      : [{ key: "product", label: words("file_finding_product"), render: ({ product }: Finding) => text(product) }]),
    ...(first.value === null
      ? []
      : [{ key: "value", label: words("file_finding_value"), render: ({ value }: Finding) => text(value), wide: true }]),
  ];
}
