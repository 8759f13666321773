import { useEffect, useState } from "react";

import type { Settings as Kept, StorageReport, SystemFacts, Theme } from "../bindings/api";
import { ZOOMS } from "../frame/useFrameCommands";
import {
  Banner,
  Button,
  Choice,
  CopyText,
  Dialog,
  Facts,
  Field,
  NumberField,
  Page,
  Section,
  Select,
  Switch,
} from "../parts";
import type { PlaceProps } from "../state";
import { bytes, percentDone } from "../words/figures";
import { told, type Told } from "../words/refusal";
import { words } from "../words/words";
import styles from "./Settings.module.css";

/** What holds for the whole program on this computer. Every choice is in force at once. */
export function Settings({ shell, snapshot }: PlaceProps) {
  const { settings } = snapshot;
  const [refused, setRefused] = useState<Told | null>(null);
  const set = async (part: Partial<Kept>) => {
    try {
      await shell.settingsSet({ ...settings, ...part });
      setRefused(null);
    } catch (thrown) {
      setRefused(told(thrown));
    }
  };
  return (
    <Page
      title={words("settings_title")}
      about={words("settings_about")}
      bands={
        refused !== null && (
          <Banner tone="stop" live title={`${words("settings_not_kept")} ${refused.sentence}`} onClose={() => setRefused(null)}>
            <code>{refused.detail}</code>
          </Banner>
        )
      }
    >
      <div className={styles.settings}>
        <Section title={words("settings_look")}>
          <div className={styles.pair}>
            <Choice<Theme>
              label={words("settings_theme")}
              look="segments"
              options={[
                { id: "system", label: words("settings_theme_system") },
                { id: "light", label: words("settings_theme_light") },
                { id: "dark", label: words("settings_theme_dark") },
              ]}
              value={settings.theme}
              onChange={(theme) => void set({ theme })}
            />
            <Select
              label={words("settings_zoom")}
              options={ZOOMS.map((zoom) => ({ id: String(zoom), label: percent(zoom) }))}
              value={String(settings.zoom)}
              placeholder={percent(settings.zoom)}
              onChange={(zoom) => void set({ zoom: Number(zoom) })}
            />
          </div>
        </Section>
        <Section title={words("settings_runs")}>
          <div className={styles.lines}>
            <Workers workers={settings.workers} onChange={(workers) => void set({ workers })} />
            <Switch
              label={words("settings_verify")}
              hint={words("settings_verify_hint")}
              on={settings.verify}
              onChange={(verify) => void set({ verify })}
            />
          </div>
        </Section>
        <Section title={words("settings_desk")}>
          <div className={styles.lines}>
            <div className={styles.pair}>
              <Switch
                label={words("settings_notifications")}
                hint={words("settings_notifications_hint")}
                on={settings.notifications}
                onChange={(notifications) => void set({ notifications })}
              />
              <TryNotification shell={shell} />
            </div>
            <Switch
              label={words("settings_keep_running")}
              hint={words("settings_keep_running_hint")}
              on={settings.keep_running_hidden}
              onChange={(keep_running_hidden) => void set({ keep_running_hidden })}
            />
          </div>
        </Section>
        <Storage shell={shell} dataDir={snapshot.overview.data_dir} />
        <Report shell={shell} />
        <Program shell={shell} version={snapshot.overview.product_version} />
      </div>
    </Page>
  );
}

const percent = (zoom: number) => words("settings_zoom_share", { share: zoomText(zoom) });
const zoomText = (zoom: number) => (zoom <= 1 ? percentDone(zoom) : `${Math.round(zoom * 100)}%`);

/** What it starts with when the owner wants a number and has none yet: as many as Shopify's usual limit feeds. */
const WORKERS_FIRST = 4;
const WORKERS_MAX = 32;

function Workers({ workers, onChange }: { readonly workers: number | null; readonly onChange: (workers: number | null) => void }) {
  return (
    <div className={styles.pair}>
      <Choice<"auto" | "fixed">
        label={words("settings_workers")}
        look="segments"
        hint={words("settings_workers_hint")}
        options={[
          { id: "auto", label: words("settings_workers_auto") },
          { id: "fixed", label: words("settings_workers_fixed") },
        ]}
        value={workers === null ? "auto" : "fixed"}
        onChange={(how) => onChange(how === "auto" ? null : (workers ?? WORKERS_FIRST))}
      />
      {workers !== null && (
        <NumberField
          label={words("settings_workers_count")}
          unit={words("settings_workers_unit")}
          value={workers}
          min={1}
          max={WORKERS_MAX}
          onChange={(wanted) => onChange(wanted ?? WORKERS_FIRST)}
        />
      )}
    </div>
  );
}

function TryNotification({ shell }: Pick<PlaceProps, "shell">) {
  const [outcome, setOutcome] = useState<"settings_notify_sent" | "settings_notify_failed" | null>(null);
  const tryIt = async () => {
    try {
      await shell.notify(words("settings_notify_title"), words("settings_notify_body"));
      setOutcome("settings_notify_sent");
    } catch {
      setOutcome("settings_notify_failed");
    }
  };
  return (
    <span className={styles.try}>
      <Button small onPress={() => void tryIt()}>
        {words("settings_notify_try")}
      </Button>
      <output className={styles.quiet}>{outcome === null ? "" : words(outcome)}</output>
    </span>
  );
}

