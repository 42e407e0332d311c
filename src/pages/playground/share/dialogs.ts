/** Which dialog of the menu "Share" is open. */
export type ShareDialog =
  /** The link, to be copied by hand. */
  | { readonly kind: 'link'; readonly link: string }
  /** A place to paste one. */
  | { readonly kind: 'paste' }
  /** The frame for a course page. */
  | { readonly kind: 'embed' };
