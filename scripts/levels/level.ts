/** The number of tests of one level, by what came of them. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The tests that failed, by name, each with what its failure says; absent where tests have no names. */
  readonly failures?: readonly Failure[];
}

/** A test that failed. */
interface Failure {
  /** Its full name. */
  readonly title: string;
  /** The error, with its stack. */
  readonly message: string;
}

/** What every level is told. */
export interface LevelOptions {
  /** Only tests whose full name contains this text. */
  readonly grep?: string;
  /** Whether the host levels run in a desktop VS Code and not in the server build. */
  readonly desktop: boolean;
}

/** One level of tests. */
export interface Level {
  /** As `--only` takes it. */
  readonly id: string;
  /** What it holds against what, for its header line. */
  readonly title: string;
  /** Whether it consists of tests with names, which `--grep` can choose from. */
  readonly hasNames: boolean;
  /** Prints what failed and resolves to the counts. Throws `Unavailable` when this machine cannot run it. */
  run(options: LevelOptions): Promise<Counts>;
}
