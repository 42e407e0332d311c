/** What the commands beside the page (bench, faults, fuzz, load) share: options that are read or refused in words, and how they end. */
import process from 'node:process';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The command line is wrong: the message says how, and the usage is shown with it. */
export class UsageError extends Error {}

/**
 * The values of a command line's options; there are no other arguments.
 * @throws UsageError at an option that there is not, or one without its value
 */
export function valuesOf<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/**
 * Runs a command to its end; the exit status is 2 where its options are wrong, 1 where it failed.
 * @param failed says what went wrong otherwise
 */
export async function runCommand(main: () => Promise<void>, usage: string, failed: (error: Error) => string): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof UsageError ? `${error.message}\n${usage}` : failed(error as Error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
