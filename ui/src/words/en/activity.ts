// The current run, Shopify bulk jobs, real time and performance.
export const activity = {
  activity_title: "Activity",
  activity_about: "What is under way now, and what has just ended.",
  activity_empty: "Nothing is under way.",
  activity_empty_act: "See what was done",
  activity_empty_second: "Open a sheet",

  // What a job is called while it goes on, and once it is over.
  activity_title_run_now: "Applying {source} to {store}",
  activity_title_run_over: "{source} to {store}",
  activity_title_plan_now: "Comparing {source} with {store}",
  activity_title_plan_over: "{source} and {store}, compared",
  activity_title_compare_now: "Comparing two files: {source}",
  activity_title_compare_over: "Two files, compared: {source}",
  activity_title_copy_now: "Copying {store} to this computer",
  activity_title_copy_over: "{store}, copied to this computer",
  activity_source_none: "a sheet",
  activity_store_none: "no store",

  // How far it is.
  activity_step_starting: "Getting ready",
  activity_step_waiting_for_other: "Its turn comes next",
  activity_step_copying: "Reading the store",
  activity_step_planning: "Comparing",
  activity_step_backing_up: "Writing the backup",
  activity_step_checking: "Looking up what was sent before",
  activity_step_running: "Sending updates",
  activity_step_reading_back: "Reading back what was applied",
  activity_figure_products: "{count, plural, =0 {} one {# product so far} other {# products so far}}",
  activity_figure_running:
    "{done, number} of {total, plural, one {# update} other {# updates}}{left, select, known { · {span} left} other {}}",
  activity_figure_reading_back: "{value, number} of {of, plural, one {# product} other {# products}}",
  activity_moves: "Under way",

  // Why nothing moves.
  activity_wait_rate_limit:
    "Shopify’s speed limit: goes on {when, select, in {in {seconds, number} s} at {at {at}} soon {now} other {as soon as it allows}}",
  activity_wait_throttled:
    "The store asks for fewer calls: goes on {when, select, in {in {seconds, number} s} at {at {at}} soon {now} other {as soon as it allows}}",
  activity_wait_retrying:
    "{count, plural, one {# update} other {# updates}} did not get through: next try {when, select, in {in {seconds, number} s} at {at {at}} soon {now} other {soon}}",
  activity_wait_being_checked:
    "Being checked: {count, plural, one {# update} other {# updates}}{when, select, in {, next look in {seconds, number} s} at {, next look at {at}} soon {, looking now} other {}}",
  activity_wait_store_down:
    "The store does not answer{count, plural, =0 {} one {} other { (# times now)}}: next try {when, select, in {in {seconds, number} s} at {at {at}} soon {now} other {soon}}",
  activity_wait_probing: "Trying whether the store answers again",
  activity_wait_connections:
    "{count, plural, one {The one connection is busy} other {All # parallel connections are busy}}",
  activity_wait_answers: "Waiting for {count, plural, one {# answer} other {# answers}} of the store",
  activity_wait_paused: "Paused: nothing is sent until you go on",
  activity_wait_stopping: "Stopping: what is under way is brought to its end",
  activity_wait_backing_up: "The whole catalogue is kept in a file before the first change",
  activity_wait_other: "{who} works on the same store: this goes on when it is through",

  // How it ended.
  activity_done_copied: "Done. {count, plural, one {# product is} other {# products are}} in the copy on this computer.",
  activity_done_planned: "Done. The changes can be looked through; nothing has been sent.",
  activity_result_done:
    "Done. {share, select, all {{planned, plural, one {The one update was applied} other {All # updates were applied}}} even {Nothing had to be sent: everything was already even} other {{applied, number} of {planned, plural, one {# update} other {# updates}} applied}}{timed, select, yes {, took {took}} other {}}{saved, select, yes {, {less} less than one by one} other {}}.",
  activity_result_interrupted:
    "Stopped. {applied, number} of {planned, plural, one {# update} other {# updates}} applied, and they stay.",
  activity_result_cancelled:
    "Cancelled. {applied, number} of {planned, plural, one {# update} other {# updates}} applied, and they stay.",
  activity_result_failed:
    "Stopped by a problem. {applied, number} of {planned, plural, one {# update} other {# updates}} applied, and they stay.",
  activity_result_superseded:
    "Replaced by a later run. {applied, number} of {planned, plural, one {# update} other {# updates}} applied before.",
  activity_result_open: "{applied, number} of {planned, plural, one {# update} other {# updates}} applied so far.",
  activity_result_unchanged: "{count, plural, one {# was} other {# were}} already even.",
  activity_result_rejected: "{count, plural, one {# was} other {# were}} refused by Shopify.",
  activity_result_failed_count: "{count, number} failed.",
  activity_result_skipped: "{count, plural, one {# was} other {# were}} not sent.",
  activity_result_held: "{count, plural, one {# was} other {# were}} held back.",
  activity_result_left: "{count, plural, one {# is} other {# are}} kept for later.",

  // Counts by outcome.
  activity_counts: "How the updates went so far",
  activity_count_applied: "applied",
  activity_count_unchanged: "already even",
  activity_count_rejected: "refused by Shopify",
  activity_count_failed: "failed",
  activity_count_skipped: "not sent",
  activity_count_held: "held back",

  // The owner's hand.
  activity_pause: "Pause",
  activity_go_on: "Go on",
  activity_cancel: "Cancel …",
  activity_stop: "Stop",
  activity_put_away: "Put away",
  activity_show_history: "Show in history",
  activity_plan_again: "Plan again",
  activity_show_review: "Look through the changes",
  activity_connections: "Parallel connections",
  activity_connections_auto: "Auto",
  activity_connections_more: "Another number",
  activity_connections_hint:
    "From 1 to {max, number}. More connections help only while Shopify’s speed limit leaves room; Auto finds out by itself.",
  activity_connections_set: "Set",
  activity_connections_now: "{count, plural, one {# in use now} other {# in use now}}",
  activity_details: "Details",
  activity_steered_not: "That did not reach what is under way.",
  activity_not_planned: "The sheet was not planned again.",
  activity_not_resumed: "The run did not go on.",
  activity_going_on: "Going on …",

  // Before it is cancelled.
  activity_cancel_title: "Stop applying {source} to {store}?",
  activity_cancel_applied:
    "{count, plural, =0 {Nothing is in the store yet.} one {# update is in the store and stays there.} other {# updates are in the store and stay there.}}",
  activity_cancel_in_flight:
    "{count, plural, one {# call that is under way is} other {# calls that are under way are}} brought to an end first, so that nothing is left half done.",
  activity_cancel_left: "{count, plural, one {# update is} other {# updates are}} not sent.",
  activity_cancel_keep_hint: "What is not sent is kept. Go on with it from here or from History, today or later.",
  activity_cancel_rest_hint: "What is not sent is given up. To send it later, plan the sheet again.",
  activity_cancel_keep: "Stop and keep the rest for later",
  activity_cancel_rest: "Cancel the rest",
  activity_cancel_back: "Do not stop",

  // Curves.
  activity_chart_rate: "Updates",
  activity_chart_a_second: "a second",
  activity_chart_budget: "Shopify’s speed limit",
  activity_chart_unused: "unused",
  activity_chart_points: "points unused",
  activity_chart_now: "now",
  activity_chart_last: "at the end",
  activity_points: "Points",
  activity_points_now: "{available} of {max} unused; {restore} come back each second",
  activity_calls: "Calls so far",
  activity_in_flight: "Calls under way",
  activity_started: "Began",

  // Runs that can go on.
  activity_resumable:
    "{source} to {store} was interrupted: {applied, number} of {planned, plural, one {# update} other {# updates}} applied, {left, plural, one {# is} other {# are}} still to go.",
  activity_resumable_when: "Stopped {moment}. What had been sent is looked up first, so that nothing is done twice.",
  activity_give_up: "Give the rest up",
  activity_give_up_title: "Give up the rest of {source}?",
  activity_give_up_text:
    "What had been sent is looked up in the store and stays. {left, plural, one {# update is} other {# updates are}} given up. To send {left, plural, one {it} other {them}} later, plan the sheet again.",

  activity_warnings: "Good to know",
  activity_voice: "{title}: {sentence}",
} as const;
