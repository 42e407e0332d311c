/**
 * The catalog of data sets: what each is, where it comes from, and what a whole copy must contain. One table for the page's data panel
 * and for the command line.
 *
 * Most public homes do not allow other pages to read them (no CORS headers), so downloads come from Parquet mirrors on Hugging Face and
 * from raw.githubusercontent.com, which do. The file names were confirmed in public code that reads the same files, but none of the
 * addresses could be reached from the machine where this was written: the checks below are what a download is judged by.
 */
import type { SetId } from './parsed-set';

/** One file of a download. */
export interface Download {
  /** What the file is called in the data source that the readers see. */
  readonly file: string;
  /** Addresses of the same bytes, the best first. */
  readonly urls: readonly string[];
  /** Exact length where it is known, else null. */
  readonly bytes: number | null;
  /** SHA-256 of the whole file in hexadecimal where it is known, else null: then the numbers of samples are the check. */
  readonly sha256: string | null;
}

/** Numbers of samples of a whole set. */
export interface Rows {
  readonly train: number;
  readonly test: number | null;
}

export interface CatalogEntry {
  readonly id: SetId;
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** What a sample is. */
  readonly unit: 'images' | 'reviews' | 'characters';
  /** Of the published set; null where it depends on the files (a text, a folder of one's own). */
  readonly rows: Rows | null;
  /** What is known of the terms: reads on after “Licence:”. */
  readonly licence: string;
  /** Its public home, for people. */
  readonly home: string;
  /** Where the download comes from, for people; null: it has to be brought. */
  readonly mirror: string | null;
  /** Size of all downloads together, rounded, in bytes; 0 without downloads. */
  readonly downloadBytes: number;
  readonly downloads: readonly Download[];
  /** Local copies that are taken, for people. */
  readonly accepts: string;
}

const huggingFace = 'https://huggingface.co/datasets';

/** A Parquet file of a Hugging Face repository. */
function parquet(repository: string, path: string, sha256: string | null = null): Download {
  return {
    file: path.slice(path.lastIndexOf('/') + 1),
    urls: [`${huggingFace}/${repository}/resolve/main/${path}`],
    bytes: null,
    sha256,
  };
}

const svhnFolder = 'cropped_digits';
const svhnRepository = 'ufldl-stanford/svhn';
const svhnTrain = parquet(svhnRepository, `${svhnFolder}/train-00000-of-00001.parquet`);
const svhnTest = parquet(svhnRepository, `${svhnFolder}/test-00000-of-00001.parquet`);

