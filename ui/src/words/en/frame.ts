// The frame: rail, store switcher, status strip, palette, help.
export const frame = {
  tagline: "Keeps your shop even with your sheet.",
  promise: "Nothing leaves this computer except to your store.",
  recorded: "Recorded example: this page is open in a browser, not in the program.",
  opening: "Reading what is on this computer …",
  foot_version: "Evenshelf {version}",
  notify_try: "Try a notification",
  notify_title: "Evenshelf",
  notify_body: "This is how Evenshelf tells you something.",
  notify_sent: "Handed to your desktop.",
  notify_failed: "Your desktop did not take it.",
} as const;
