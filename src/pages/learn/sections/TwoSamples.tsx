export function TwoSamples() {
  return null;
}
