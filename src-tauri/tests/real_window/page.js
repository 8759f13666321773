// What the tests know of a page: how to find a part by its role and name, and how to wait for something.
// Runs before each script, in the page itself.
window.__hand ??= (() => {
  const roles = {
    button: "button,[role=button],input[type=button],input[type=submit],summary",
    link: "a[href],[role=link]",
    heading: "h1,h2,h3,h4,h5,h6,[role=heading]",
    textbox: "input:not([type]),input[type=text],input[type=password],input[type=url],input[type=email],textarea,[role=textbox]",
    searchbox: "input[type=search],[role=searchbox]",
    checkbox: "input[type=checkbox]:not([role=switch]),[role=checkbox]",
    switch: "[role=switch],input[type=checkbox][role=switch]",
    radio: "input[type=radio],[role=radio]",
    combobox: "[role=combobox],select",
    option: "[role=option],option",
    menuitem: "[role^=menuitem]",
    tab: "[role=tab]",
    dialog: "[role=dialog],[role=alertdialog],dialog[open]",
    grid: "[role=grid],[role=treegrid]",
    row: "[role=row],tr",
    gridcell: "[role=gridcell],td",
    navigation: "nav,[role=navigation]",
    main: "main,[role=main]",
    status: "[role=status],output",
    alert: "[role=alert]",
    img: "img,[role=img]",
    progressbar: "[role=progressbar],progress",
    list: "ul,ol,[role=list]",
    listitem: "li,[role=listitem]",
    group: "[role=group],fieldset",
    table: "table,[role=table]",
    region: "section[aria-label],section[aria-labelledby],[role=region]",
  };

  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();

  const seen = (element) => {
    if (element.closest("[aria-hidden=true],[inert],[hidden]")) return false;
    // A box that is drawn over by its own label (a check box, say) has no visible paint but a place.
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
  };

  const words = (element) => {
    let text = "";
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) text += node.data;
      else if (node.nodeType === Node.ELEMENT_NODE && node.getAttribute("aria-hidden") !== "true") {
        text += ` ${node.getAttribute("aria-label") ?? (node.tagName === "IMG" ? node.alt : words(node))} `;
      }
    }
    return text;
  };

  const name = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by) return plain(by.split(/\s+/).map((id) => document.getElementById(id)).map((part) => part && (part.getAttribute("aria-label") ?? words(part))).join(" "));
    const own = element.getAttribute("aria-label");
    if (own) return plain(own);
    if (element.labels?.length) return plain([...element.labels].map(words).join(" "));
    return plain(words(element)) || plain(element.getAttribute("title") ?? element.getAttribute("alt") ?? element.getAttribute("placeholder"));
  };

  // A name given as /…/ is a pattern, any other is the whole name.
  const fits = (wanted, found) => {
    if (wanted === null) return true;
    const pattern = /^\/(.*)\/$/.exec(wanted);
    return pattern ? new RegExp(pattern[1], "iu").test(found) : found === wanted;
  };

  const all = (role, wanted = null, within = document) => {
    // What lies under an open dialog is not to be had.
    const selector = roles[role];
    if (!selector) throw new Error(`the tests know no role ${role}`);
    return [...within.querySelectorAll(selector)].filter((element) => seen(element) && fits(wanted, name(element)));
  };

  const first = (role, wanted = null, within = document) => all(role, wanted, within)[0] ?? null;

  // Answers when `what` returns something true, and with that. Looked at again whenever the page changes.
  const until = (what) =>
    new Promise((resolve, reject) => {
      const signs = ["focusin", "focusout", "scroll", "input", "change", "animationend", "transitionend"];
      const finish = () => {
        changes.disconnect();
        for (const sign of signs) document.removeEventListener(sign, look, true);
        window.removeEventListener("resize", look);
      };
      const look = () => {
        try {
          const found = what();
          if (!found) return;
          finish();
          resolve(found);
        } catch (fault) {
          finish();
          reject(fault);
        }
      };
      const changes = new MutationObserver(look);
      changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      for (const sign of signs) document.addEventListener(sign, look, true);
      window.addEventListener("resize", look);
      look();
    });

  // Two frames later everything that was asked for is painted.
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  // Answers when the part stands where it stood a frame before: a hand does not press what still moves.
  const still = async (part) => {
    const place = () => JSON.stringify(part.getBoundingClientRect());
    for (let before = ""; before !== place(); ) {
      before = place();
      await painted();
    }
  };

  return { all, first, name, plain, seen, until, painted, still };
})();
