// Every part in every state, to look at and to test. Reached by `#gallery`; its texts are samples, not the window's words.
import { ArrowRight, Download, RotateCcw, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";

import {
  Banner,
  Button,
  Change,
  Chart,
  Checkbox,
  Chip,
  Chips,
  Choice,
  Confirm,
  CopyText,
  Dialog,
  Disclosure,
  EmptyState,
  Facts,
  Field,
  Figure,
  Figures,
  Keys,
  Menu,
  Meter,
  NumberField,
  Page,
  Section,
  Select,
  Sheet,
  Sign,
  StatusStrip,
  StoreMark,
  Switch,
  Tabs,
  Was,
  Will,
  say,
  type SignName,
} from "../parts";
import { en } from "../words/en";
import { PSEUDO, pseudo } from "../words/pseudo";
import { locale, speak, words } from "../words/words";
import styles from "./Gallery.module.css";
import { SampleGrid } from "./SampleGrid";
import { curves, times } from "./samples";

const signs: readonly SignName[] = ["added", "changed", "removed", "held", "refused", "done", "even", "left_out"];

export function Gallery() {
  return (
    <Page
      title={words("frame_gallery")}
      about={<span lang="en">Every part, every state. For those who build Evenshelf.</span>}
      actions={<Views />}
    >
      <div lang="en" className={styles.gallery}>
        <Buttons />
        <Fields />
        <Choices />
        <Marks />
        <Meters />
        <Bands />
        <Overlays />
        <Tables />
        <Section title="Grid, 100,000 rows">
          <SampleGrid />
        </Section>
        <Curves />
        <Rest />
      </div>
    </Page>
  );
}

/** The window from the right to the left, and in a language that is longer than any. */
function Views() {
  const root = document.documentElement;
  const [mirrored, setMirrored] = useState(root.dir === "rtl");
  const strange = locale() === PSEUDO;
  return (
    <span lang="en">
      <Button
        small
        kind="quiet"
        pressed={mirrored}
        onPress={() => {
          root.dir = mirrored ? "ltr" : "rtl";
          setMirrored(!mirrored);
        }}
      >
        Mirrored
      </Button>
      <Button small kind="quiet" pressed={strange} onPress={() => (strange ? speak("en", en) : speak(PSEUDO, pseudo(en)))}>
        Pseudo-language
      </Button>
    </span>
  );
}

/** One state with its name. */
function Case({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.case}>
      <span className={styles.name}>{name}</span>
      <div className={styles.state}>{children}</div>
    </div>
  );
}

const nothing = () => undefined;

function Buttons() {
  return (
    <Section title="Button">
      <Case name="kinds">
        <Button kind="will" iconAfter={ArrowRight}>
          Apply 1,284 changes
        </Button>
        <Button>Try on 3</Button>
        <Button kind="danger" icon={Trash2}>
          Forget this store
        </Button>
        <Button kind="quiet" icon={RotateCcw}>
          Read again
        </Button>
        <Button icon={Download} label="Save as a file" />
      </Case>
      <Case name="small">
        <Button small kind="will">
          Release
        </Button>
        <Button small>Details</Button>
        <Button small kind="quiet" icon={Download} label="Save as a file" />
      </Case>
      <Case name="disabled">
        <Button disabled kind="will">
          Apply
        </Button>
        <Button disabled>Try on 3</Button>
        <Button disabled kind="danger">
          Forget
        </Button>
        <Button disabled kind="quiet">
          Read again
        </Button>
      </Case>
      <Case name="busy">
        <Button kind="will" busy="Writing the backup …">
          Apply
        </Button>
        <Button busy="Asking Shopify …">Check</Button>
      </Case>
    </Section>
  );
}

