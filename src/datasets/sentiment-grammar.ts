/**
 * Made-up film reviews of two classes, for the text task without files. Words alone do not tell the class: praise is also said by
 * denying a fault ("not dull at all"), faults are granted beside praise, other people's opinions are quoted. In the training part some
 * reviews stand there twice with opposite labels, so that no model can fit them all.
 */
import { type Random, randomStream } from '../random/random';
import { asSentence, expand, type Grammar } from './grammar';
import type { Reviews } from './parsed-set';

const shared: Grammar = {
  part: [
    'the film',
    'the story',
    'the plot',
    'the script',
    'the acting',
    'the ending',
    'the music',
    'the dialogue',
    'the camera work',
    'the pace',
    'the opening',
    'the lead',
    'the villain',
    'the humour',
    'the romance',
    'the last act',
    'the cast',
    'the direction',
    'the scenery',
    'the chase',
    'the mystery',
    'the second half',
    'the narrator',
    'the idea behind it',
  ],
  good: [
    'wonderful',
    'moving',
    'sharp',
    'funny',
    'warm',
    'clever',
    'gripping',
    'brilliant',
    'touching',
    'honest',
    'lovely',
    'fresh',
    'superb',
    'charming',
    'subtle',
    'thrilling',
    'memorable',
    'elegant',
    'tender',
    'delightful',
    'graceful',
    'rich',
    'witty',
    'convincing',
  ],
  bad: [
    'dull',
    'tired',
    'clumsy',
    'weak',
    'boring',
    'silly',
    'predictable',
    'flat',
    'lifeless',
    'messy',
    'awkward',
    'shallow',
    'forced',
    'lazy',
    'painful',
    'wooden',
    'hollow',
    'noisy',
    'dreadful',
    'tedious',
    'stale',
    'confused',
    'cheap',
    'annoying',
  ],
  very: ['very', 'truly', 'really', 'surprisingly', 'so', 'quite', 'wholly', 'unusually'],
  somewhat: ['a little', 'somewhat', 'at times', 'now and then', 'in places'],
  critic: [
    'my sister',
    'a friend of mine',
    'the man behind me',
    'my neighbour',
    'one newspaper',
    'my teacher',
    'half the audience',
    'my uncle',
    'the usher',
  ],
  neutral: [
    'I saw it on a {day} with {critic}.',
    'it runs for about two hours.',
    'the director also wrote the script.',
    '{part} takes up most of the time.',
    'it is set in {place}.',
    'the tickets were sold out on {day}.',
    'there are {number} songs in it.',
    'it was shot in {place} over {number} weeks.',
    'the same people made another film {number} years ago.',
    'we sat in row {number}.',
    'it begins in {place} and ends in {place}.',
    'the hero is a {job} who meets a {job}.',
    'a {job} and a {job} travel to {place}.',
    'I read the book on a train to {place}.',
  ],
  day: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  number: ['three', 'four', 'five', 'six', 'seven', 'nine', 'ten', 'twelve'],
  place: [
    'a harbour town',
    'the mountains',
    'an old hotel',
    'a small village',
    'the desert',
    'a space station',
    'the north',
    'a big city',
    'a castle',
  ],
  job: ['baker', 'sailor', 'painter', 'clerk', 'doctor', 'thief', 'singer', 'farmer', 'inspector', 'widow', 'pilot', 'cook'],
};

