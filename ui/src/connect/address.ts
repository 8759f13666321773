// What the owner may write into the address field, and the one address that is meant.

export type Address =
  | { readonly kind: "empty" }
  /** `url` is what is sent to the shell. */
  | { readonly kind: "usable"; readonly url: string }
  | { readonly kind: "unusable"; readonly why: AddressFault };

/** Each has its sentence: `connect_address_` and the fault. */
export type AddressFault = "own_domain" | "admin_without_store" | "unreadable";

/** A shop's name in its address: letters, figures and hyphens, as Shopify hands them out. */
const shopName = /^[a-z0-9][a-z0-9-]*$/;
const shopDomain = ".myshopify.com";
/** Where a store of this computer answers, such as the demo store: the one place without encryption. */
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Reads `my-shop`, `my-shop.myshopify.com`, any address below it, and addresses of the Shopify admin. */
export function readAddress(written: string): Address {
  const text = written.trim().toLowerCase();
  if (text === "") return { kind: "empty" };
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(text)?.[0] ?? null;
  if (scheme === null && shopName.test(text) && !loopback.has(text)) return shop(text);
  const parsed = parse(scheme, text);
  if (parsed === null) return { kind: "unusable", why: "unreadable" };
  const host = parsed.hostname;
  if (loopback.has(host)) return { kind: "usable", url: scheme === null ? `http://${parsed.host}` : parsed.origin };
  if (host === "admin.shopify.com") {
    const name = /^\/store\/([^/]+)/.exec(parsed.pathname)?.[1];
    return name === undefined ? { kind: "unusable", why: "admin_without_store" } : shop(name);
  }
  if (host.endsWith(shopDomain)) return shop(host.slice(0, -shopDomain.length));
  return { kind: "unusable", why: host.includes(".") ? "own_domain" : "unreadable" };
}

function shop(name: string): Address {
  if (!shopName.test(name)) return { kind: "unusable", why: "unreadable" };
  return { kind: "usable", url: `https://${name}${shopDomain}` };
}

function parse(scheme: string | null, text: string): URL | null {
  if (scheme !== null && scheme !== "https://" && scheme !== "http://") return null;
  try {
    return new URL(scheme === null ? `https://${text}` : text);
  } catch {
    return null;
  }
}

/** What a store may be called on this computer: the rule of the command line, where the name is typed. */
export function nameFits(name: string): boolean {
  return /^[\p{L}\p{N}._-]*$/u.test(name);
}
