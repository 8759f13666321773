// Figures as people write them; each kind has its one place here.
import { locale, words } from "./words";

const formats = new Map<string, Intl.NumberFormat>();

/** The kind names the options: a grid asks for several of these in every row. */
function format(kind: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()} ${kind}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.NumberFormat(locale(), options);
    formats.set(key, found);
  }
  return found;
}

/** 1,284 */
export const count = (value: number): string => format("count", { maximumFractionDigits: 0 }).format(value);

/** +12.5 % or −60 %: always with its sign, with a minus and not a hyphen. */
export const percentChange = (percent: number): string =>
  format("percentChange", { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 1 })
    .format(percent / 100)
    .replace("-", "−");

/** 42 %, of a share between 0 and 1. Not said to be whole before it is. */
export const percentDone = (share: number): string =>
  format("percentDone", { style: "percent", maximumFractionDigits: 0 }).format(share < 1 ? Math.min(share, 0.99) : 1);

/** €12.50; digits as the store sent them where the currency is not known. */
export function money(amount: string | number, currency: string | null): string {
  const value = Number(amount);
  if (currency === null || !Number.isFinite(value)) return String(amount);
  return format(`money ${currency}`, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(value);
}

/** 12 changes a second */
export const rate = (perSecond: number): string => format("rate", { maximumSignificantDigits: 2 }).format(perSecond);

const sizes = ["size_bytes", "size_kb", "size_mb", "size_gb"] as const;

/** 3.4 MB, by thousands as file managers count. */
export function bytes(size: number): string {
  let step = 0;
  let value = size;
  while (value >= 999.5 && step < sizes.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step === 0 ? count(value) : format("bytes", { maximumSignificantDigits: 3 }).format(value);
  return words(sizes[step] ?? "size_bytes", { value: digits });
}
