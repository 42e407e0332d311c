/** What a figure or table of the paper is, for the page that shows them: its claim, how it is run here, and how the claim is checked. */
import type { SetId } from '../datasets/parsed-set';
import type { ExperimentResult } from '../results/result';

export const figureIds = ['figure-1', 'figure-2', 'figure-3', 'figure-4', 'table-1', 'table-2'] as const;
export type FigureId = (typeof figureIds)[number];

/** What a panel can be run on. */
export interface PanelVariant {
  readonly id: string;
  /** E.g. "mushrooms, your file", "two rings, made up here". */
  readonly name: string;
  /** Data that must be on the machine: nothing, a LIBSVM file that was opened (its name contains one of these), or a kept data set. */
  readonly needs:
    | { readonly kind: 'nothing' }
    | { readonly kind: 'libsvm'; readonly names: readonly string[] }
    | { readonly kind: 'set'; readonly set: SetId };
  /** What it is run on: the paper's data whole, some of them, or data that are made up here and are not the paper's. */
  readonly data: 'published' | 'part' | 'made-up';
  /** What differs from the paper, in one or two sentences; empty where nothing does. */
  readonly scaledDown: string;
  /** Where the hyperparameters come from, in one sentence. */
  readonly how: string;
  /** How long it takes, roughly, on two cores without a GPU, e.g. "2 minutes". */
  readonly takes: string;
  /**
   * The sweep, as `parseSweep` takes it.
   * @param source name of the opened file, or key of the kept set; null where nothing is needed
   */
  sweep(source: string | null): unknown;
}

/** How a panel is drawn: the paper's own manner. */
export type PanelDrawing =
  /** A line a method over epochs, log scale, with the floor where it is known (figures 2 and 3). */
  | 'trainLoss'
  /** A line a method over epochs (figure 3). */
  | 'validationAccuracy'
  /** AOVs solid, losses dashed, of four followed samples (figure 1). */
  | 'aovs'
  /** Mean loss and mean AOV above, mean step size below, AOV updates marked (figure 4). */
  | 'lossAndAov'
  /** Cells of a table, by method (tables 1 and 2). */
  | 'cells';

export interface PaperPanel {
  /** Unique in its figure. A table's panel is called as its column, or otherwise where it is one of ours without published numbers. */
  readonly id: string;
  readonly title: string;
  readonly draws: readonly PanelDrawing[];
  /** The first that can be run is chosen at first. The last needs nothing, but for the columns of the tables: those need their data set. */
  readonly variants: readonly PanelVariant[];
}

/** What has come of a panel. */
export interface PanelResult {
  /** Id of the variant that was run. */
  readonly variant: string;
  readonly result: ExperimentResult;
  /** Whether every run of the sweep has ended. */
  readonly complete: boolean;
}

/** `yes` and `no` are computed from runs that have all ended; `open`: not all have; `apart`: cannot be told at this size or on these data. */
export type Verdict = 'yes' | 'no' | 'open' | 'apart';

/** A claim of the paper, checked against our runs. */
export interface Check {
  readonly id: string;
  /** The claim in a few words of our own. */
  readonly claim: string;
  readonly verdict: Verdict;
  /** The numbers behind the verdict, e.g. "AALIG 1.008 × the floor (rule: below 1.05)". */
  readonly detail: string;
}

export interface PaperFigure {
  readonly id: FigureId;
  /** "Figure 2". */
  readonly number: string;
  readonly name: string;
  /** What it claims, in two sentences of our own. */
  readonly claim: readonly [string, string];
  /** What was published and can be stated as facts: the protocol, numbers read from the text. Tables have their numbers in `tables.ts`. */
  readonly published: readonly string[];
  readonly panels: readonly PaperPanel[];
  /** Checks the claims. @param results by panel id; panels that were not run are missing */
  check(results: ReadonlyMap<string, PanelResult>): readonly Check[];
}
