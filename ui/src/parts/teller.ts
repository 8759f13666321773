// Thins out what is said to readers of the screen: a run reports four times a second, a person can hear one
// sentence in a few seconds.

/** From the design: at most one message in five seconds. */
export const GAP_MS = 5000;

export interface Teller {
  say(message: string): void;
  listen(hear: (message: string) => void): () => void;
}

/** Messages that come within the gap replace each other; the newest is told when the gap is over. */
export function createTeller(gapMs: number): Teller {
  let heard: ((message: string) => void) | null = null;
  let waiting: string | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const tell = () => {
    timer = null;
    if (waiting === null || heard === null) return;
    heard(waiting);
    waiting = null;
    timer = setTimeout(tell, gapMs);
  };

  return {
    say(message) {
      waiting = message;
      if (timer === null) tell();
    },
    listen(hear) {
      heard = hear;
      if (timer === null) tell();
      return () => {
        heard = null;
        if (timer !== null) clearTimeout(timer);
        timer = null;
      };
    },
  };
}
