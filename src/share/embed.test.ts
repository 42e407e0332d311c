/** What `?embed` shows. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseExperiment } from '../training/experiment';
import { embedCharts, embedControls, embedToQuery, frameSnippet, heightOf, readEmbed, usualView } from './embed';
import { experiments } from './sharing-checks';

test('a view and its experiment come back from the address', () => {
  const views = fc.record({ charts: fc.subarray([...embedCharts]), controls: fc.subarray([...embedControls]) });
  fc.assert(
    fc.property(views, experiments(), (view, experiment) => {
      expect(readEmbed(`?${embedToQuery(view, experiment)}`)).toEqual({ view, experiment });
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('what is left out is as usual, and the order is the page’s', () => {
  expect(readEmbed('?embed')).toEqual({ view: usualView, experiment: null });
  expect(readEmbed('?embed=&charts=aov,loss,aov&controls=').view).toEqual({ charts: ['loss', 'aov'], controls: [] });
});

describe('refused', () => {
  it.each([
    ['?embed&charts=lost', 'charts: unknown “lost” (known: loss, step'],
    ['?embed&controls=self-destruct', 'controls: unknown “self-destruct” (known: run'],
    ['?embed&sigma=1', 'address: unknown “sigma” (known without a task: embed, charts, controls'],
    ['?embed&task=rbf&sigmaa=1', 'address: unknown “sigmaa”'],
    ['?embed&charts=loss&charts=step', 'charts: appears twice'],
  ])('%s', (search, words) => expect(() => readEmbed(search)).toThrow(words));
});

test('nothing in an address ends the frame’s attributes', () => {
  const experiment = parseExperiment({
    task: { id: 'rbf', options: { file: '"><script>alert(1)</script>' } },
    optimizers: [{ id: 'adam' }],
  });
  const snippet = frameSnippet(`https://example.org/p/?${embedToQuery(usualView, experiment)}`, 'A "title" <b>', heightOf(usualView));
  expect(snippet).not.toContain('<script');
  expect(snippet.match(/"/g)).toHaveLength(2 * 7);
  expect(snippet).toContain('title="A &quot;title&quot; &lt;b&gt;"');
  expect(snippet).toContain('embed&amp;charts=loss,step&amp;controls=run&amp;v=1&amp;task=rbf');
});
