import type { ReactNode } from "react";

import styles from "./Page.module.css";
import { classes } from "./defined";

export interface PageProps {
  readonly title: ReactNode;
  /** One line under the title: what this is, as of when. */
  readonly about?: ReactNode;
  /** Stands at the end of the head. */
  readonly actions?: ReactNode;
  /** Bands right under the head. */
  readonly bands?: ReactNode;
  readonly children?: ReactNode;
  /** Fixed at the bottom: what will happen, and the buttons for it. */
  readonly foot?: ReactNode;
  /** A grid fills the page to its edges and scrolls by itself; words scroll with the page. */
  readonly filled?: boolean | undefined;
}

/** The sheet every place is written on: a head with a closing line under it, a body, a foot that stays. */
export function Page({ title, about, actions, bands, children, foot, filled = false }: PageProps) {
  return (
    <div className={classes(styles.page, filled && styles.filled)}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h1 className={styles.title}>{title}</h1>
          {about !== undefined && <p className={styles.about}>{about}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {bands !== undefined && <div className={styles.bands}>{bands}</div>}
      <div className={styles.body}>{children}</div>
      {foot !== undefined && <footer className={styles.foot}>{foot}</footer>}
    </div>
  );
}

export interface SectionProps {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page, under a line of its own. */
export function Section({ title, about, actions, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <header className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{title}</h2>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {about !== undefined && <p className={styles.sectionAbout}>{about}</p>}
      {children}
    </section>
  );
}
