// Types of what the component scripts receive.

/** Argument of a component: the data of this run, the component's root (an element if it shares the page's styles),
 * and functions that send values to the server. */
export interface Given<Data, Root = ShadowRoot> {
  data: Data;
  parentElement: Root;
  setTriggerValue: Tell;
  setStateValue: Tell;
}

export type Tell = (name: string, value: unknown) => void;

declare global {
  /** Counties by province and city; prepended to the script by review.py. */
  const PLACES: Record<string, Record<string, string[]>>;
  /** Known metrics; prepended to the script by review.py. */
  const METRICS: string[];

  interface ShadowRoot {
    /** The selection within the shadow root; Chromium only. */
    getSelection?(): Selection | null;
  }
}
