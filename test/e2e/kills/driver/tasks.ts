/** What the driver of an extension host can be told to do; every result goes through JSON. */
export interface Tasks {
  /** What the window shows at this moment; undefined while the extension is not active. */
  readonly look: () => Promise<Shown | undefined>;
  /** Begins to conclude rows of the tree by the command on a selection; waits for nothing. */
  readonly conclude: (ids: readonly string[]) => Promise<void>;
  /** Begins to send a request document; waits for nothing. */
  readonly send: (path: string) => Promise<void>;
  /** Shows a document with the cursor at the end of its first line; without a path a new, untitled one with a text. */
  readonly show: (place: { readonly path: string } | { readonly text: string }) => Promise<void>;
}

/** What a window shows. */
export interface Shown {
  readonly rows: readonly ShownRow[];
  readonly documents: readonly ShownDocument[];
}

/** An engagement's row. */
export interface ShownRow {
  /** Digits. */
  readonly id: string;
  /** The kind of its state. */
  readonly state: string;
}

/** A text document that the extension host knows. */
interface ShownDocument {
  readonly uri: string;
  readonly text: string;
}
