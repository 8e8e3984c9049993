/** What the driver extension can be told to do inside the extension host; every result goes through JSON. */
export interface Tasks {
  /** Lets the start of the window go on: until then nothing activates that waits for its end. */
  readonly goOn: () => Promise<void>;
  /** Activates extensions one after the other, in the order of their ids; how long each took, in ms. */
  readonly activate: (ids: readonly string[]) => Promise<readonly number[]>;
  /** The files that the extension host loaded as CommonJS modules from an extension's folder, with their bytes. */
  readonly loadedFrom: (id: string) => Promise<readonly LoadedFile[]>;
  /** From here on counts the timers that code of an extension starts. To be called before it activates. */
  readonly watchTimers: (id: string) => Promise<void>;
  /** What the host did during so many ms in which nobody asked anything of it. */
  readonly idle: (ms: number) => Promise<Idle>;
  /** Heap and resident memory in bytes, after the garbage was collected. */
  readonly memory: () => Promise<Memory>;
  /** Runs a command and says what the host did meanwhile. */
  readonly command: (id: string, args: readonly unknown[], settleMs: number) => Promise<Course>;
  /** Concludes by our whole path and by bare requests in turns; ms of each. */
  readonly concludes: (server: ServerPlace, ids: readonly ConcludePair[]) => Promise<ConcludeTimes>;
  /** Waits until the tree has so many engagements, and says what the host did meanwhile. */
  readonly untilRows: (count: number) => Promise<Course>;
  /** Concludes rows of the tree by the command on a selection, and says what the host did meanwhile. */
  readonly bulk: (ids: readonly string[]) => Promise<Course>;
  /** The same number of bare requests, so many at a time; ms for all. */
  readonly bareLoop: (
    server: ServerPlace,
    ids: readonly string[],
    atOnce: number,
  ) => Promise<number>;
  /** Draws the whole tree as VS Code does; ms of each round in our code. */
  readonly drawTree: (rounds: number) => Promise<TreeTimes>;
}

/** A file with its size in bytes. */
export interface LoadedFile {
  readonly name: string;
  readonly bytes: number;
}

/** What an idle host did. */
export interface Idle {
  /** Timers under a second that code of the watched extension started. */
  readonly shortTimers: number;
  /** All timers that it started. */
  readonly timers: number;
  /** Of one processor, in percent. */
  readonly cpuPercent: number;
}

/** Memory in bytes. */
export interface Memory {
  readonly heap: number;
  readonly resident: number;
}

/** What a host did while something went on. */
export interface Course {
  /** When it began, ms since 1970. */
  readonly begunAt: number;
  readonly lastedMs: number;
  /** The longest time in which nothing else could run, in ms. */
  readonly longestBlockMs: number;
  /** The longest ten of them, longest first. */
  readonly blocksMs: readonly number[];
  /** Changes that the tree told of. */
  readonly treeUpdates: number;
  /** The most that it told of within one second. */
  readonly mostTreeUpdatesInASecond: number;
}

/** Where a chat server is, and as whom it is called. */
export interface ServerPlace {
  readonly origin: string;
  readonly site: string;
  readonly pool: string;
  readonly accountId: string;
  readonly sessionId: string;
}

/** An engagement for each way to conclude; digits. */
export interface ConcludePair {
  readonly ours: string;
  readonly bare: string;
  readonly client: string;
}

/** How long each conclude took, in ms. */
export interface ConcludeTimes {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
  /** Through the client alone: neither sequence number nor journal is stored. */
  readonly client: readonly number[];
  /** Of ours: reading the session from SecretStorage, with the look whether it ended. */
  readonly session: readonly number[];
  /** Of ours: claiming a sequence number. */
  readonly number: readonly number[];
  /** Of ours, twice: appending to the journal. */
  readonly journal: readonly number[];
}

/** How long our code took to tell of a whole tree, in ms. */
export interface TreeTimes {
  readonly childrenMs: readonly number[];
  readonly itemsMs: readonly number[];
  readonly rows: number;
}
