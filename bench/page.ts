/** The benchmark's page: makes a session of the engine named in the address available to the driver. */
import type { EngineId } from './contestant';
import { type Session, startSession } from './session';

declare global {
  var benchSession: Session | undefined;
}

globalThis.benchSession = startSession(new URLSearchParams(location.search).get('engine') as EngineId);