/** What one feeling says; `own` and `other` are its words and the opposite ones. */
const feelings: Record<'positive' | 'negative', Grammar> = {
  positive: {
    ...shared,
    plain: [
      '{part} was {very} {good}.',
      '{part} was {good} and {good}.',
      'I loved {part}.',
      'I enjoyed every minute of it.',
      '{part} is {good} from start to end.',
      'what a {good} piece of work!',
      '{part} made me laugh and cry.',
      'it has a {good} heart and a {good} finish.',
      'I was smiling all the way home.',
    ],
    turned: [
      '{part} was not {bad} at all.',
      'nothing about {part} felt {bad}.',
      '{part} never became {bad}.',
      'I expected something {bad} and got something {good}.',
      'although {part} was {somewhat} {bad}, {part} was {very} {good}.',
      '{critic} called it {bad}, but I do not agree.',
      'whoever finds {part} {bad} was not paying attention.',
      '{part} could have been {bad}, yet it was {good}.',
      'far from {bad}, {part} was {good}.',
      'I cannot understand why {critic} thought {part} was {bad}.',
    ],
    verdict: [
      'I would gladly watch it again.',
      'go and see it.',
      'one of the best of the year.',
      'ten out of ten.',
      'do not miss it.',
      'worth every penny.',
    ],
  },
  negative: {
    ...shared,
    plain: [
      '{part} was {very} {bad}.',
      '{part} was {bad} and {bad}.',
      'I hated {part}.',
      'I looked at my watch every minute.',
      '{part} is {bad} from start to end.',
      'what a {bad} piece of work!',
      '{part} made me yawn and sigh.',
      'it has a {bad} heart and a {bad} finish.',
      'I was asleep long before the end.',
    ],
    turned: [
      '{part} was not {good} at all.',
      'nothing about {part} felt {good}.',
      '{part} never became {good}.',
      'I expected something {good} and got something {bad}.',
      'although {part} was {somewhat} {good}, {part} was {very} {bad}.',
      '{critic} called it {good}, but I do not agree.',
      'whoever finds {part} {good} was not paying attention.',
      '{part} could have been {good}, yet it was {bad}.',
      'far from {good}, {part} was {bad}.',
      'I cannot understand why {critic} thought {part} was {good}.',
    ],
    verdict: [
      'I want my money back.',
      'stay at home.',
      'one of the worst of the year.',
      'one out of ten.',
      'avoid it.',
      'a waste of an evening.',
    ],
  },
};

const shortest = 20;
const longest = 80;
/** Of the sentences. */
const neutralShare = 0.25;
const turnedShare = 0.35;
/** Of the sentences that say something: those that say the opposite. */
const strayShare = 0.1;
/** Of the training part: reviews that repeat another one's text with the opposite label. */
const contradictingShare = 1 / 16;

const dataSeed = 0;

/** Made-up reviews and, of the training part, which labels contradict their text. */
export interface SentimentReviews {
  readonly train: Reviews;
  readonly test: Reviews;
  /** 1 for a training review whose label is the opposite of what it says. */
  readonly contradicting: Uint8Array;
}

const wordsIn = (text: string): number => text.split(' ').length;

function sentence(label: number, random: Random): string {
  const own = random.uniform() < strayShare ? 1 - label : label;
  const grammar = own === 1 ? feelings.positive : feelings.negative;
  const kind = random.uniform();
  const name = kind < neutralShare ? 'neutral' : kind < neutralShare + turnedShare ? 'turned' : 'plain';
  return asSentence(expand(grammar, name, random, 8));
}

function review(label: number, random: Random): string {
  const wanted = shortest + random.below(longest - shortest - 15);
  const sentences: string[] = [];
  for (let words = 0; words < wanted; words += wordsIn(sentences[sentences.length - 1]!)) sentences.push(sentence(label, random));
  const verdict = asSentence(expand(label === 1 ? feelings.positive : feelings.negative, 'verdict', random, 8));
  // Not every review ends in a verdict: the label must be read from the whole.
  if (random.uniform() < 0.4) sentences.push(verdict);
  return sentences.join(' ');
}

function reviews(count: number, random: Random): { texts: string[]; labels: Uint8Array } {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  return { texts: Array.from(labels, (label) => review(label, random)), labels };
}

/**
 * Reviews of 20 to 80 words or so, both classes alike often, in random order; always the same ones for the same counts.
 * @param trainCount training reviews; a sixteenth of them contradicts another one
 * @param testCount held-out reviews, all with the label of their text
 */
export function drawSentimentReviews(trainCount: number, testCount: number): SentimentReviews {
  const random = randomStream(dataSeed, 'sentiment');
  const repeated = Math.round(trainCount * contradictingShare);
  const distinct = reviews(trainCount - repeated, random);
  const sources = random.permutation(trainCount - repeated).subarray(0, repeated);
  const order = random.permutation(trainCount);
  const at = (place: number) => {
    const i = order[place]!;
    const source = i < trainCount - repeated ? i : sources[i - (trainCount - repeated)]!;
    return {
      text: distinct.texts[source]!,
      label: i === source ? distinct.labels[source]! : 1 - distinct.labels[source]!,
      turned: i === source ? 0 : 1,
    };
  };
  const training = Array.from({ length: trainCount }, (_, place) => at(place));
  return {
    train: { texts: training.map(({ text }) => text), labels: Uint8Array.from(training, ({ label }) => label) },
    test: reviews(testCount, randomStream(dataSeed, 'sentiment, held out')),
    contradicting: Uint8Array.from(training, ({ turned }) => turned),
  };
}
