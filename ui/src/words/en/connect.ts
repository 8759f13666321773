// Connecting a store.
export const connect = {
  connect_title: "Connect a store",
  connect_lead:
    "Evenshelf signs in as an app that you create at Shopify. Nobody else gets a key, and the store stays read only here until you allow writing.",

  connect_no_keyring: "No keyring answers on this computer.",
  connect_no_keyring_next:
    "You can check the store, but not save it: the key is kept in the keyring or nowhere. Start one (GNOME Keyring, KWallet or KeePassXC on Linux).",

  connect_kind: "Kind of key",
  connect_kind_client: "App of the Dev Dashboard",
  connect_kind_token: "Older admin token",

  connect_steps_title: "At Shopify",
  connect_steps_note:
    "These steps are on Shopify’s own pages. The names in quotes were right in November 2026; Shopify renames them now and then.",
  connect_step_app_title: "Create an app",
  connect_step_app:
    "Open the Dev Dashboard as the store’s owner, or as staff who may develop apps, in the organization the store belongs to. Choose “Create app”, then “Start from Dev Dashboard”, and call it Evenshelf.",
  connect_step_app_value: "Address of the Dev Dashboard",
  connect_step_version_title: "Say what it may do",
  connect_step_version:
    "In “Versions”, paste these access scopes into “Scopes”. The app has no page of its own, so “App URL” gets Shopify’s stand-in. Leave everything else as it is and choose “Release”.",
  connect_step_version_scopes: "Scopes",
  connect_step_version_url: "App URL",
  connect_step_install_title: "Install it on your store",
  connect_step_install:
    "On the app’s “Home”, choose “Install app”, pick your store and confirm. If Shopify asks how the app is distributed, it is “Custom distribution”, for this one store.",
  connect_step_key_title: "Bring the key here",
  connect_step_key:
    "Under “Settings” of the app stand “Client ID” and “Secret”. Copy each into the fields on this page. Shopify gives out a fresh pass for them every day; Evenshelf renews it by itself.",
  connect_step_token_title: "Use the token you have",
  connect_step_token:
    "An app that was made in the Shopify admin before 2026 has an admin token that begins with shpat_. Shopify showed it once, when the app was installed. It keeps working; new ones are no longer given out.",
  connect_step_token_scopes_title: "See what it may do",
  connect_step_token_scopes:
    "In the Shopify admin, under “Settings”, “Apps”, “Develop apps”, the app’s “Admin API access scopes” need at least these:",

  connect_scopes_which: "What Evenshelf may do",
  connect_scopes_reading: "Read only",
  connect_scopes_reading_hint: "Compares and shows. It could not change the store even by mistake.",
  connect_scopes_writing: "Read and write",
  connect_scopes_writing_hint: "Needed to apply changes. Writing still stays off here until you switch it on.",

  connect_form_title: "On this computer",
  connect_address: "Address of the store",
  connect_address_hint: "my-shop, my-shop.myshopify.com, or the address of its admin",
  connect_address_is: "This is {url}",
  connect_address_own_domain:
    "This is the address your customers see. Evenshelf needs the one that ends in .myshopify.com: in the Shopify admin it stands under Settings, Domains.",
  connect_address_admin_without_store:
    "This is Shopify’s admin without a store. Open the store there and copy the address again: it then holds /store/ and the store’s name.",
  connect_address_unreadable: "This is no address of a store. It looks like my-shop.myshopify.com.",
  connect_name: "Name on this computer",
  connect_name_hint: "Yours to choose; left empty it comes from the address.",
  connect_name_wrong: "Letters, figures, hyphens, dots and underscores only, no blanks.",
  connect_client_id: "Client ID",
  connect_secret: "Secret",
  connect_token: "Admin token",
  connect_secret_hint: "Goes into the keyring of this computer when you save, and nowhere else. This field is then emptied.",
  connect_check: "Check",
  connect_check_again: "Check again",
  connect_checking: "Asking the store …",
  connect_checking_why: "The store is asked for its name, its access scopes and its locations. Nothing is saved yet.",
  connect_stop: "Stop",
  connect_save: "Save, read only",
  connect_saving: "Saving …",
  connect_saving_why: "The key goes into the keyring. It may ask you for its password; cancel there, and nothing is saved.",

  connect_report_title: "What the store answered",
  connect_report_waiting: "Nothing asked yet. Check shows here what the store answers, before anything is saved.",
  connect_report_name: "Kept as",
  connect_report_shop: "Shop",
  connect_report_address: "Address",
  connect_report_plan: "Shopify plan",
  connect_report_currency: "Currency",
  connect_report_version: "API version",
  connect_report_version_older: "{used}, though {asked} was asked for: the shop’s app is set to another version",
  connect_report_locations: "Locations",
  connect_report_locations_none: "None that the app may see",
  connect_report_location_off: "{name} (not active)",
  connect_report_key: "Key",
  connect_key_keyring: "In the keyring of this computer",
  connect_key_environment: "From this session’s environment; not kept by Evenshelf",

  connect_scopes_title: "Access scopes",
  connect_scope_column: "Scope",
  connect_scope_for: "What for",
  connect_scope_state: "State",
  connect_scope_granted: "Granted",
  connect_scope_missing: "Missing",
  connect_scope_for_writing: "For writing only",
  connect_scope_read_products: "Products, variants, prices, pictures",
  connect_scope_read_inventory: "Stock of each variant",
  connect_scope_read_locations: "Names of the places where stock lies",
  connect_scope_write_products: "Change and create products",
  connect_scope_write_inventory: "Change stock",
  connect_scope_read_publications: "See where a product is published",
  connect_scope_write_publications: "Publish a product, or take it down",
  connect_scope_other: "Asked for by this program",

  connect_verdict_ready: "All scopes are there. The store can be read now, and written to once you switch that on.",
  connect_verdict_reading: "The store can be read.",
  connect_verdict_reading_next: "To apply changes later, its app also needs {scopes}.",
  connect_verdict_lacking: "The store cannot be read yet: its app lacks {scopes}.",
  connect_verdict_lacking_client:
    "In the Dev Dashboard open “Versions”, add them to “Scopes”, choose “Release”, allow the new version on the store, and check again.",
  connect_verdict_lacking_token:
    "In the Shopify admin open the app’s “Admin API access scopes”, add them, save, and check again.",

  connect_refused_address: "This address cannot be used.",
  connect_refused_address_next: "Take the one that ends in .myshopify.com, from the Shopify admin under Settings, Domains.",
  connect_refused_unreachable: "No answer from this address.",
  connect_refused_unreachable_next:
    "See that this computer is online and that the address is spelled as in the Shopify admin. Nothing was saved; check again when ready.",
  connect_refused_client: "Shopify did not accept this client ID and secret for this store.",
  connect_refused_client_next:
    "Copy both again from the app’s “Settings”. The app must be installed on exactly this store, and app and store must belong to the same organization.",
  connect_refused_token: "Shopify did not accept this token for this store.",
  connect_refused_token_next:
    "It must be the admin token of an app on exactly this store; it begins with shpat_. If the app was uninstalled, the token is void: use an app of the Dev Dashboard instead.",
  connect_refused_scopes: "The key is right, but its app may not do enough to be looked at.",
  connect_refused_scopes_next:
    "In the Dev Dashboard open “Versions”, paste the scopes from step 2, choose “Release”, allow the new version on the store, and check again.",
  connect_refused_keyring: "The store answered, but the keyring of this computer did not take the key. Nothing was saved.",
  connect_refused_keyring_next:
    "Unlock the keyring, or start one (GNOME Keyring, KWallet or KeePassXC on Linux), then save again. What you wrote is still in the fields.",
  connect_refused_name: "It cannot be saved like this.",
  connect_refused_name_next: "Another store may have this name already: choose a different one and save again.",
  connect_refused_other: "It did not go through. Nothing was saved.",

  connect_saved_title: "{shop} is connected, read only",
  connect_saved_keyring: "The key lies in the keyring of this computer, under Evenshelf. No file holds it.",
  connect_saved_environment:
    "The key comes from the environment this program was started with. It is not kept; without it the store cannot be asked next time.",
  connect_saved_next: "Next, its products are copied to this computer, so that a sheet can be compared with them.",
  connect_saved_copy: "Copy its products",
  connect_saved_home: "Later",
  connect_another: "Connect another store",
} as const;
