import type { Key, StoreReport } from "../bindings/api";
import { Banner, Facts, StoreMark } from "../parts";
import { words } from "../words/words";
import styles from "./Report.module.css";
import { ScopeTable } from "./ScopeTable";
import { verdictOf } from "./scopes";

/** What a store answered just now: the verdict first, then what it says of itself, then scope by scope. */
export function Report({ report, kind }: { readonly report: StoreReport; readonly kind: Key["kind"] }) {
  return (
    <div className={styles.report}>
      <Verdict report={report} kind={kind} />
      <Facts
        facts={[
          {
            label: words("connect_report_shop"),
            value: (
              <span className={styles.shop}>
                <bdi>{report.shop_name}</bdi>
                <StoreMark demo={report.demo} />
              </span>
            ),
          },
          { label: words("connect_report_address"), value: <code>{report.url}</code> },
          { label: words("connect_report_name"), value: <bdi>{report.name}</bdi> },
          { label: words("connect_report_plan"), value: <bdi>{report.plan}</bdi> },
          { label: words("connect_report_currency"), value: report.currency },
          { label: words("connect_report_version"), value: versionOf(report) },
          { label: words("connect_report_locations"), value: locationsOf(report) },
          ...(report.key_kept_in === null
            ? []
            : [{ label: words("connect_report_key"), value: keptIn(report.key_kept_in) }]),
        ]}
      />
      <ScopeTable scopes={report.scopes} />
    </div>
  );
}

function Verdict({ report, kind }: { readonly report: StoreReport; readonly kind: Key["kind"] }) {
  const { missingToRead, missingToWrite } = verdictOf(report);
  if (missingToRead.length > 0) {
    return (
      <Banner live tone="stop" title={words("connect_verdict_lacking", { scopes: missingToRead.join(", ") })}>
        {words(`connect_verdict_lacking_${kind}`)}
      </Banner>
    );
  }
  if (missingToWrite.length > 0) {
    return (
      <Banner live tone="done" title={words("connect_verdict_reading")}>
        {words("connect_verdict_reading_next", { scopes: missingToWrite.join(", ") })}
      </Banner>
    );
  }
  return <Banner live tone="done" title={words("connect_verdict_ready")} />;
}

function versionOf({ api_version_asked: asked, api_version_used: used }: StoreReport): string {
  return asked === used ? used : words("connect_report_version_older", { asked, used });
}

function locationsOf({ locations }: StoreReport): string {
  if (locations.length === 0) return words("connect_report_locations_none");
  return locations
    .map(({ name, active }) => (active ? name : words("connect_report_location_off", { name })))
    .join(", ");
}

function keptIn(place: string): string {
  return words(place === "keyring" ? "connect_key_keyring" : "connect_key_environment");
}
