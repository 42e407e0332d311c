/** Heights of drawings in pixels; figures.module.css keeps the same room for them before they are there. */
export const panelHeight = 268;
export const wideHeight = 320;
