// What the scripts of the components are given from outside.

/** What Streamlit calls a component with: the data of this run, the component's own root (an element where it shares the page's styles),
 * and the ways to tell the server. */
export interface Given<Data, Root = ShadowRoot> {
  data: Data;
  parentElement: Root;
  setTriggerValue: Tell;
  setStateValue: Tell;
}

export type Tell = (name: string, value: unknown) => void;

declare global {
  /** Provinces, their cities, and the counties of these; written in front of the script by review.py. */
  const PLACES: Record<string, Record<string, string[]>>;
  /** The metrics there are; written in front of the script by review.py. */
  const METRICS: string[];

  interface ShadowRoot {
    /** Chromium's: the selection within the shadow root. */
    getSelection?(): Selection | null;
  }
}
