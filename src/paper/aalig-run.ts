/** The run that Figures 1 and 4 both show: AALIG alone, a small network, images that it cannot fit. What one figure has run, the other finds. */
import type { PanelVariant } from './definition';

/** Images of a set that is kept on the machine, scaled down. */
function onSet(set: 'cifar100' | 'cifar10', name: string, remark: string): PanelVariant {
  return {
    id: set,
    name: `${name}, 2,000 images`,
    needs: { kind: 'set', set },
    data: 'part',
    scaledDown: `2,000 training images instead of 45,000 and 20 epochs instead of 200, so that AOVs are updated every 2 epochs instead of every 20.${remark} The network is the paper’s ResNet with 8 layers.`,
    how: 'η = 0.1 and momentum 0.9, as published; no weight decay.',
    takes: '4 minutes',
    sweep: (source) => ({
      task: {
        id: 'image-classification',
        options: {
          dataset: set,
          path: source === set ? null : source,
          model: 'resnet8',
          trainLimit: 2000,
          validationLimit: 500,
        },
      },
      optimizers: [{ id: 'aalig', hyperparameters: { eta: 0.1, momentum: 0.9 } }],
      epochs: 20,
      batchSize: 128,
      seeds: [1],
      fullTrainLoss: 'never',
    }),
  };
}

/** Variants of the panel of Figures 1 and 4. */
export const aaligRunVariants: readonly PanelVariant[] = [
  onSet('cifar100', 'CIFAR-100', ''),
  onSet('cifar10', 'CIFAR-10', ' Ten classes instead of a hundred.'),
  {
    id: 'glyphs',
    name: 'glyphs with wrong labels, drawn here',
    needs: { kind: 'nothing' },
    data: 'made-up',
    scaledDown:
      'Other data and another network: 1,000 drawn glyphs of 16 × 16 pixels, a quarter of them with a wrong label, and a small convolutional network; 60 epochs, so that AOVs are updated every 6.',
    how: 'η = 0.1 and momentum 0.9, as published; no weight decay.',
    takes: '20 seconds',
    sweep: () => ({
      task: { id: 'image-classification', options: { dataset: 'glyphs' } },
      optimizers: [{ id: 'aalig', hyperparameters: { eta: 0.1, momentum: 0.9 } }],
      epochs: 60,
      batchSize: 50,
      seeds: [1],
      fullTrainLoss: 'never',
    }),
  },
];
