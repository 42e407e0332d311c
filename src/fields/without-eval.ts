/**
 * Tells zod not to make code at run time: the page's Content-Security-Policy forbids it, and browsers log each attempt as an error. First
 * import of everything that starts a page or a worker.
 */
import { config } from 'zod/mini';

config({ jitless: true });
