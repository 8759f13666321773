import { useEffect, useReducer, useRef, useState, type Ref } from "react";

import type { Key, Refusal } from "../bindings/api";
import { Refused } from "../asking/Refused";
import { caught } from "../asking/caught";
import { useCommand } from "../keys/useCommand";
import { Banner, Button, Field, Page, Tabs } from "../parts";
import type { Shell } from "../shell";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import styles from "./Connect.module.css";
import { Report } from "./Report";
import { Saved } from "./Saved";
import { SecretField } from "./SecretField";
import { Steps } from "./Steps";
import { addressOf, blankForm, canLook, canSave, faultsOf, nextForm, reportOf, type Form, type FormEvent } from "./form";
import { requestOf, withoutSecret } from "./request";
import { troubleOf } from "./trouble";

/** Connects a store: what is done at Shopify, what is pasted here, what the store answers, and then Save. */
export function Connect({ shell, snapshot }: PlaceProps) {
  const [form, send] = useReducer(nextForm, blankForm);
  const secret = useRef<HTMLInputElement>(null);
  const keyring = useKeyring(shell);

  const ask = async (act: "look" | "save") => {
    const written = secret.current?.value ?? "";
    const request = requestOf(form, written);
    if (request === null) return;
    const look = act === "look" ? form.look + 1 : form.look;
    send({ type: act });
    try {
      if (act === "look") {
        send({ type: "found", look, report: await shell.connectTry(request) });
      } else {
        const report = await shell.connect(request);
        if (secret.current !== null) secret.current.value = "";
        send({ type: "saved", report });
      }
    } catch (thrown) {
      send({ type: "refused", look, refusal: withoutSecret(caught(thrown), written) });
    }
  };

  const ready = canLook(form);
  const look = () => void ask("look");
  const save = () => void ask("save");
  useCommand({ id: "connect_check", word: "connect_check", scope: "connect", keys: "Mod+Enter", when: ready, run: look });
  useCommand({ id: "connect_save", word: "connect_save", scope: "connect", keys: "Mod+S", when: canSave(form), run: save });

  if (form.stage.at === "saved") {
    return <Saved shell={shell} snapshot={snapshot} report={form.stage.report} onAnother={() => send({ type: "another" })} />;
  }

  const side = (kind: Key["kind"]) => (
    <div className={styles.sides}>
      <Steps kind={kind} />
      <div className={styles.form}>
        <Entry form={form} send={send} secret={secret} onAsk={(act) => void ask(act)} keyring={keyring} />
        <Answer form={form} />
      </div>
    </div>
  );

  return (
    <Page title={words("connect_title")} about={words("connect_lead")}>
      <Tabs
        label={words("connect_kind")}
        value={form.kind}
        onChange={(kind) => send({ type: "kind", kind })}
        tabs={[
          { id: "client", label: words("connect_kind_client"), content: side("client") },
          { id: "token", label: words("connect_kind_token"), content: side("token") },
        ]}
      />
    </Page>
  );
}

/** Whether a keyring answers; `true` until it is known that none does. */
function useKeyring(shell: Shell): boolean {
  const [keyring, setKeyring] = useState(true);
  useEffect(() => {
    let gone = false;
    shell.systemFacts().then(
      (facts) => !gone && setKeyring(facts.keyring),
      // What is not known is found out when saving.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [shell]);
  return keyring;
}

interface EntryProps {
  readonly form: Form;
  readonly send: (event: FormEvent) => void;
  readonly secret: Ref<HTMLInputElement>;
  readonly onAsk: (act: "look" | "save") => void;
  readonly keyring: boolean;
}

/** The fields and their two buttons. Return in any field checks. */
function Entry({ form, send, secret, onAsk, keyring }: EntryProps) {
  const faults = faultsOf(form);
  const address = addressOf(form);
  const { at } = form.stage;
  const asked = at === "looking" || at === "saving";
  return (
    <form
      className={styles.entry}
      autoComplete="off"
      aria-label={words("connect_form_title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (canLook(form)) onAsk("look");
      }}
    >
      <h2 className={styles.title}>{words("connect_form_title")}</h2>
      {!keyring && (
        <Banner tone="held" title={words("connect_no_keyring")}>
          {words("connect_no_keyring_next")}
        </Banner>
      )}
      <Field
        mono
        label={words("connect_address")}
        hint={address === null ? words("connect_address_hint") : words("connect_address_is", { url: address })}
        error={faults.address === null ? null : words(`connect_address_${faults.address}`)}
        value={form.address}
        disabled={asked}
        onChange={(text) => send({ type: "wrote", field: "address", text })}
      />
      {form.kind === "client" && (
        <Field
          mono
          label={words("connect_client_id")}
          value={form.clientId}
          disabled={asked}
          onChange={(text) => send({ type: "wrote", field: "clientId", text })}
        />
      )}
      <SecretField
        label={words(form.kind === "client" ? "connect_secret" : "connect_token")}
        hint={words("connect_secret_hint")}
        input={secret}
        disabled={asked}
        onWritten={(written) => send({ type: "wrote_secret", written })}
      />
      <Field
        label={words("connect_name")}
        hint={words("connect_name_hint")}
        error={faults.name ? words("connect_name_wrong") : null}
        value={form.name}
        disabled={asked}
        onChange={(text) => send({ type: "wrote", field: "name", text })}
      />
      <div className={styles.acts}>
        {canSave(form) || at === "saving" ? (
          <>
            <Button type="submit" disabled={at === "saving"}>
              {words("connect_check_again")}
            </Button>
            <Button kind="will" busy={at === "saving" ? words("connect_saving") : null} onPress={() => onAsk("save")}>
              {words("connect_save")}
            </Button>
          </>
        ) : (
          <Button
            kind="will"
            type="submit"
            disabled={!canLook(form) && at !== "looking"}
            busy={at === "looking" ? words("connect_checking") : null}
          >
            {words("connect_check")}
          </Button>
        )}
        {at === "looking" && <Button onPress={() => send({ type: "give_up" })}>{words("connect_stop")}</Button>}
      </div>
      {asked && (
        <p role="status" className={styles.why}>
          {words(at === "saving" ? "connect_saving_why" : "connect_checking_why")}
        </p>
      )}
    </form>
  );
}

/** What the store answered, or why it did not. */
function Answer({ form }: { readonly form: Form }) {
  const report = reportOf(form.stage);
  return (
    <section className={styles.answer} aria-label={words("connect_report_title")}>
      <h2 className={styles.title}>{words("connect_report_title")}</h2>
      {form.stage.at === "refused" && <Trouble refusal={form.stage.refusal} kind={form.kind} />}
      {report !== null && <Report report={report} kind={form.kind} />}
      {report === null && form.stage.at !== "refused" && <p className={styles.why}>{words("connect_report_waiting")}</p>}
    </section>
  );
}

function Trouble({ refusal, kind }: { readonly refusal: Refusal; readonly kind: Key["kind"] }) {
  const { sentence, next } = troubleOf(refusal, kind);
  return <Refused refusal={refusal} title={words(sentence)} next={next === null ? undefined : words(next)} />;
}
