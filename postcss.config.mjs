/** Mantine's mixins and `rem()` in style sheets. */
import mantine from 'postcss-preset-mantine';

export default { plugins: [mantine()] };
