/** All actions, in the palette's order. It is fetched with the palette. What is added to the page that a person can start with a click belongs here too, so that keyboards reach it by its name. */
import { optimizers } from '../../optimizers/registry';
import { tasks } from '../../tasks/registry';
import { tours } from '../../tours/registry';
import { useData } from '../data';
import { useExperiment } from '../experiment';
import { useKept } from '../kept/store';
import { goTo, type PageId, pageIds, pageNames } from '../place';
import { useShareMenu } from '../share-menu';
import { startTour } from '../tour';
import type { Action } from './action';
import { trainingActions } from './training';

/** Pages that are gone to; the one for frames in other pages is not. */
const places = pageIds.filter((id) => id !== 'embed');

const pageHelp: Readonly<Record<Exclude<PageId, 'embed'>, string>> = {
  playground: 'Set up an experiment, train, and watch',
  learn: 'Polyak step sizes to touch, in twenty minutes',
  figures: 'The paper’s figures and tables, run here',
  sweeps: 'Grids of settings in a queue',
  compare: 'Runs of this visit, of sweeps and of files side by side',
  bench: 'How fast this GPU makes training steps',
};

const pageActions: readonly Action[] = places.map((id) => ({
  id: `page-${id}`,
  group: 'Pages',
  help: pageHelp[id],
  words: 'go to open page',
  label: () => pageNames[id],
  enabled: ({ page }) => page !== id,
  perform: () => goTo(id),
}));

const taskActions: readonly Action[] = tasks.map(({ id, name, summary }) => ({
  id: `task-${id}`,
  group: 'Experiment',
  help: summary,
  words: 'task problem data set',
  label: () => `Task: ${name}`,
  perform: () => {
    useExperiment.getState().chooseTask(id);
    goTo('playground');
  },
}));

const optimizerActions: readonly Action[] = optimizers.map(({ id, name, summary }) => ({
  id: `add-${id}`,
  group: 'Experiment',
  help: summary,
  words: 'optimizer method',
  label: () => `Add ${name}`,
  perform: () => {
    useExperiment.getState().addOptimizer(id);
    goTo('playground');
  },
}));

const experimentActions: readonly Action[] = [
  {
    id: 'share',
    group: 'Experiment',
    help: 'Copy a link, embed in a course page, save or open experiments, sessions, CSV, a Python script',
    words: 'copy link url embed iframe export import save open csv json python weights',
    label: () => 'Share …',
    perform: () => {
      goTo('playground');
      useShareMenu.setState({ opened: true });
    },
  },
  {
    id: 'data',
    group: 'Experiment',
    help: 'Open or download data sets',
    words: 'files mnist cifar imdb download',
    label: () => 'Data sets …',
    perform: () => {
      goTo('playground');
      useData.getState().openPanel();
    },
  },
  {
    id: 'runs',
    group: 'Experiment',
    help: 'Runs that this browser keeps: resume, open, rename, delete',
    words: 'history kept sessions checkpoint resume broken off storage',
    label: () => 'Runs …',
    perform: () => {
      goTo('playground');
      useKept.getState().openPanel();
    },
  },
  {
    id: 'defaults',
    group: 'Experiment',
    help: 'Set the whole experiment back to the published one of its task',
    words: 'reset settings',
    label: () => 'Published settings',
    perform: () => useExperiment.getState().resetAll(),
  },
  ...taskActions,
  ...optimizerActions,
];

const tourActions: readonly Action[] = tours.map((tour) => ({
  id: `tour-${tour.id}`,
  group: 'Lessons',
  help: `${tour.summary} ${tour.minutes} minutes.`,
  words: 'tour learn lesson teach',
  label: () => `Tour: ${tour.title}`,
  perform: () => {
    // The playground first: it shows the guide with the tour's first step.
    goTo('playground');
    startTour(tour);
  },
}));

export const actions: readonly Action[] = [...trainingActions, ...experimentActions, ...pageActions, ...tourActions];
