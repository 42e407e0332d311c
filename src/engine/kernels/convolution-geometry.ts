/** The sizes of a convolution, and whether our kernels do it. */
import { backend_util, type Conv2DAttrs, type Conv2DBackpropFilterAttrs, type Conv2DBackpropInputAttrs } from '@tensorflow/tfjs-core';

type Attributes = Conv2DAttrs | Conv2DBackpropFilterAttrs | Conv2DBackpropInputAttrs;

/**
 * Sizes, pads and strides of a convolution of x [b, h, w, i] with a filter [kh, kw, i, o].
 * @returns null where our kernels leave it to the library: another layout, dilation, or nothing to compute
 */
export function geometryOf(
  xShape: readonly number[],
  filterShape: readonly number[],
  attributes: Attributes,
): backend_util.Conv2DInfo | null {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  const dilations = 'dilations' in attributes ? attributes.dilations : 1;
  if (dataFormat !== 'NHWC' || [dilations].flat().some((each) => each !== 1)) return null;
  const info = backend_util.computeConv2DInfo(
    [...xShape] as [number, number, number, number],
    [...filterShape] as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const sizes = [...info.inShape, ...info.outShape, ...info.filterShape];
  return info.inChannels === filterShape[2] && sizes.every((size) => size > 0) ? info : null;
}