/** All sets, in the order of the panel. */
export const catalog: readonly CatalogEntry[] = [
  {
    id: 'mnist',
    name: 'MNIST',
    about: 'Handwritten digits, 28 × 28 grey pixels, ten classes.',
    unit: 'images',
    rows: { train: 60_000, test: 10_000 },
    licence: 'commonly given as CC BY-SA 3.0 (LeCun, Cortes, Burges).',
    home: 'https://yann.lecun.com/exdb/mnist/',
    mirror: 'huggingface.co/datasets/ylecun/mnist',
    downloadBytes: 18_200_000,
    downloads: [
      parquet('ylecun/mnist', 'mnist/train-00000-of-00001.parquet'),
      parquet('ylecun/mnist', 'mnist/test-00000-of-00001.parquet'),
    ],
    accepts: 'the four idx files (.gz too) or Parquet',
  },
  {
    id: 'fashion-mnist',
    name: 'Fashion-MNIST',
    about: 'Clothes, 28 × 28 grey pixels, ten classes; in the format of MNIST.',
    unit: 'images',
    rows: { train: 60_000, test: 10_000 },
    licence: 'MIT (Zalando SE).',
    home: 'https://github.com/zalandoresearch/fashion-mnist',
    mirror: 'huggingface.co/datasets/zalando-datasets/fashion_mnist',
    downloadBytes: 36_100_000,
    downloads: [
      parquet('zalando-datasets/fashion_mnist', 'fashion_mnist/train-00000-of-00001.parquet'),
      parquet('zalando-datasets/fashion_mnist', 'fashion_mnist/test-00000-of-00001.parquet'),
    ],
    accepts: 'the four idx files (.gz too) or Parquet',
  },
  {
    id: 'cifar10',
    name: 'CIFAR-10',
    about: 'Small colour photographs, 32 × 32 pixels, ten classes.',
    unit: 'images',
    rows: { train: 50_000, test: 10_000 },
    licence: 'none stated; cite Krizhevsky 2009.',
    home: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    mirror: 'huggingface.co/datasets/uoft-cs/cifar10',
    downloadBytes: 143_600_000,
    downloads: [
      parquet('uoft-cs/cifar10', 'plain_text/train-00000-of-00001.parquet'),
      parquet('uoft-cs/cifar10', 'plain_text/test-00000-of-00001.parquet'),
    ],
    accepts: 'cifar-10-binary.tar.gz, its .bin files (parts of them too) or Parquet',
  },
  {
    id: 'cifar100',
    name: 'CIFAR-100',
    about: 'Small colour photographs, 32 × 32 pixels, a hundred classes.',
    unit: 'images',
    rows: { train: 50_000, test: 10_000 },
    licence: 'none stated; cite Krizhevsky 2009.',
    home: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    mirror: 'huggingface.co/datasets/uoft-cs/cifar100',
    downloadBytes: 143_000_000,
    downloads: [
      parquet(
        'uoft-cs/cifar100',
        'cifar100/train-00000-of-00001.parquet',
        '694865d6b990e234804f01268586c41e88bcbbb75e20858432c05ad4081aca23',
      ),
      parquet(
        'uoft-cs/cifar100',
        'cifar100/test-00000-of-00001.parquet',
        '98776c529bb146a9c791229df74a5cf076be9b43d82dbbd334b6a7788d73dc68',
      ),
    ],
    accepts: 'cifar-100-binary.tar.gz, its .bin files or Parquet',
  },
  {
    id: 'svhn',
    name: 'SVHN',
    about: 'House numbers from street views, cropped to one digit, 32 × 32 colour pixels, ten classes.',
    unit: 'images',
    rows: { train: 73_257, test: 26_032 },
    licence: 'for non-commercial use (Netzer and others, 2011).',
    home: 'http://ufldl.stanford.edu/housenumbers/',
    mirror: 'huggingface.co/datasets/ufldl-stanford/svhn',
    downloadBytes: 183_000_000,
    downloads: [svhnTrain, svhnTest],
    accepts: 'train_32x32.mat and test_32x32.mat, or Parquet',
  },
  {
    id: 'svhn-extra',
    name: 'SVHN with extra',
    about: 'SVHN with its half a million easier training images added.',
    unit: 'images',
    rows: { train: 73_257 + 531_131, test: 26_032 },
    licence: 'for non-commercial use (Netzer and others, 2011).',
    home: 'http://ufldl.stanford.edu/housenumbers/',
    mirror: 'huggingface.co/datasets/ufldl-stanford/svhn',
    downloadBytes: 1_206_000_000,
    downloads: [
      svhnTrain,
      parquet(svhnRepository, `${svhnFolder}/extra-00000-of-00002.parquet`),
      parquet(svhnRepository, `${svhnFolder}/extra-00001-of-00002.parquet`),
      svhnTest,
    ],
    accepts: 'train_32x32.mat, extra_32x32.mat and test_32x32.mat, or Parquet',
  },
  {
    id: 'tiny-imagenet',
    name: 'Tiny ImageNet',
    about: 'ImageNet cut down to 200 classes of 500 images, 64 × 64 colour pixels.',
    unit: 'images',
    rows: { train: 100_000, test: 10_000 },
    licence: 'images of ImageNet: non-commercial research and education only.',
    home: 'http://cs231n.stanford.edu/',
    mirror: 'huggingface.co/datasets/zh-plus/tiny-imagenet',
    downloadBytes: 161_000_000,
    downloads: [
      parquet('zh-plus/tiny-imagenet', 'data/train-00000-of-00001-1359597a978bc4fa.parquet'),
      parquet('zh-plus/tiny-imagenet', 'data/valid-00000-of-00001-70d52db3c749a935.parquet'),
    ],
    accepts: 'tiny-imagenet-200.zip, the folder, or Parquet',
  },
  {
    id: 'imagenet',
    name: 'ImageNet',
    about: 'Photographs of any size in a thousand classes, or any folder of class folders; decoded as they are needed.',
    unit: 'images',
    rows: null,
    licence: 'non-commercial research and education; its home asks for a registration, so there is no download here.',
    home: 'https://www.image-net.org/download.php',
    mirror: null,
    downloadBytes: 0,
    downloads: [],
    accepts: 'a folder or zip with one folder of JPEG or PNG files a class',
  },
  {
    id: 'imdb',
    name: 'IMDB reviews',
    about: 'Film reviews, positive or negative.',
    unit: 'reviews',
    rows: { train: 25_000, test: 25_000 },
    licence: 'none stated; cite Maas and others, ACL 2011.',
    home: 'https://ai.stanford.edu/~amaas/data/sentiment/',
    mirror: 'huggingface.co/datasets/stanfordnlp/imdb',
    downloadBytes: 41_500_000,
    downloads: [
      parquet('stanfordnlp/imdb', 'plain_text/train-00000-of-00001.parquet'),
      parquet('stanfordnlp/imdb', 'plain_text/test-00000-of-00001.parquet'),
    ],
    accepts: 'aclImdb_v1.tar.gz, the folder, a CSV with review and sentiment, or Parquet',
  },
  {
    id: 'tolstoi',
    name: 'War and Peace',
    about: 'Tolstoy’s novel in English, for predicting the next character; any plain text may take its place.',
    unit: 'characters',
    rows: null,
    licence: 'public domain; the Project Gutenberg file carries its own terms.',
    home: 'https://www.gutenberg.org/ebooks/2600',
    mirror: 'github.com/AllenDowney/fluent-python-notebooks',
    downloadBytes: 3_291_641,
    downloads: [
      {
        file: 'war-and-peace.txt',
        urls: ['master', 'b71e738'].map(
          (revision) =>
            `https://raw.githubusercontent.com/AllenDowney/fluent-python-notebooks/${revision}/attic/sequences/war-and-peace.txt`,
        ),
        bytes: 3_291_641,
        sha256: '3ed0f41cfdf660846878943bad5b9d575bcae1e4a92ee9a7f43d3c9dba2af344',
      },
    ],
    accepts: 'a text file; the download is trimmed as DeepOBS does',
  },
];

/** The entry called `id`. */
export function catalogEntry(id: SetId): CatalogEntry {
  const entry = catalog.find((candidate) => candidate.id === id);
  if (!entry) throw new Error(`no data set ${id} in the catalog`);
  return entry;
}
