/**
 * The training samples of a task as pictures or excerpts, with loss and AOV in the AALIG run that is looked at: the easiest, the
 * hardest, those that rise. A click follows a sample in the chart of followed samples.
 */
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, memo, useCallback, useMemo, useRef, useState } from 'react';
import { useChartSettings } from '../state/chart-settings';
import type { FetchContent } from '../state/gallery';
import type { RunView } from '../state/run-view';
import { useSamples, withToggled } from '../state/samples';
import type { GalleryInfo } from '../worker/protocol';
import { CardFrame } from './CardFrame';
import classes from './charts.module.css';
import { RunSelect } from './RunSelect';
import { aaligRuns, chosenRun, useStable } from './runs';
import { SampleTile } from './SampleTile';
import { aovChange, type SampleOrderId, sampleOrder } from './sample-order';
import styles from './samples.module.css';
import { useCalm } from './use-calm';
import { useGallery } from './use-gallery';

interface SamplesCardProps {
  readonly sessionId: string;
  readonly gallery: GalleryInfo;
  readonly trainSize: number;
  readonly runs: readonly RunView[];
  readonly fetchContent: (sessionId: string, ids: readonly number[]) => ReturnType<FetchContent>;
  /** Told which samples the person wants followed: all of them. */
  readonly onFollow: (samples: readonly number[]) => void;
}

const help =
  'What the model is trained on, with ℓ, the loss last met on each sample, and a, its AOV: the loss that AALIG believes it can reach. ✓: the last AOV update found it reached; ▴ ▾: it raised or lowered the AOV. Click a sample to follow it.';

const orders: readonly { readonly id: SampleOrderId; readonly label: string; readonly help: string; readonly none: string }[] = [
  { id: 'number', label: 'in order', help: 'By number', none: '' },
  { id: 'easiest', label: 'easiest', help: 'Lowest loss first', none: 'Losses come with the end of the first epoch' },
  { id: 'hardest', label: 'hardest', help: 'Highest loss first', none: 'Losses come with the end of the first epoch' },
  {
    id: 'reached',
    label: 'reached',
    help: 'Those that came down to their AOV, lowest loss first',
    none: 'No sample has reached its AOV yet',
  },
  { id: 'rising', label: 'rising', help: 'Whose AOV the last AOV update raised most', none: 'No AOV was raised by the last AOV update' },
  {
    id: 'falling',
    label: 'falling',
    help: 'Whose AOV the last AOV update lowered most',
    none: 'No AOV was lowered by the last AOV update',
  },
  { id: 'flipped', label: 'noisy labels', help: 'Whose label was changed by noise, highest loss first', none: 'No label was changed' },
];

const pageSizes = { pictures: 36, texts: 12, windows: 15 } as const;
/** How often the order may change, in milliseconds: it should be seen, not flicker, and to order a large set takes its time. */
const calmOf = (samples: number) => (samples > 100_000 ? 3000 : 1000);

