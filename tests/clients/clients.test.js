// Clients that know nothing of the demo store read and write products, stock and bulk operations on it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { adminApiClient, shopifyApiNode } from "./clients.js";
import { PRODUCTS, document, openStore } from "./store.js";

/** Looks at a bulk operation before it counts as stuck. Each is a round trip; it starts after a tenth of a second. */
const LOOKS_MAX = 20_000;

for (const [name, connect] of [
  ["@shopify/admin-api-client", adminApiClient],
  ["shopify-api-node", shopifyApiNode],
]) {
  describe(name, () => {
    let store;
    let send;
    before(async () => {
      store = await openStore();
      send = connect(store);
    });
    after(() => store.stop());

    /** Returns the payload of the document's one root field; what the store refuses fails the test. */
    const ask = async (file, variables) => {
      const { data } = await send(document(file), variables);
      const [payload] = Object.values(data);
      assert.deepEqual(payload?.userErrors ?? [], []);
      return payload;
    };
    const created = (title) =>
      ask("set_product", {
        input: {
          title,
          productOptions: [{ name: "Size", values: [{ name: "S" }, { name: "M" }] }],
          variants: ["S", "M"].map((size) => ({
            optionValues: [{ optionName: "Size", name: size }],
            price: "19.90",
            inventoryItem: { sku: `${title}-${size}`, tracked: true },
          })),
        },
      });
    const finished = async ({ bulkOperation: { id } }) => {
      for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
        const operation = await ask("bulk_operation", { id });
        if (!["CREATED", "RUNNING"].includes(operation.status)) {
          assert.equal(operation.status, "COMPLETED", operation.errorCode);
          return operation;
        }
      }
      return assert.fail(`${id} does not come to an end`);
    };
    const lines = async ({ url }) => {
      const text = await (await fetch(url)).text();
      return text.trim().split("\n").map((line) => JSON.parse(line));
    };

    test("products are written and read", async () => {
      const { product } = await created("Tee");
      assert.equal(product.handle, "tee");
      const renamed = await ask("update_product", { product: { id: product.id, title: "Long Tee" } });
      assert.equal(renamed.product.title, "Long Tee");
      const read = await ask("read_product", { handle: "tee" });
      assert.equal(read.title, "Long Tee");
      assert.deepEqual(read.variants.nodes, [
        { sku: "Tee-S", price: "19.90", inventoryQuantity: 0 },
        { sku: "Tee-M", price: "19.90", inventoryQuantity: 0 },
      ]);
    });

    test("pages follow each other to the end", async () => {
      const ids = new Set();
      let after = null;
      do {
        const { nodes, pageInfo } = await ask("page_of_products", { after });
        for (const { id } of nodes) ids.add(id);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      assert.ok(ids.size >= PRODUCTS, `${ids.size}`);
    });

    test("stock is set once under a key, and not over a change", async () => {
      const { product } = await created("Mug");
      const { inventoryItem } = product.variants.nodes[0];
      const [level] = inventoryItem.inventoryLevels.nodes;
      const variables = (quantity, changeFromQuantity, key) => ({
        key,
        input: {
          name: "available",
          reason: "correction",
          quantities: [{ inventoryItemId: inventoryItem.id, locationId: level.location.id, quantity, changeFromQuantity }],
        },
      });
      const set = await ask("set_stock", variables(7, 0, "first"));
      assert.equal(set.inventoryAdjustmentGroup.changes.find((change) => change.name === "available").delta, 7);
      const again = await ask("set_stock", variables(7, 0, "first"));
      assert.equal(again.inventoryAdjustmentGroup.id, set.inventoryAdjustmentGroup.id);
      const { data } = await send(document("set_stock"), variables(9, 0, "second"));
      assert.equal(data.inventorySetQuantities.userErrors[0].code, "CHANGE_FROM_QUANTITY_STALE");
      const read = await ask("read_product", { handle: "mug" });
      assert.equal(read.variants.nodes[0].inventoryQuantity, 7);
    });

    test("a bulk query gives every product and variant", async () => {
      const operation = await finished(await ask("run_query", { query: document("all_variants") }));
      const rows = await lines(operation);
      assert.equal(rows.length, Number(operation.objectCount));
      const products = new Set(rows.filter((row) => row.__parentId === undefined).map((row) => row.id));
      assert.ok(products.size >= PRODUCTS);
      assert.ok(rows.every((row) => row.__parentId === undefined || products.has(row.__parentId)));
    });

    test("a bulk mutation writes one product for each line", async () => {
      const input = [{ resource: "BULK_MUTATION_VARIABLES", filename: "products.jsonl", mimeType: "text/jsonl", httpMethod: "POST" }];
      const { stagedTargets: [target] } = await ask("stage", { input });
      const form = new FormData();
      for (const { name, value } of target.parameters) form.append(name, value);
      const titles = ["Lamp", "Rug", ""];
      form.append("file", new Blob([titles.map((title) => JSON.stringify({ input: { title } })).join("\n")]));
      assert.equal((await fetch(target.url, { method: "POST", body: form })).status, 201);
      const path = target.parameters.find(({ name }) => name === "key").value;
      const run = await ask("run_mutation", { mutation: document("set_one_product"), path });
      const rows = await lines(await finished(run));
      const told = rows
        .toSorted((a, b) => a.__lineNumber - b.__lineNumber)
        .map(({ data: { productSet } }) => productSet.product?.handle ?? productSet.userErrors[0].message);
      assert.deepEqual(told, ["lamp", "rug", "Title can't be blank"]);
    });

    test("costs and errors arrive as the client knows them", async () => {
      const { cost } = await send(document("read_product"), { handle: "tee" });
      assert.equal(cost.requestedQueryCost, 1 + 2 + 4);
      assert.equal(cost.throttleStatus.maximumAvailable, 20_000);
      await assert.rejects(send("{ shop { nmae } }", {}), /Field 'nmae' doesn't exist on type 'Shop'/);
      const stranger = connect({ ...store, token: "shpat_nobody" });
      await assert.rejects(stranger("{ shop { name } }", {}), /Unauthorized|401/);
    });
  });
}
