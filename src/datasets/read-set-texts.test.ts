/** Reviews and texts, made up here. */
import { describe, expect, it } from 'vitest';
import { gzipped } from './formats/reader-checks';
import type { ReviewSet, TextSet } from './parsed-set';
import { bytesOf, type MadeFiles, madeTar, madeZip } from './sets/made-sets';
import { read, refusal } from './sets/set-checks';

describe('reviews and texts', () => {
  const folders = {
    'aclImdb/train/pos/0_9.txt': 'good',
    'aclImdb/train/pos/10_7.txt': 'fine',
    'aclImdb/train/pos/2_10.txt': 'great',
    'aclImdb/train/neg/0_1.txt': 'bad',
    'aclImdb/train/unsup/0_0.txt': 'unknown',
    'aclImdb/test/pos/0_10.txt': 'yes',
    'aclImdb/test/neg/0_4.txt': 'no',
    'aclImdb/imdb.vocab': 'the',
    'aclImdb/train/urls_pos.txt': 'http://',
    'aclImdb/README': 'about',
  };

  it('in aclImdb’s folders: the same from folder and archive', async () => {
    const set = await read<ReviewSet>(folders);
    expect(set.train.texts).toEqual(['bad', 'good', 'great', 'fine']);
    expect([[...set.train.labels], set.test!.texts]).toEqual([
      [0, 1, 1, 1],
      ['no', 'yes'],
    ]);
    expect(await read({ 'a.tar.gz': await gzipped(await madeTar(folders)) }, 'imdb')).toEqual(set);
  });

  it.each<[string, MadeFiles, RegExp]>([
    ['rating against folder', { ...folders, 'aclImdb/train/neg/5_8.txt': 'x' }, /^aclImdb\/train\/neg\/5_8.txt: has the rating 8/],
    ['no text', { ...folders, 'aclImdb/train/neg/5_1.txt': Uint8Array.of(65, 0xff, 66) }, /^aclImdb\/train\/neg\/5_1.txt: .*byte 1/],
    ['one class', { 'train/pos/0_9.txt': 'good', 'train/pos/1_9.txt': 'good' }, /no negative reviews in its training part/],
  ])('%s: refused', async (_, files, message) => {
    expect(await refusal(files)).toMatch(message);
  });

  it('in a table: words or numbers, CRLF, quotes, a byte order mark, a zip', async () => {
    const table = '\ufeffreview,sentiment\r\n"a ""b"",\nc",positive\r\nd,negative\r\n';
    const set = await read<ReviewSet>({ 'IMDB Dataset.csv': table });
    expect(set).toMatchObject({ id: 'imdb', train: { texts: ['a "b",\nc', 'd'] }, test: null });
    expect([...set.train.labels]).toEqual([1, 0]);
    expect(await read({ 'archive.zip': await madeZip({ 'IMDB Dataset.csv': table }) })).toEqual(set);
    expect((await read<ReviewSet>({ 'a.csv': 'id,label,text\n1,1,x\n2,0,y\n' })).train.texts).toEqual(['x', 'y']);
    expect(await refusal({ 'a.csv': 'review,sentiment\nx,positive\ny,2\n' })).toMatch(/^a.csv, line 3: has the sentiment "2"/);
    expect(await refusal({ 'a.csv': 'review,sentiment\n' })).toMatch(/holds no reviews/);
  });

  it('any text, packed or not, of 1,000 characters or more', async () => {
    const text = 'čaj\r\n'.repeat(300);
    const set = await read<TextSet>({ 'tea.txt': `\ufeff${text}` });
    expect(set).toEqual({ kind: 'text', id: 'tolstoi', name: 'tea.txt', text });
    expect(await read({ 'tea.txt.gz': await gzipped(bytesOf(text)) }, 'tolstoi')).toEqual(set);
    expect(await refusal({ 'tea.txt': text.slice(0, 999) })).toMatch(/999 characters long; a text of at least 1000/);
    expect(await refusal({ 'tea.txt': Uint8Array.of(...bytesOf(text), 0xe9, 32) }, 'tolstoi')).toMatch(/^tea.txt: is not valid UTF-8/);
  });
});
