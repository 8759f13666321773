// Words every place shares: figures, units, marks.
export const common = {
  count: "{value, number}",
  seconds: "{seconds, plural, =0 {under a second} other {# s}}",
  minutes: "{minutes, number} min {seconds, number} s",
  hours: "{hours, number} h {minutes, number} min",
  mark_demo: "DEMO",
  mark_live: "LIVE",
} as const;