function Fields() {
  const [text, setText] = useState("ada-ceramics");
  const [secret, setSecret] = useState("shpat_0123456789abcdef");
  const [figure, setFigure] = useState<number | null>(8);
  const [search, setSearch] = useState("glazed bowl");
  const [area, setArea] = useState("Thrown on the wheel, glazed twice.\nEach one differs a little.");
  return (
    <Section title="Field">
      <div className={styles.columns}>
        <Field label="Shop" mono suffix=".myshopify.com" value={text} onChange={setText} hint="As in the admin’s address." />
        <Field label="Key" kind="secret" mono value={secret} onChange={setSecret} />
        <Field label="Search" kind="search" value={search} onChange={setSearch} placeholder="Title, handle or SKU" />
        <NumberField label="Connections" unit="at once" value={figure} min={1} max={32} onChange={setFigure} />
        <Field label="Shop" value="ada ceramics" onChange={nothing} error="An address has no spaces." hint="As in the admin’s address." />
        <Field label="Shop" value="" onChange={nothing} disabled placeholder="Connect first" />
        <Field label="Note" kind="area" value={area} onChange={setArea} rows={3} />
        <Field label="Report" kind="area" mono readOnly value={"evenshelf 0.1.0\nsqlite 3.51"} onChange={nothing} rows={3} />
      </div>
    </Section>
  );
}

function Choices() {
  const [match, setMatch] = useState<"auto" | "sku" | "handle">("auto");
  const [missing, setMissing] = useState<"leave" | "draft" | "archive">("leave");
  const [group, setGroup] = useState<"product" | "field" | "sign">("product");
  const [on, setOn] = useState(true);
  const [ticked, setTicked] = useState(true);
  return (
    <Section title="Select, Choice, Switch, Checkbox">
      <div className={styles.columns}>
        <Select
          label="Match rows by"
          value={match}
          onChange={setMatch}
          options={[
            { id: "auto", label: "What fits best", hint: "Looks at the columns that are there" },
            { id: "sku", label: "SKU" },
            { id: "handle", label: "Handle", disabled: true },
          ]}
        />
        <Select label="Location" placeholder="Choose one" value={null} onChange={nothing} options={[]} error="Choose where quantities go." />
        <Select label="Location" placeholder="None yet" value={null} onChange={nothing} options={[]} disabled />
        <Choice
          label="Group by"
          look="segments"
          value={group}
          onChange={setGroup}
          options={[
            { id: "product", label: "Product" },
            { id: "field", label: "Field" },
            { id: "sign", label: "Kind", disabled: true },
          ]}
        />
        <Choice
          label="Products that are not in the sheet"
          value={missing}
          onChange={setMissing}
          options={[
            { id: "leave", label: "Leave them", hint: "The sheet is only a part of the shop." },
            { id: "draft", label: "Make them drafts", hint: "They leave the shop window and can come back." },
            { id: "archive", label: "Archive them", disabled: true },
          ]}
        />
        <div>
          <Switch label="Writing" hint="Off: nothing in the store can be changed from here." on={on} onChange={setOn} />
          <Switch label="Notifications" on={!on} onChange={() => setOn(!on)} />
          <Switch label="Tray" on disabled onChange={nothing} />
          <Switch label="Tray" on={false} disabled onChange={nothing} />
        </div>
        <div>
          <Checkbox label="Include" checked={ticked} onChange={setTicked} hint="With its three variants." />
          <Checkbox label="All 1,284 changes" checked="mixed" onChange={nothing} />
          <Checkbox label="Left out" checked={false} onChange={nothing} />
          <Checkbox label="Already applied" checked disabled onChange={nothing} />
        </div>
      </div>
    </Section>
  );
}

function Marks() {
  const [pressed, setPressed] = useState<SignName>("changed");
  return (
    <Section title="Chip, Sign, Mark, Change">
      <Case name="filters">
        <Chips label="Kind of change">
          {(["added", "changed", "removed"] as const).map((sign) => (
            <Chip
              key={sign}
              label={sign}
              sign={sign}
              count={sign === "changed" ? 1204 : 40}
              pressed={pressed === sign}
              onChange={() => setPressed(sign)}
            />
          ))}
          <Chip label="Price" count={412} pressed={false} onChange={nothing} />
          <Chip label="Tags" count={0} pressed={false} disabled onChange={nothing} />
        </Chips>
      </Case>
      <Case name="signs">
        {signs.map((sign) => (
          <Sign key={sign} of={sign} />
        ))}
      </Case>
      <Case name="store">
        <StoreMark demo />
        <StoreMark demo={false} />
      </Case>
      <Case name="change">
        <Change before="€ 24.00" after="€ 19.50" />
        <Was removed>Winter sale</Was>
        <Will>Stoneware, 2 l</Will>
      </Case>
      <Case name="keys">
        <Keys of="Mod+K" />
        <Keys of="Mod+Enter" />
        <Keys of="?" />
      </Case>
    </Section>
  );
}

