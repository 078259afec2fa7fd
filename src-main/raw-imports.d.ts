/** Vite inlines files imported with `?raw` as strings; probe scripts and page assets come in this way. */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: Vite's own shape for raw imports.
  export default text;
}
