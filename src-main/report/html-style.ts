/** The look of the page that a report is. One set of tokens, two themes; on paper always the light one. */
export const STYLE = `
:root { color-scheme: light dark;
  --bg: #ffffff; --sunken: #eef0f2; --line: #dcdfe3; --text: #15191e; --muted: #545d68; --accent: #0b62b8;
  --pass: #1a7440; --warn: #8a5a00; --fail: #b3261e; --unknown: #5b6470; --info: #0b62b8;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
  --sans: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif }
@media screen and (prefers-color-scheme: dark) { :root {
  --bg: #14171b; --sunken: #101317; --line: #2c323a; --text: #e8ebee; --muted: #9aa4b0; --accent: #6db1ff;
  --pass: #5fca8b; --warn: #e6b455; --fail: #ff8a80; --unknown: #98a2ae; --info: #6db1ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 var(--sans) }
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 48px }
h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 10px; text-wrap: balance }
h2 { font-size: 15px; margin: 32px 0 8px }
p { margin: 0 0 8px; max-width: 76ch }
a { color: var(--accent) }
code, pre { font: 12px/1.55 var(--mono) }
h1, p, li, dd, td, code, pre { overflow-wrap: anywhere }
.muted { color: var(--muted); font-size: 12px }
.glyph { width: 16px; height: 16px; flex: none; vertical-align: -3px; fill: none; stroke: currentColor; stroke-width: 1.5 }
.pass { color: var(--pass) } .warn { color: var(--warn) } .fail { color: var(--fail) }
.unknown, .skipped, .answered { color: var(--unknown) } .info { color: var(--info) }
.next { border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 6px; padding: 12px 16px; margin: 20px 0 }
.next h2 { margin: 0 0 4px; font-size: 12px; color: var(--muted) }
.next p { margin: 0 }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; margin: 12px 0 }
.facts dt, .finding dt { color: var(--muted); font-size: 12px; padding-top: 1px }
.facts dd, .finding dd { margin: 0 }
.finding { border-top: 1px solid var(--line); padding: 12px 0; break-inside: avoid }
.finding h3 { font-size: 14px; margin: 0 0 4px; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap }
.finding dl { display: grid; grid-template-columns: 72px minmax(0, 1fr); gap: 3px 10px; margin: 0 0 0 24px }
.finding ol { margin: 0; padding-left: 18px }
ul.plain { list-style: none; margin: 0; padding: 0 }
ul.plain li { padding: 6px 0; border-top: 1px solid var(--line) }
ol.way { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0; padding: 0 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line) }
th { color: var(--muted); font-size: 12px; font-weight: 400 }
details { border-top: 1px solid var(--line); padding: 8px 0 }
summary { cursor: pointer }
pre { white-space: pre-wrap; margin: 8px 0 0; padding: 10px 12px; background: var(--sunken); border: 1px solid var(--line); border-radius: 5px }
footer { margin-top: 32px; border-top: 1px solid var(--line); padding-top: 10px }
@media print {
  main { max-width: none; padding: 0 }
  a { color: inherit }
  /* What is folded on the screen is not lost on paper. */
  details::details-content { content-visibility: visible; block-size: auto }
  pre { border: 1px solid var(--line) }
  h2 { break-after: avoid }
}`;
