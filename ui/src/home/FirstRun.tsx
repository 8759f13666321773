import type { ReactNode } from "react";

import { go } from "../frame/place";
import { Button, Page } from "../parts";
import { useCommand } from "../keys/useCommand";
import { words } from "../words/words";
import { DemoSteps } from "./DemoSteps";
import styles from "./FirstRun.module.css";
import { Refused } from "../asking/Refused";
import type { Planning } from "../asking/usePlanning";

export interface FirstRunProps {
  /** Opening the demo store and comparing its sample. */
  readonly demo: Planning;
  readonly openDemo: () => void;
}

/** No store yet: what the program does, and three ways to begin. */
export function FirstRun({ demo, openDemo }: FirstRunProps) {
  useCommand({ id: "home_demo", word: "home_door_demo_act", scope: "home", keys: "1", when: !demo.busy, run: openDemo });
  useCommand({ id: "home_compare", word: "home_door_compare", scope: "home", keys: "2", run: toCompare });
  // The palette has it already: a store can be connected from everywhere.
  useCommand({ id: "home_connect", word: "home_door_connect", scope: "home", keys: "3", hidden: true, run: toConnect });
  return (
    <Page title={words("home_first_title")}>
      <p className={styles.lead}>{words("home_first_lead")}</p>
      <ol className={styles.doors} aria-label={words("home_first_doors")}>
        <Door
          title={words("home_door_demo")}
          about={words("home_door_demo_about")}
          act={
            demo.busy ? (
              <Button busy={demo.stopping ? words("home_stopping") : null} onPress={demo.stop}>
                {words("home_stop")}
              </Button>
            ) : (
              <Button kind="will" autoFocus onPress={openDemo}>
                {words(demo.refusal === null ? "home_door_demo_act" : "home_again")}
              </Button>
            )
          }
        >
          {demo.busy && <DemoSteps job={demo.job} />}
          {demo.refusal !== null && <Refused refusal={demo.refusal} title={words("home_demo_failed")} />}
        </Door>
        <Door
          title={words("home_door_compare")}
          about={words("home_door_compare_about")}
          act={<Button onPress={toCompare}>{words("home_door_compare_act")}</Button>}
        />
        <Door
          title={words("home_door_connect")}
          about={words("home_door_connect_about")}
          act={<Button onPress={toConnect}>{words("home_door_connect_act")}</Button>}
        />
      </ol>
    </Page>
  );
}

const toCompare = () => go({ at: "compare" });
const toConnect = () => go({ at: "connect" });

interface DoorProps {
  readonly title: string;
  readonly about: string;
  readonly act: ReactNode;
  readonly children?: ReactNode;
}

/** One line of the ledger: a name, what it is, and the button at the end of the line. */
function Door({ title, about, act, children }: DoorProps) {
  return (
    <li className={styles.door}>
      <h2 className={styles.name}>{title}</h2>
      <p className={styles.about}>{about}</p>
      <div className={styles.act}>{act}</div>
      {children !== undefined && <div className={styles.more}>{children}</div>}
    </li>
  );
}
