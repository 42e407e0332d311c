export function Landscapes() {
  return null;
}
