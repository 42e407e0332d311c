export function AovsAtWork() {
  return null;
}