function Storage({ shell, dataDir }: Pick<PlaceProps, "shell"> & { readonly dataDir: string }) {
  const [report, refused] = useAnswer<StorageReport>(() => shell.storage());
  const reading = <span className={styles.quiet}>{words("settings_kept_reading")}</span>;
  return (
    <Section
      title={words("settings_kept")}
      about={words("settings_kept_about")}
      actions={
        <Button small onPress={() => void shell.openDataDir()}>
          {words("settings_kept_open")}
        </Button>
      }
    >
      <Facts
        facts={[
          {
            label: words("settings_kept_where"),
            value: <CopyText text={dataDir} label={words("settings_kept_where_label")} />,
          },
          ...(refused === null
            ? [
                { label: words("settings_kept_ledger"), value: report === null ? reading : bytes(report.ledger_bytes) },
                {
                  label: words("settings_kept_backups"),
                  value:
                    report === null
                      ? reading
                      : words("settings_kept_backups_value", { size: bytes(report.backups_bytes), count: report.backups }),
                },
                { label: words("settings_kept_other"), value: report === null ? reading : bytes(report.other_bytes) },
              ]
            : []),
        ]}
      />
      {refused !== null && <Banner tone="stop" title={refused.sentence} />}
    </Section>
  );
}

type Reading =
  | { readonly at: "closed" }
  | { readonly at: "reading" }
  | { readonly at: "read"; readonly text: string }
  | { readonly at: "saved"; readonly text: string; readonly path: string }
  | { readonly at: "refused"; readonly text: string | null; readonly told: Told };

/** Shown whole before it is saved. */
function Report({ shell }: Pick<PlaceProps, "shell">) {
  const [reading, setReading] = useState<Reading>({ at: "closed" });
  const text = "text" in reading ? reading.text : null;
  const read = async () => {
    setReading({ at: "reading" });
    try {
      setReading({ at: "read", text: await shell.problemReport() });
    } catch (thrown) {
      setReading({ at: "refused", text: null, told: told(thrown) });
    }
  };
  const save = async (shown: string) => {
    try {
      const path = await shell.problemReportSave();
      if (path !== null) setReading({ at: "saved", text: shown, path });
    } catch (thrown) {
      setReading({ at: "refused", text: shown, told: told(thrown) });
    }
  };
  return (
    <Section title={words("settings_report")} about={words("settings_report_about")}>
      <Button
        busy={reading.at === "reading" ? words("settings_report_reading") : null}
        onPress={() => void read()}
      >
        {words("settings_report_show")}
      </Button>
      {reading.at === "refused" && text === null && <Banner tone="stop" live title={reading.told.sentence} />}
      <Dialog
        open={text !== null}
        onClose={() => setReading({ at: "closed" })}
        title={words("settings_report")}
        width="wide"
        actions={
          text !== null && (
            <>
              <Button onPress={() => setReading({ at: "closed" })}>{words("parts_close")}</Button>
              <Button kind="plain" disabled={reading.at === "saved"} onPress={() => void save(text)}>
                {words("settings_report_save")}
              </Button>
            </>
          )
        }
      >
        <Field
          kind="area"
          mono
          readOnly
          rows={16}
          label={words("settings_report_text")}
          value={text ?? ""}
          onChange={() => undefined}
        />
        {reading.at === "saved" && (
          <Banner tone="done" live title={words("settings_report_saved", { path: reading.path })} />
        )}
        {reading.at === "refused" && <Banner tone="stop" live title={reading.told.sentence} />}
      </Dialog>
    </Section>
  );
}

function Program({ shell, version }: Pick<PlaceProps, "shell"> & { readonly version: string }) {
  const [facts] = useAnswer<SystemFacts>(() => shell.systemFacts());
  return (
    <Section title={words("settings_program")} about={words("promise")}>
      <Facts
        facts={[
          { label: words("settings_version"), value: version },
          ...(facts === null
            ? []
            : [
                { label: words("settings_system"), value: facts.system },
                { label: words("settings_sqlite"), value: facts.sqlite_version },
                {
                  label: words("settings_keyring"),
                  value: words(facts.keyring ? "settings_keyring_yes" : "settings_keyring_no"),
                },
                { label: words("settings_tray"), value: words(facts.tray ? "settings_tray_yes" : "settings_tray_no") },
              ]),
        ]}
      />
    </Section>
  );
}

/** One answer of the shell, read when the page opens. */
function useAnswer<Answer>(ask: () => Promise<Answer>): readonly [Answer | null, Told | null] {
  const [state, setState] = useState<readonly [Answer | null, Told | null]>([null, null]);
  const [asking] = useState(() => ask);
  useEffect(() => {
    let gone = false;
    asking().then(
      (answer) => !gone && setState([answer, null]),
      (thrown: unknown) => !gone && setState([null, told(thrown)]),
    );
    return () => {
      gone = true;
    };
  }, [asking]);
  return state;
}
