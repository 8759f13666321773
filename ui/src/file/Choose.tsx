import { FileSpreadsheet } from "lucide-react";

import { hashOf } from "../frame/place";
import { useRecent } from "../asking/files";
import { Button, EmptyState, Page, Section, Sheet } from "../parts";
import type { Shell } from "../shell";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./Choose.module.css";

export interface ChooseProps {
  readonly shell: Shell;
  readonly bands: React.ReactNode;
  readonly busy: boolean;
  readonly onChoose: () => void;
}

/** A blank sheet to drop a sheet on, and those that were opened before. */
export function Choose({ shell, bands, busy, onChoose }: ChooseProps) {
  const recent = useRecent(shell);
  return (
    <Page title={words("file_place")} about={words("file_about")} bands={bands}>
      <EmptyState
        sentence={words("file_blank")}
        act={{ label: words("file_choose"), icon: FileSpreadsheet, disabled: busy, onPress: onChoose }}
      />
      <Section title={words("file_recent")}>
        {recent.files === null ? (
          <p className={styles.quiet} aria-busy="true">
            {words("file_findings_reading")}
          </p>
        ) : recent.files.length === 0 ? (
          <p className={styles.quiet}>{words("file_recent_none")}</p>
        ) : (
          <Sheet
            label={words("file_recent")}
            rows={recent.files}
            rowKey={(file) => file.path}
            columns={[
              {
                key: "name",
                label: words("file_recent_name"),
                render: (file) =>
                  file.exists ? (
                    <a href={hashOf({ at: "file", path: file.path })} className={styles.name}>
                      <bdi>{file.name}</bdi>
                    </a>
                  ) : (
                    <span className={styles.gone}>
                      <bdi>{file.name}</bdi> · {words("file_recent_gone")}
                    </span>
                  ),
              },
              {
                key: "path",
                label: words("file_recent_where"),
                wide: true,
                render: (file) => <bdi className={styles.path}>{file.path}</bdi>,
              },
              { key: "used", label: words("file_recent_when"), render: (file) => moment(file.used_at_ms) },
              {
                key: "forget",
                label: words("file_recent_list"),
                render: (file) => (
                  <Button
                    kind="quiet"
                    small
                    label={words("file_recent_forget", { name: file.name })}
                    onPress={() => recent.forget(file.path)}
                  >
                    {words("file_recent_forget_short")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}