export const SamplesCard = memo(function SamplesCard(props: SamplesCardProps) {
  const { sessionId, gallery, trainSize, runs: given, fetchContent, onFollow } = props;
  const runs = aaligRuns(useStable(given));
  const run = chosenRun(
    runs,
    useChartSettings((state) => state.aovRunId),
  );
  const picked = useSamples((state) => state.picked);
  const latest = useSamples((state) => state.entry);
  const entry = latest?.runId === run?.runId ? latest : null;
  const [orderId, setOrderId] = useState<SampleOrderId>('number');
  const [page, setPage] = useState(0);
  const [pointed, setPointed] = useState(false);
  const [inside, setInside] = useState(false);
  const [focused, setFocused] = useState<number | null>(null);
  const card = useRef<HTMLElement>(null);
  const grid = useRef<HTMLFieldSetElement>(null);

  // What is under the pointer or has the focus stays where it is; its numbers go on.
  const ordered = useCalm(entry, pointed || inside, calmOf(trainSize));
  const { flipped, labels, classNames, kind } = gallery;
  const order = useMemo(() => sampleOrder(orderId, trainSize, ordered, flipped), [orderId, trainSize, ordered, flipped]);
  // Without classes the samples are windows of one text: a line or two each.
  const windows = kind === 'texts' && labels === null;
  const pageSize = Math.min(pageSizes[windows ? 'windows' : kind], trainSize);
  const pages = Math.max(1, Math.ceil(order.count / pageSize));
  const shownPage = Math.min(page, pages - 1);
  const ids = useMemo(() => order.ids(shownPage * pageSize, (shownPage + 1) * pageSize), [order, shownPage, pageSize]);
  const contents = useGallery(sessionId, ids, fetchContent);
  const reachable = focused !== null && ids.includes(focused) ? focused : ids[0];

  const pickedNow = useRef(picked);
  pickedNow.current = picked;
  const onPick = useCallback((sample: number) => onFollow(withToggled(pickedNow.current, sample)), [onFollow]);

  const choose = (id: SampleOrderId) => {
    setOrderId(id);
    setPage(0);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const tiles = [...(grid.current?.querySelectorAll<HTMLButtonElement>('button[data-sample]') ?? [])];
    const at = tiles.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0) return;
    const columns = Math.max(
      1,
      tiles.findIndex((tile) => tile.offsetTop !== tiles[0]?.offsetTop),
    );
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      Home: 0,
      End: tiles.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tiles[Math.min(tiles.length - 1, Math.max(0, to))]?.focus();
  };

  const chosen = orders.find(({ id }) => id === orderId);
  const first = shownPage * pageSize;
  return (
    <CardFrame
      card={card}
      title="Training samples"
      help={help}
      problem={null}
      onProblemRead={() => undefined}
      tools={
        <>
          <span className={styles.epoch}>{entry ? `epoch ${entry.epoch}` : run ? 'before the first epoch’s end' : 'no AALIG run'}</span>
          <RunSelect runs={runs} chosen={run} />
        </>
      }
    >
      <div className={styles.tools}>
        <fieldset className={styles.orders} aria-label="Order of the samples">
          {orders
            .filter(({ id }) => id !== 'flipped' || flipped?.includes(1))
            .map(({ id, label, help: title }) => (
              <button
                key={id}
                type="button"
                title={title}
                aria-pressed={id === orderId}
                disabled={!run && id !== 'number' && id !== 'flipped'}
                onClick={() => choose(id)}
              >
                {label}
              </button>
            ))}
        </fieldset>
        <div className={styles.pager}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Samples before"
            disabled={shownPage === 0}
            onClick={() => setPage(shownPage - 1)}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <span className={styles.range}>
            {order.count === 0
              ? 'none'
              : `${(first + 1).toLocaleString('en')}–${Math.min(order.count, first + pageSize).toLocaleString('en')} of ${order.count.toLocaleString('en')}`}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Samples after"
            disabled={shownPage >= pages - 1}
            onClick={() => setPage(shownPage + 1)}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
        </div>
      </div>
      <div className={styles.room}>
        <fieldset
          ref={grid}
          className={styles.grid}
          data-kind={kind}
          data-short={windows || undefined}
          aria-label="Training samples: arrow keys move, Enter follows"
          onPointerEnter={() => setPointed(true)}
          onPointerLeave={() => setPointed(false)}
          onFocus={() => setInside(true)}
          onBlur={() => setInside(false)}
          onKeyDown={onKeyDown}
        >
          {ids.map((sample, place) => (
            <SampleTile
              // Tiles stay in place and take over other samples: nothing is built anew when the order changes.
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what the tile is
              key={place}
              sample={sample}
              kind={kind}
              width={gallery.width}
              height={gallery.height}
              content={contents.get(sample)}
              label={labels ? (classNames[labels[sample] ?? -1] ?? null) : null}
              flipped={flipped?.[sample] === 1}
              numbers={
                entry
                  ? {
                      loss: entry.loss[sample] ?? Number.NaN,
                      aov: entry.aov[sample] ?? Number.NaN,
                      reached: entry.reached[sample] === 1,
                      change: aovChange(entry, sample),
                    }
                  : null
              }
              picked={picked.includes(sample)}
              reachable={sample === reachable}
              onPick={onPick}
              onFocus={setFocused}
            />
          ))}
          <Placeholders count={pageSize - ids.length} gallery={gallery} />
          {ids.length === 0 && (
            <p className={styles.nothing}>{run ? chosen?.none : 'Losses and AOVs of samples are AALIG’s: have it among the optimizers'}</p>
          )}
        </fieldset>
      </div>
      <p className={styles.followed} role={contents.problem ? 'alert' : undefined}>
        {contents.problem ? (
          <>
            The samples could not be read: {contents.problem}{' '}
            <button type="button" className={classes.textButton} onClick={() => contents.want(ids)}>
              Try again
            </button>
          </>
        ) : picked.length > 0 ? (
          <>
            Followed in the chart “Followed samples”: {picked.map((sample) => `#${sample}`).join(', ')}
            <button type="button" className={classes.textButton} onClick={() => onFollow([])}>
              Follow none of them
            </button>
          </>
        ) : (
          run && 'Click a sample to follow it in the chart “Followed samples”; the order holds while you point.'
        )}
      </p>
    </CardFrame>
  );
});

/** Keeps the height of the grid where there are fewer samples than places. */
function Placeholders({ count, gallery: { kind, width, height } }: { readonly count: number; readonly gallery: GalleryInfo }) {
  return Array.from({ length: Math.max(0, count) }, (_, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
    <div key={i} className={styles.tile} data-empty aria-hidden="true">
      {kind === 'pictures' ? (
        <span className={styles.picture} style={{ aspectRatio: `${width} / ${height}` }} />
      ) : (
        <span className={styles.excerpt} />
      )}
      <span className={styles.caption}>
        <span>&nbsp;</span>
        {kind === 'pictures' && (
          <>
            <span>&nbsp;</span>
            <span>&nbsp;</span>
          </>
        )}
      </span>
    </div>
  ));
}
