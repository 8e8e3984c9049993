/** A part of the product that could not be loaded: its file is gone, or is not as it was built. */
export class LoadError extends Error {
  override readonly name = "LoadError";
}

/**
 * Something that costs nothing until it is first asked for: then its module is loaded and it is made, once.
 * What failed is tried again by the next who asks.
 *
 * The function given back rejects with a {@link LoadError} where the module cannot be loaded, and with what
 * `make` throws.
 */
export function lazy<Module, Thing>(
  load: () => Promise<Module>,
  make: (module: Module) => Thing | Promise<Thing>,
): () => Promise<Thing> {
  let thing: Promise<Thing> | undefined;
  const begin = async (): Promise<Thing> => make(await loaded(load));
  return () => {
    thing ??= begin().catch((error: unknown) => {
      thing = undefined;
      throw error;
    });
    return thing;
  };
}

async function loaded<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LoadError(`A part of Engagement Desk could not be loaded: ${why}`, { cause });
  }
}
