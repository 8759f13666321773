import { expect, test } from "vitest";

import { nameFits, readAddress } from "./address";

test.each([
  ["my-shop", "https://my-shop.myshopify.com"],
  ["  My-Shop ", "https://my-shop.myshopify.com"],
  ["my-shop.myshopify.com", "https://my-shop.myshopify.com"],
  ["https://my-shop.myshopify.com", "https://my-shop.myshopify.com"],
  ["http://my-shop.myshopify.com/", "https://my-shop.myshopify.com"],
  ["https://my-shop.myshopify.com/admin/products?page=2", "https://my-shop.myshopify.com"],
  ["https://admin.shopify.com/store/my-shop/products", "https://my-shop.myshopify.com"],
  ["admin.shopify.com/store/my-shop", "https://my-shop.myshopify.com"],
  ["http://127.0.0.1:4460", "http://127.0.0.1:4460"],
  ["127.0.0.1:4460", "http://127.0.0.1:4460"],
  ["localhost:4460", "http://localhost:4460"],
  ["localhost", "http://localhost"],
])("%s is %s", (written, url) => {
  expect(readAddress(written)).toEqual({ kind: "usable", url });
});

test.each([
  ["ada-ceramics.com", "own_domain"],
  ["https://www.ada-ceramics.com/collections/all", "own_domain"],
  ["my-shop.myshopify.com.evil.example", "own_domain"],
  ["https://admin.shopify.com/", "admin_without_store"],
  ["my shop", "unreadable"],
  ["my_shop", "unreadable"],
  ["ftp://my-shop.myshopify.com", "unreadable"],
  ["a.b.myshopify.com", "unreadable"],
  ["https://admin.shopify.com/store/%2e%2e", "admin_without_store"],
])("%s cannot be used: %s", (written, why) => {
  expect(readAddress(written)).toEqual({ kind: "unusable", why });
});

test("nothing written is no fault", () => {
  expect(readAddress("  ")).toEqual({ kind: "empty" });
});

test.each([
  ["", true],
  ["töpferei_2.0-b", true],
  ["متجر", true],
  ["my shop", false],
  ["../shop", false],
])("the name %s fits: %s", (name, fits) => {
  expect(nameFits(name)).toBe(fits);
});
