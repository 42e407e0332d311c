/** What the actions need to know of the page as it stands. */
import { useMemo } from 'react';
import type { ActionContext } from '../../state/actions/action';
import { usePlace } from '../../state/place';
import { useRuns } from '../../state/runs';

/** Followed: a component that shows actions changes with it. */
export function useActionContext(): ActionContext {
  const status = useRuns((state) => state.status);
  const page = usePlace((state) => state.page);
  return useMemo(() => ({ status, page }), [status, page]);
}

/** As it stands now. */
export function actionContext(): ActionContext {
  return { status: useRuns.getState().status, page: usePlace.getState().page };
}
