// One sentence for every code with which the program refuses, `refused_` and the code.
export const refusals = {
  refused_bad_request: "The window asked for something the program does not do.",
  refused_ledger_busy: "Another program has been writing to the history for too long. Try again in a moment.",
  refused_ledger_unreadable: "The history on this computer could not be read.",
  refused_ledger_newer:
    "The history on this computer was written by a newer Evenshelf. Install that version to open it.",
  refused_notification_failed: "The desktop did not show the notification.",
  refused_internal: "The program broke off what it was doing.",
  refused_unknown: "The program did not answer as expected.",
  refused_detail: "Details",
} as const;
