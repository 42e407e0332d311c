/** The guided tours: what there is, how long each takes, and which were followed to their end. */
import { IconArrowRight, IconCircleCheckFilled } from '@tabler/icons-react';
import { goTo } from '../../../state/place';
import { startTour } from '../../../state/tour';
import { useToursDone } from '../../../state/tours-done';
import { tours } from '../../../tours/registry';
import type { Tour } from '../../../tours/tour';
import styles from './tours.module.css';

/** The section; the page gives it its heading. */
export function Tours() {
  const done = useToursDone((state) => state.done);
  const count = tours.filter(({ id }) => done.includes(id)).length;
  return (
    <div className={styles.tours}>
      <p className={styles.lead}>
        Each sets up an experiment in the playground, asks you what will happen, runs it, and holds your prediction against the numbers.
        What you have set up there yourself comes back afterwards.{count > 0 && ` You have done ${count} of ${tours.length}.`}
      </p>
      <ol className={styles.list}>
        {tours.map((tour) => (
          <TourRow key={tour.id} tour={tour} done={done.includes(tour.id)} />
        ))}
      </ol>
    </div>
  );
}

function begin(tour: Tour): void {
  // The playground first: it shows the guide with the tour's first step.
  goTo('playground');
  startTour(tour);
}

function TourRow({ tour, done }: { readonly tour: Tour; readonly done: boolean }) {
  const id = `tour-${tour.id}`;
  return (
    <li className={styles.row}>
      <div>
        <h3 id={id} className={styles.title}>
          {tour.title}
          <span className={styles.minutes}>{tour.minutes} min</span>
          {done && (
            <span className={styles.done}>
              <IconCircleCheckFilled size={15} aria-hidden="true" />
              done
            </span>
          )}
        </h3>
        <p>{tour.summary}</p>
      </div>
      <button type="button" className={styles.start} aria-label={`${done ? 'Again' : 'Start'}: ${tour.title}`} onClick={() => begin(tour)}>
        {done ? 'Again' : 'Start'}
        <IconArrowRight size={15} stroke={1.9} aria-hidden="true" />
      </button>
    </li>
  );
}
