/** `./?tour=ID` begins a tour. The address then becomes the playground's, so that a reload does not begin it again. */
import { useEffect } from 'react';
import { useNotices } from '../../../state/notices';
import { addressOf } from '../../../state/place';
import { startTour } from '../../../state/tour';

async function begin(id: string): Promise<void> {
  // The tours' texts come when one is asked for.
  const { tourOf, tours } = await import('../../../tours/registry');
  const tour = tourOf(id);
  if (tour) {
    startTour(tour);
    return;
  }
  const known = tours.map((candidate) => candidate.id).join(', ');
  useNotices
    .getState()
    .notify({ kind: 'error', title: 'No such tour', text: `The address asks for the tour “${id.slice(0, 40)}”. There are: ${known}.` });
}

/** Looks once, when the page comes. */
export function useTourInAddress(): void {
  useEffect(() => {
    const id = new URLSearchParams(location.search).get('tour');
    if (id === null) return;
    history.replaceState(null, '', addressOf('playground'));
    void begin(id);
  }, []);
}
