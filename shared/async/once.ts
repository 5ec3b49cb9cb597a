/**
 * The room of promises: what every other room may use to start asynchronous work once, or several pieces of it at a
 * time. It knows nothing about the work, and imports nothing.
 */

/**
 * Runs `make` at the first call, and gives its result to that call and all later ones.
 * A failure is not kept: the calls that wait for it fail, and the next call runs `make` again.
 */
export function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
