import { Report } from "../connect/Report";
import { troubleOf } from "../connect/trouble";
import { Refused } from "../asking/Refused";
import { useCommand } from "../keys/useCommand";
import { Button, Section } from "../parts";
import { words } from "../words/words";
import styles from "./StorePage.module.css";
import type { Look, Looking } from "./useLook";

/** What the store says of itself when it is asked. */
export function Live({ looking }: { readonly looking: Looking }) {
  const { look, start, stop } = looking;
  const word = look.at === "found" ? "store_check_again" : "store_check";
  useCommand({ id: "store_check", word, scope: "store", keys: "R", when: look.at !== "asking", run: start });
  return (
    <Section
      title={words("store_live")}
      about={words("store_live_about")}
      actions={
        <>
          {look.at === "asking" && (
            <Button small onPress={stop}>
              {words("store_stop")}
            </Button>
          )}
          <Button small busy={look.at === "asking" ? words("store_checking") : null} onPress={start}>
            {words(word)}
          </Button>
        </>
      }
    >
      <Answer look={look} />
    </Section>
  );
}

function Answer({ look }: { readonly look: Look }) {
  switch (look.at) {
    case "not_asked":
    case "asking":
      return <p className={styles.quiet}>{words("store_not_checked")}</p>;
    case "found":
      return <Report report={look.report} kind="client" />;
    case "refused": {
      const { sentence, next } = troubleOf(look.refusal, "client");
      const title = words(sentence === "connect_refused_other" ? "store_check_failed" : sentence);
      return <Refused refusal={look.refusal} title={title} next={next === null ? undefined : words(next)} />;
    }
  }
}
