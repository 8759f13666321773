// The place Home.
export const home = {
  stores_title: "Stores",
  stores_empty: "No store yet. Add one from the command line:",
  stores_empty_command: "evenshelf store add",
  store_name: "Store",
  store_address: "Address",
  store_copy: "Copy on this computer",
  store_copy_as_of: "as of {moment}",
  store_copy_none: "none yet",
  store_writing: "Writing",
  writing_allowed: "On",
  writing_off: "Off: read only",
} as const;
