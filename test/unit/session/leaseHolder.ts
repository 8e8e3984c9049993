import { Lease } from "../../../src/session/lease";

// A window of its own: says on stdout when it gets the lease of a folder and when it loses it.
const [, , folder = ""] = process.argv;
const lease = new Lease({
  folder: () => Promise.resolve(folder),
  onError: (error) => {
    process.stderr.write(`${String(error)}\n`);
  },
});
lease.onDidChange((isHeld) => {
  process.stdout.write(isHeld ? "got\n" : "lost\n");
});
process.on("SIGTERM", () => {
  lease.dispose();
  process.exit(0);
});
