/** The session as a report, and as a file that opens again. */
import { ReportButtons } from '../../../report/ReportButtons';
import { useRuns } from '../../../state/runs';
import { sessionResult } from '../../../state/session-result';
import { taskOf } from '../../../tasks/registry';

/** The session under the name of its task; none before a run was prepared. */
function session() {
  const result = sessionResult();
  return result ? [{ name: taskOf(result.task.id).name, result }] : [];
}

/** Two buttons. */
export function SessionReport() {
  const task = useRuns((state) => state.experiment?.task.id);
  const empty = useRuns((state) => state.runs.length === 0);
  return <ReportButtons name={task ? taskOf(task).name : 'Playground'} results={session} disabled={empty} />;
}
