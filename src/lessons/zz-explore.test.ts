import { it } from 'vitest';
import { aovDefaults, completed } from './aov-lesson';
import { landscapeIds, landscapeOf } from './landscapes';
import { lineOn, palCourse, polyakCourse, searched, searchIds, searchSetting } from './line-search-lesson';
it('x', () => {
  for (const set of [{}, {eta: 0.3}, { momentum: 0.9 }, { momentum: 0.9, eta: 0.1 }, { sections: 5 }, { lowerBound: 0.2 }, { lowerBound: -0.5 }, { batchSize: 1 }, {seed: 2}, {seed:3}, { batchSize: 8, eta: 3 }]) {
    const t = performance.now();
    const s = completed({ ...aovDefaults, ...set });
    console.log(JSON.stringify(set), (performance.now()-t).toFixed(1), 'ms ideal mean', (s.samples.reduce((a,b)=>a+b.ideal,0)/32).toFixed(3), s.samples.slice(24).map(x=>x.ideal.toFixed(2)).join(' '));
    for (const x of s.sections) { const c: any = {}; x.bars.forEach(b => c[b.branch] = (c[b.branch] ?? 0) + 1); console.log('  ', x.section, x.epoch, 'loss', x.meanLoss?.toFixed(3), 'aov', x.meanAov.toFixed(3), 'g', x.meanStepSize?.toFixed(3), 'zero', x.zeroShare?.toFixed(2), JSON.stringify(c), x.bars.slice(24).map(b=>b.aov.toFixed(2)).join(' '), x.bars[25]!.text, '|', x.bars[3]!.text); }
  }
  for (const id of landscapeIds) for (const start of landscapeOf(id).starts) {
    const line = lineOn(landscapeOf(id), start);
    console.log(id, start, 'loss', line.loss, 'g2', line.gradNormSq, ...searchIds.map(k => { const c = searched(searchSetting(k), line); return `${k} ${c.applied.toFixed(4)} in ${c.evaluations}`; }), 'pal', palCourse(searchSetting('pal'), line).stepSize, 'polyak', polyakCourse(line, 1, landscapeOf(id).minimum.value).stepSize);
  }
});
