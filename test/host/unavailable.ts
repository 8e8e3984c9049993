/** Something this machine lacks, so that a level of tests cannot run. The message is one sentence for people. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}