function Meters() {
  return (
    <Section title="Meter">
      <div className={styles.columns}>
        <Meter label="Applying" value={412} max={1284} figure="412 of 1,284" reason="About 4–6 min left." />
        <Meter label="Reading the store" value={null} figure="240 products" reason="Shopify has not said yet how many there are." />
        <Meter label="Applying" tone="held" value={412} max={1284} figure="paused at 412" reason="Waiting for Shopify’s speed limit, about 8 s." />
        <Meter label="Applying" tone="stop" value={412} max={1284} figure="stopped at 412" reason="The store does not answer." />
        <Meter label="Shopify’s speed limit" tone="budget" value={740} max={2000} figure="740 of 2,000 points" />
        <Meter label="Shopify’s speed limit" small tone="budget" value={740} max={2000} figure="37 % left" />
      </div>
    </Section>
  );
}

function Bands() {
  return (
    <Section title="Banner">
      <div className={styles.stack}>
        <Banner tone="held" title="9 changes held back: 7 prices would drop by more than half." actions={<Button small>Release</Button>}>
          They are not sent until you release them.
        </Banner>
        <Banner
          tone="stop"
          title="Shopify refused 4 changes."
          actions={
            <>
              <Button small>Show them</Button>
              <Button small kind="quiet">
                Copy the details
              </Button>
            </>
          }
        >
          The other 1,270 are in the store. Nothing is half done.
        </Banner>
        <Banner tone="info" title="This plan was made on the copy as of 14:02." onClose={nothing} />
        <Banner tone="done" title="1,270 changes are in the store." actions={<Button small>Show the run</Button>}>
          It took 4 min 12 s, about 2 h less than one by one.
        </Banner>
      </div>
    </Section>
  );
}

function Overlays() {
  const [open, setOpen] = useState<"dialog" | "confirm" | "danger" | "typed" | null>(null);
  const close = () => setOpen(null);
  return (
    <Section title="Dialog, Menu, Palette">
      <Case name="open">
        <Button onPress={() => setOpen("dialog")}>Dialog</Button>
        <Button onPress={() => setOpen("confirm")}>Confirm</Button>
        <Button onPress={() => setOpen("danger")}>Danger</Button>
        <Button onPress={() => setOpen("typed")}>To be typed</Button>
        <Menu
          label="More"
          entries={[
            { id: "save", label: "Save the plan", icon: Download, keys: "Mod+S", onPress: nothing },
            { id: "again", label: "Plan again", hint: "On a fresh copy of the store", onPress: nothing },
            { id: "none", label: "Not now", disabled: true, onPress: nothing },
            { id: "away", label: "Discard", icon: Trash2, danger: true, ruled: true, onPress: nothing },
          ]}
        />
      </Case>
      <Dialog
        open={open === "dialog"}
        onClose={close}
        title="Bowl, glazed"
        actions={<Button onPress={close}>Close</Button>}
      >
        <p>What the change is made of, and where it comes from.</p>
        <Field label="Note" value="" onChange={nothing} />
      </Dialog>
      <Confirm open={open === "confirm"} title="Apply 1,284 changes?" act="Apply 1,284 changes" onAct={close} onCancel={close}>
        <p>412 products of Ada Ceramics change. A backup is written first.</p>
      </Confirm>
      <Confirm danger open={open === "danger"} title="Delete 12 products?" act="Delete 12 products" onAct={close} onCancel={close}>
        <p>They cannot come back with their ids and their orders.</p>
      </Confirm>
      <Confirm
        danger
        open={open === "typed"}
        title="Forget this store?"
        act="Forget it"
        typed="ada-ceramics"
        error="The keyring does not answer."
        onAct={close}
        onCancel={close}
      >
        <p>Its copy, its history and its backups go from this computer. The store itself stays as it is.</p>
      </Confirm>
    </Section>
  );
}

