export function OneStep() {
  return null;
}
