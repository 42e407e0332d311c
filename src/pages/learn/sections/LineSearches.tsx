export function LineSearches() {
  return null;
}
