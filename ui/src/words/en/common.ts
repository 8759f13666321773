// Words every place shares: figures, units, time, marks and signs.
export const common = {
  count: "{value, number}",
  size_bytes: "{value} bytes",
  size_kb: "{value} kB",
  size_mb: "{value} MB",
  size_gb: "{value} GB",

  seconds: "{seconds, plural, =0 {under a second} other {# s}}",
  minutes: "{minutes, number} min {seconds, number} s",
  hours: "{hours, number} h {minutes, number} min",
  about_seconds: "about {range} s",
  about_minutes: "about {range} min",
  about_hours: "about {range} h",
  up_to: "at most {time}",

  mark_demo: "DEMO",
  mark_live: "LIVE",

  sign_added: "added",
  sign_changed: "changed",
  sign_removed: "removed",
  sign_held: "held back",
  sign_refused: "refused",
  sign_done: "done",
  sign_even: "already even",
  sign_left_out: "left out",

  change_was: "before:",
  change_will: "after:",
} as const;
