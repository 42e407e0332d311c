/**
 * A made-up chronicle of villages, seasons and horses, for the character task without files: English prose from a grammar whose
 * sentences hold sentences, so that there are spelling, quotation marks, agreement of tense and clauses within clauses to learn, and a
 * rest that stays chance.
 */
import { type Random, randomStream } from '../random/random';
import { asSentence, expand, type Grammar } from './grammar';

const grammar: Grammar = {
  sentence: [
    '{person} {didThere} {when}.',
    '{when} {person} {did} {thing}.',
    '{person} {did} {thing}, and {person} {didThere}.',
    '{weather}, and {person} {didThere}.',
    '{weather} {when}.',
    'no one {didThere} {when}, for {weather}.',
    'it was said in {village} that {fact}.',
    '{person} {knew} that {fact}.',
    '"{speech}," said {person}.',
    '"{speech}," answered {person}, "and {speech}."',
    'when {fact}, {person} {didThere}.',
    '{person} {knew} that {fact}, but {fact}.',
    'if {person} had not {done} {thing}, {person} would have {done} {thing}.',
  ],
  fact: [
    '{weather}',
    '{person} {did} {thing}',
    '{person} {didThere}',
    '{thing} {was} {state}',
    '{person} {knew} that {fact}',
    '{person} said that {fact}',
    '{fact}, although {fact}',
    '{fact} because {fact}',
  ],
  speech: [
    'we shall leave {when}',
    'the {animal} is {state}',
    '{name} has {done} {thing}',
    'there is none of the {grain} left in {village}',
    'nobody in {village} has {done} {thing}',
    'I have seen {thing} myself',
    'they say that {fact}',
    'I do not believe that {fact}',
  ],
  person: [
    '{name}',
    '{name}',
    '{name}',
    'the {trade}',
    'the old {trade}',
    'the {trade} of {village}',
    '{name}, the {trade},',
    'the young {trade}',
    'the {trade}, whose {animal} {was} {state},',
    'the {trade} who {did} {thing}',
    'the brother of {person}',
    '{name}, who {didThere},',
  ],
  thing: [
    'the {animal}',
    'the {tool}',
    'the {grain}',
    'two {animal}s',
    'the last of the {grain}',
    'a {size} {animal}',
    'a {size} {tool}',
    'the {tool} of {person}',
    'the {animal} that {person} {did}',
    'the {tool} that stood by {place}',
    'the {grain} which {person} {did} {when}',
  ],
  name: [
    'Anna',
    'Ivan',
    'Marta',
    'Pavel',
    'Olga',
    'Stepan',
    'Nadia',
    'Gregor',
    'Katya',
    'Simon',
    'Vera',
    'Lukas',
    'Irina',
    'Tomas',
    'Zoya',
  ],
  village: ['Upper Linden', 'Nether Linden', 'Birchfield', 'Oxbridge', 'Stony Ford', 'Greywater', 'Millhaven', 'Quarrel Hill'],
  trade: [
    'miller',
    'smith',
    'priest',
    'shepherd',
    'baker',
    'widow',
    'ferryman',
    'weaver',
    'carpenter',
    'doctor',
    'soldier',
    'judge',
    'clerk',
  ],
  animal: ['horse', 'mare', 'cow', 'dog', 'goat', 'foal', 'hen', 'stallion', 'donkey', 'lamb'],
  tool: ['cart', 'plough', 'lantern', 'bell', 'letter', 'saddle', 'axe', 'ladder', 'bridle', 'kettle', 'clock', 'map'],
  grain: ['rye', 'barley', 'wheat', 'hay', 'oats', 'flour', 'bread', 'firewood'],
  size: ['small', 'grey', 'heavy', 'black', 'broken', 'white', 'handsome', 'worthless', 'foreign'],
  did: ['sold', 'found', 'bought', 'mended', 'lost', 'fetched', 'carried', 'hid', 'sent for', 'asked for', 'forgot', 'kept'],
  done: ['sold', 'found', 'bought', 'mended', 'lost', 'fetched', 'carried', 'hidden', 'sent for', 'asked for', 'forgotten', 'kept'],
  didThere: [
    'rode to {village}',
    'walked home',
    'stayed in {village}',
    'waited by {place}',
    'slept until noon',
    'sat down by {place}',
    'went out to {place}',
    'worked in silence',
    'came back from {village}',
    'crossed the river',
    'sang to the {animal}s',
  ],
  knew: ['knew', 'thought', 'heard', 'feared', 'hoped', 'had always known', 'did not know'],
  was: ['was', 'had been', 'seemed', 'was still'],
  state: [
    'lame',
    'asleep',
    'lost',
    'worth little',
    'covered with snow',
    'older than the church',
    'ready',
    'as good as new',
    'gone',
    'wet through',
  ],
  place: [
    'the mill',
    'the ford',
    'the church',
    'the well',
    'the stable',
    'the bridge',
    'the orchard',
    'the inn',
    'the frozen lake',
    'the north road',
  ],
  when: [
    'in the morning',
    'at dusk',
    'before the harvest',
    'after the thaw',
    'in the first week of {month}',
    'on the day of the fair',
    'late in {month}',
    'every winter',
    'that same night',
    'in the year of the great snow',
    'at the end of the summer',
    'when the bells rang',
  ],
  month: ['March', 'April', 'June', 'August', 'September', 'October', 'December'],
  weather: [
    'the rain fell without end',
    'the river was high',
    'snow lay on the roofs',
    'the wind came from the east',
    'the roads were dry again',
    'the swallows had gone',
    'the fields were yellow',
    'fog hid the valley',
    'the ice was thin',
  ],
};

const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

const dataSeed = 0;
/** Lines are broken so that no line is longer. */
const lineLength = 72;
const deepest = 4;
const paragraphsOfChapter = 11;

/** Breaks a paragraph into lines. */
function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > lineLength) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line].join('\n');
}

function paragraph(random: Random): string {
  const count = 3 + random.below(4);
  // A clause that ends in a comma may stand before the end of a sentence or before another comma.
  const sentences = Array.from({ length: count }, () =>
    asSentence(expand(grammar, 'sentence', random, deepest)).replace(/,+([,.])/g, '$1'),
  );
  return wrapped(sentences.join(' '));
}

/**
 * A text of at least so many characters, cut there; always the same, and a longer one begins like a shorter one.
 * @param characters how many
 */
export function drawChronicle(characters: number): string {
  const random = randomStream(dataSeed, 'chronicle');
  const pieces: string[] = [];
  let chapters = 0;
  let paragraphs = 0;
  for (let length = 0; length < characters; ) {
    const isHeading = paragraphs === chapters * paragraphsOfChapter;
    const piece = isHeading ? `CHAPTER ${numerals[chapters++ % numerals.length]}` : paragraph(random);
    if (!isHeading) paragraphs++;
    pieces.push(piece);
    length += piece.length + 2;
  }
  return pieces.join('\n\n').slice(0, characters);
}
