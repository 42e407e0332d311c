/** How the command-line programs end: bad input is a sentence on stderr and exit code 2, never a stack trace. */
import { InputError } from '../fields/input-error';

/** Runs a program's main function; its number is the exit code. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof InputError) {
      process.stderr.write(`error: ${error.message}\n`);
      process.exitCode = 2;
      return;
    }
    process.stderr.write(`unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
  // A GPU device or a WASM module must not keep the process alive; what was written is out before exit.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit();
}
