// The two clients, each told that the store is a plain-http address on this computer, which neither foresees.
import { createAdminApiClient } from "@shopify/admin-api-client";
import Shopify from "shopify-api-node";

import { VERSION } from "./store.js";

/** What a shop's domain looks like; no request leaves for it. */
const DOMAIN = "halden-fern-demo.myshopify.com";

/**
 * `@shopify/admin-api-client`, Shopify's own. It builds an https address out of the shop's domain; its way out is the
 * fetch it is given, which puts the store's address in the place of the domain's.
 */
export function adminApiClient({ url, token }) {
  const client = createAdminApiClient({
    storeDomain: DOMAIN,
    apiVersion: VERSION,
    accessToken: token,
    customFetchApi: (address, init) => fetch(address.replace(`https://${DOMAIN}`, url), init),
  });
  return async (document, variables) => {
    const { data, errors, extensions } = await client.request(document, { variables });
    if (errors !== undefined) throw new Error(errors.graphQLErrors?.[0]?.message ?? errors.message);
    return { data, cost: extensions.cost };
  };
}

/**
 * `shopify-api-node`, through its `graphql()`: its other methods speak the REST API, which Shopify counts as a thing
 * of the past for products and the demo store does not have. Its `baseUrl` is open to be changed.
 */
export function shopifyApiNode({ url, token }) {
  const shopify = new Shopify({ shopName: DOMAIN, accessToken: token, apiVersion: VERSION });
  const { hostname, port, protocol } = new URL(url);
  Object.assign(shopify.baseUrl, { hostname, port, protocol });
  let cost = null;
  shopify.on("callGraphqlLimits", (limits) => {
    const { max: maximumAvailable, remaining: currentlyAvailable, restoreRate, ...costs } = limits;
    cost = { ...costs, throttleStatus: { maximumAvailable, currentlyAvailable, restoreRate } };
  });
  return async (document, variables) => {
    const data = await shopify.graphql(document, variables);
    return { data, cost };
  };
}