interface SampleRun {
  readonly when: string;
  readonly sheet: string;
  readonly applied: number;
}

const runs: readonly SampleRun[] = [
  { when: "14:02", sheet: "supplier.csv", applied: 1270 },
  { when: "13:40", sheet: "supplier.csv", applied: 12 },
  { when: "23 Nov, 18:15", sheet: "prices-november.csv", applied: 412 },
  { when: "22 Nov, 09:03", sheet: "stock.csv", applied: 3055 },
  { when: "21 Nov, 09:02", sheet: "stock.csv", applied: 2987 },
  { when: "20 Nov, 09:02", sheet: "stock.csv", applied: 8 },
];

function Tables() {
  const [tab, setTab] = useState<"runs" | "facts">("runs");
  return (
    <Section title="Sheet, Facts, Figure, Tabs">
      <Figures label="Last run">
        <Figure label="In the store" value="1,270" hint="of 1,284 changes" />
        <Figure label="Will change" value="412" tone="will" />
        <Figure label="Held back" value="9" tone="held" />
        <Figure label="Refused" value="4" tone="stop" />
      </Figures>
      <div className={styles.gap} />
      <Tabs
        label="Details"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "runs",
            label: "Runs",
            count: 6,
            content: (
              <Sheet
                label="Runs"
                rows={runs}
                rowKey={({ when }) => when}
                columns={[
                  { key: "when", label: "Started", render: ({ when }) => when },
                  { key: "sheet", label: "Sheet", wide: true, render: ({ sheet }) => <code>{sheet}</code> },
                  { key: "applied", label: "Applied", align: "end", render: ({ applied }) => applied.toLocaleString("en") },
                ]}
              />
            ),
          },
          {
            id: "facts",
            label: "Store",
            content: (
              <Facts
                facts={[
                  { label: "Address", value: <CopyText text="https://ada-ceramics.myshopify.com" label="the address" /> },
                  { label: "Currency", value: "EUR" },
                  { label: "Copy on this computer", value: "as of 14:02" },
                ]}
              />
            ),
          },
        ]}
      />
    </Section>
  );
}

function Curves() {
  return (
    <Section title="Chart">
      <div className={styles.columns}>
        <Chart label="Pace" unit="changes a second" timesMs={times} series={[{ label: "applied", values: curves.rate }]} />
        <Chart
          label="Shopify’s speed limit"
          unit="points"
          timesMs={times}
          max={2000}
          series={[
            { label: "left", values: curves.budget, filled: true, tone: "quiet" },
            { label: "in flight", values: curves.flight, dashed: true },
          ]}
        />
        <Chart label="Nothing measured" unit="changes a second" timesMs={[]} series={[{ label: "applied", values: [] }]} />
      </div>
    </Section>
  );
}

function Rest() {
  return (
    <Section title="Empty state, Disclosure, status strip, what is said aloud">
      <EmptyState
        sentence="Nothing has been changed from this computer yet."
        act={{ label: "Open a sheet", onPress: nothing }}
        second={{ label: "Use a sample", onPress: nothing }}
      />
      <div className={styles.gap} />
      <Disclosure title="Details" aside="3 calls">
        <p>Shopify answered 200 after 412 ms.</p>
      </Disclosure>
      <Disclosure title="Opened" startsOpen>
        <p>Most do not need this.</p>
      </Disclosure>
      <div className={styles.gap} />
      <StatusStrip
        label="Sample status"
        items={[
          { key: "store", label: "Store", value: "Ada Ceramics" },
          { key: "run", label: "Run", value: "42%" },
        ]}
        promise="Nothing leaves this computer except to your store."
      />
      <div className={styles.gap} />
      <Button onPress={() => say("412 of 1,284 changes applied")}>Say something</Button>
    </Section>
  );
}
