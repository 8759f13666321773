import type { ReactNode } from "react";

import type { Column, FileReport } from "../bindings/api";
import { Disclosure, Figure, Figures, Section, Sheet } from "../parts";
import { Findings, type ReadFindings } from "../review/Findings";
import { count } from "../words/figures";
import { words } from "../words/words";
import styles from "./Report.module.css";
import { columnFills, leftOutSentence, shapeSentence, sortedColumns, writtenAs } from "./fields";

export interface ReportProps {
  readonly report: FileReport;
  readonly read: ReadFindings;
  /** How it is to be compared: stands between what was read and what is odd. */
  readonly children: ReactNode;
}

/** What was read of a sheet, before anything is planned. */
export function Report({ report, read, children }: ReportProps) {
  const { used, unused } = sortedColumns(report.columns);
  return (
    <>
      <Figures label={words("file_facts")}>
        <Figure label={words("file_products")} value={count(report.products)} hint={shapeSentence(report.shape)} />
        <Figure label={words("file_rows")} value={count(report.rows)} hint={writtenAs(report)} />
        <Figure label={words("file_findings")} value={count(report.findings)} hint={leftOutSentence(report)} />
      </Figures>
      <Section title={words("file_options")}>{children}</Section>
      <Section title={words("file_findings_title")} about={report.findings > 0 ? words("file_findings_about") : undefined}>
        <Findings groups={report.groups} read={read} />
      </Section>
      {report.columns.length > 0 && (
        <Section
          title={words("file_columns")}
          about={words("file_columns_about", { used: used.length, all: report.columns.length })}
        >
          <Columns columns={used} />
          {unused.length > 0 && (
            <Disclosure title={words("file_columns_show_unused", { count: unused.length })}>
              <Columns columns={unused} />
            </Disclosure>
          )}
        </Section>
      )}
    </>
  );
}

function Columns({ columns }: { readonly columns: readonly Column[] }) {
  return (
    <Sheet
      label={words("file_columns")}
      rows={columns.map((column, at) => ({ ...column, at }))}
      rowKey={(column) => column.at}
      columns={[
        {
          key: "header",
          label: words("file_column_header"),
          render: ({ header }) =>
            header === "" ? <em className={styles.quiet}>{words("file_column_nameless")}</em> : <bdi>{header}</bdi>,
        },
        {
          key: "field",
          label: words("file_column_field"),
          render: (column) => {
            const fills = columnFills(column);
            return fills === null ? <span className={styles.quiet}>{words("file_column_unused")}</span> : fills;
          },
        },
        {
          key: "samples",
          label: words("file_column_samples"),
          wide: true,
          render: ({ samples }) =>
            samples.length === 0 ? (
              <em className={styles.quiet}>{words("file_column_no_samples")}</em>
            ) : (
              <span className={styles.samples}>
                {samples.map((sample, at) => (
                  // Two equal samples may stand side by side; their place is their key.
                  // oxlint-disable-next-line react/no-array-index-key
                  <bdi key={at} className={styles.sample}>
                    {sample}
                  </bdi>
                ))}
              </span>
            ),
        },
      ]}
    />
  );
}
