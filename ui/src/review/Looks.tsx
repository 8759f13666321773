// A description as it looks, without anything that could run or load.
import { createElement, useMemo } from "react";

import { words } from "../words/words";
import styles from "./Looks.module.css";
import { safeHtml, type Shown } from "./safeHtml";

export function Looks({ html }: { readonly html: string }) {
  const { nodes, cut } = useMemo(() => safeHtml(html), [html]);
  return (
    <div className={styles.frame} dir="auto">
      <Nodes nodes={nodes} />
      {cut && <p className={styles.cut}>{words("review_looks_cut")}</p>}
    </div>
  );
}

function Nodes({ nodes }: { readonly nodes: readonly Shown[] }) {
  // The places of a text that does not change are its only keys.
  // oxlint-disable-next-line react/no-array-index-key
  return nodes.map((node, at) => <Node key={at} node={node} />);
}

function Node({ node }: { readonly node: Shown }) {
  if (node.tag === "text") return node.text;
  if (node.tag === "picture") {
    return (
      <span className={styles.picture}>
        {node.alt === "" ? words("review_picture") : words("review_picture_named", { alt: node.alt })}
      </span>
    );
  }
  if (node.tag === "br" || node.tag === "hr") return <node.tag />;
  // A link without an address is only underlined: there is nowhere to go from here.
  if (node.tag === "a") {
    return (
      <span className={styles.link}>
        <Nodes nodes={node.children} />
      </span>
    );
  }
  return createElement(levelled(node.tag), null, <Nodes nodes={node.children} />);
}

/** Headings of a description stand below those of the window. */
function levelled(tag: Exclude<Shown["tag"], "text" | "picture" | "br" | "hr" | "a">) {
  return /^h[1-3]$/.test(tag) ? ("h4" as const) : tag;
}
