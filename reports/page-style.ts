/** The style of the page: light and dark, print, narrow screens. Plain CSS, nothing loaded. */
export const PAGE_STYLE = `
:root {
  --ground: #ffffff; --raised: #f5f6f8; --line: #d5d8de; --text: #1d2025; --soft: #5b616b;
  --link: #0b57a4; --good: #1d6b3f; --bad: #b3261e; --known: #8a5a00; --warning: #6b3fa0;
  --mono: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14161a; --raised: #1b1d21; --line: #363a42; --text: #e4e6ea; --soft: #a2a8b3;
    --link: #7db8f5; --good: #6fcf97; --bad: #ff8a80; --known: #e3b341; --warning: #c9a6f5;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, 'DejaVu Sans', sans-serif; overflow-wrap: anywhere;
}
header {
  position: sticky; top: 0; z-index: 3; display: flex; align-items: baseline; gap: 1.5rem;
  padding: .5rem 1.5rem; background: var(--raised); border-bottom: 1px solid var(--line);
}
h1 { margin: 0; font-size: 1.15rem; flex: none; }
nav { display: flex; gap: 1rem; overflow-x: auto; white-space: nowrap; font-size: .9rem; }
main { max-width: 1400px; margin: 0 auto; padding: 0 1.5rem 4rem; }
section { padding-top: 1rem; }
h2 { margin: 1.5rem 0 .75rem; font-size: 1.4rem; border-bottom: 1px solid var(--line); }
h3 { margin: 1.25rem 0 .5rem; font-size: 1.05rem; }
h4 { margin: 1rem 0 .4rem; font-size: 1rem; }
p { margin: .5rem 0; max-width: 75ch; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 4; background: var(--ground); padding: .25rem .5rem; }
code, pre, .mono { font-family: var(--mono); font-size: .875em; }
pre {
  margin: .5rem 0; padding: .75rem; overflow-x: auto; overflow-wrap: normal;
  background: var(--raised); border: 1px solid var(--line); border-radius: 4px;
}
.soft { color: var(--soft); }
.tone-good { color: var(--good); }
.tone-bad { color: var(--bad); font-weight: 650; }
.tone-known { color: var(--known); }
.tone-warning { color: var(--warning); font-weight: 650; }
.tone-quiet { color: var(--soft); }
.missing { color: var(--warning); }
.verdict { font-size: 1.25rem; margin-bottom: 0; }
.count { font-size: 1.05rem; margin-top: 0; }
.facts > div { display: grid; grid-template-columns: 12rem 1fr; gap: .5rem; padding: .15rem 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
dl.facts { margin: 1rem 0; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; }
th, td { padding: .3rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { background: var(--raised); font-weight: 600; }
table { overflow-wrap: break-word; }
thead th { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
table.matrix th, table.matrix td { padding: 0; }
table.matrix tbody th {
  position: sticky; left: 0; z-index: 1; padding: .1rem .5rem; white-space: nowrap;
  font-weight: 400; overflow-wrap: normal;
  max-width: 26rem; overflow: hidden; text-overflow: ellipsis;
}
table.matrix thead th { vertical-align: bottom; }
table.matrix thead th > bdi {
  display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); padding: .4rem .15rem;
  max-height: 16rem; overflow: hidden; text-overflow: ellipsis; overflow-wrap: normal; white-space: nowrap; font-weight: 400;
}
table.matrix td a {
  display: block; min-width: 1.7rem; padding: .1rem .3rem; text-align: center;
  text-decoration: none; font-family: var(--mono);
}
table.matrix td a:hover { background: var(--raised); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; font-size: .9rem; }
.legend b { font-family: var(--mono); margin-right: .4rem; }
.tools { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin: .5rem 0 1rem; }
.tools input, .tools select, button {
  font: inherit; font-size: .9rem; padding: .25rem .6rem; color: var(--text);
  background: var(--ground); border: 1px solid var(--soft); border-radius: 4px;
}
button { cursor: pointer; }
details.test { border: 1px solid var(--line); border-radius: 4px; margin: .5rem 0; }
details.test > summary { padding: .4rem .75rem; background: var(--raised); }
details.test > .body { padding: .25rem .75rem .75rem; }
details.run { border-top: 1px solid var(--line); }
details.run > summary { padding: .3rem .25rem; }
details.run > .body { padding: 0 .25rem 1rem 1.25rem; }
summary { cursor: pointer; }
summary .mark { display: inline-block; min-width: 1.4rem; font-family: var(--mono); }
summary .tally { margin-left: .75rem; font-size: .85rem; }
[hidden] { display: none !important; }
table.lanes { table-layout: fixed; width: 100%; min-width: 40rem; }
table.lanes th:first-child { width: 3.2rem; }
table.lanes tbody td { border-width: 0 1px; }
table.lanes tbody tr:last-child td { border-bottom-width: 1px; }
table.lanes td:not(:empty) { background: var(--raised); }
table.lanes .fn { display: block; font-family: var(--mono); font-size: .8rem; color: var(--soft); }
table.lanes ul { margin: .15rem 0 0; padding: 0; list-style: none; font-family: var(--mono); font-size: .8rem; }
table.lanes .step-link { text-decoration: none; }
tr:target > * , .aimed { background: color-mix(in srgb, var(--link) 14%, var(--ground)); }
.words { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
.words dt { font-weight: 650; }
.words dd { margin: 0; max-width: 75ch; }
.replay { user-select: all; }
figure { margin: 1rem 0; }
figure img { max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 4px; }
@media (max-width: 640px) {
  header { padding: .4rem .75rem; gap: .75rem; }
  main { padding: 0 .75rem 3rem; }
  .facts > div { grid-template-columns: 1fr; padding: .3rem 0; }
  details.run > .body { padding-left: .25rem; }
  table.lanes { min-width: 0; }
  table.lanes, table.lanes tbody, table.lanes tr, table.lanes td, table.lanes tbody th { display: block; }
  table.lanes thead { position: absolute; left: -99rem; }
  table.lanes tr { margin: .4rem 0; border: 1px solid var(--line); }
  table.lanes td, table.lanes tbody th { border: 0; }
  table.lanes tbody th:first-child { width: auto; }
  table.lanes td:empty { display: none; }
  table.lanes td::before { content: attr(data-lane) ' '; font-weight: 650; }
}
@media print {
  header, .tools, .skip { display: none; }
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  .scroll { overflow: visible; }
  tr, figure { break-inside: avoid; }
  details.test:not([open]) { break-inside: avoid; }
  table.matrix tbody th { position: static; }
}
`;
