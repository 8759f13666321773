import { useState, type ReactNode } from "react";

import type { Key } from "../bindings/api";
import { Choice, CopyText } from "../parts";
import { words } from "../words/words";
import styles from "./Steps.module.css";
import { scopesToRead, scopeText } from "./scopes";

/** Where apps are made since 2026. */
const devDashboard = "https://dev.shopify.com/dashboard";
/** Shopify's own page for apps that have none. */
const appUrl = "https://shopify.dev/apps/default-app-home";

/** What is done on Shopify's pages before a key exists. */
export function Steps({ kind }: { readonly kind: Key["kind"] }) {
  return (
    <section className={styles.steps} aria-label={words("connect_steps_title")}>
      <h2 className={styles.title}>{words("connect_steps_title")}</h2>
      <p className={styles.note}>{words("connect_steps_note")}</p>
      <ol className={styles.list}>{kind === "client" ? <AppSteps /> : <TokenSteps />}</ol>
    </section>
  );
}

function AppSteps() {
  const [access, setAccess] = useState<"reading" | "writing">("reading");
  return (
    <>
      <Step title={words("connect_step_app_title")} text={words("connect_step_app")}>
        <Value name={words("connect_step_app_value")} text={devDashboard} />
      </Step>
      <Step title={words("connect_step_version_title")} text={words("connect_step_version")}>
        <Choice
          label={words("connect_scopes_which")}
          value={access}
          onChange={setAccess}
          options={[
            { id: "reading", label: words("connect_scopes_reading"), hint: words("connect_scopes_reading_hint") },
            { id: "writing", label: words("connect_scopes_writing"), hint: words("connect_scopes_writing_hint") },
          ]}
        />
        <Value name={words("connect_step_version_scopes")} text={scopeText(access === "writing")} />
        <Value name={words("connect_step_version_url")} text={appUrl} />
      </Step>
      <Step title={words("connect_step_install_title")} text={words("connect_step_install")} />
      <Step title={words("connect_step_key_title")} text={words("connect_step_key")} />
    </>
  );
}

function TokenSteps() {
  return (
    <>
      <Step title={words("connect_step_token_title")} text={words("connect_step_token")} />
      <Step title={words("connect_step_token_scopes_title")} text={words("connect_step_token_scopes")}>
        <p className={styles.scopes}>
          {scopesToRead.map((scope) => (
            <code key={scope}>{scope}</code>
          ))}
        </p>
      </Step>
    </>
  );
}

interface StepProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

function Step({ title, text, children }: StepProps) {
  return (
    <li className={styles.step}>
      <h3 className={styles.stepTitle}>{title}</h3>
      <p>{text}</p>
      {children !== undefined && <div className={styles.values}>{children}</div>}
    </li>
  );
}

function Value({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className={styles.value}>
      <span className={styles.name}>{name}</span>
      <CopyText whole text={text} label={name} />
    </div>
  );
}
