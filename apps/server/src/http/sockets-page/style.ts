/** How the page looks: in light and dark, beside its contents where there is room. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fff, #16181b);
  --paper: light-dark(#f4f4f2, #202327);
  --ink: light-dark(#1d2023, #e9eaeb);
  --faint: light-dark(#565c61, #a4abb2);
  --edge: light-dark(#d5d8da, #3a4046);
  --main: light-dark(#0b5c4a, #6fd3b8);
  font: 1rem/1.55 system-ui, sans-serif;
  scroll-padding-top: 1rem;
}
* { box-sizing: border-box }
body {
  margin: 0 auto;
  padding: 1rem;
  max-width: 76rem;
  background: var(--ground);
  color: var(--ink);
  overflow-wrap: anywhere;
}
a { color: var(--main) }
h2 a, h4 a { color: inherit; text-decoration: none }
h2 a:hover, h4 a:hover { text-decoration: underline }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
h1, h2, h3, h4 { line-height: 1.25 }
h1 { margin: 0 }
h2 { margin: 2.5rem 0 0.75rem; padding-top: 1rem; border-top: 1px solid var(--edge) }
h3 { margin: 1.75rem 0 0.5rem }
h4 { margin: 0; font-size: 1.05rem }
p { margin: 0.5rem 0 }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em }
pre {
  margin: 0.25rem 0;
  padding: 0.6rem 0.8rem;
  border-radius: 0.4rem;
  background: var(--ground);
  border: 1px solid var(--edge);
  white-space: pre-wrap;
}
.message {
  margin: 0.75rem 0;
  padding: 0.8rem 1rem;
  border-radius: 0.5rem;
  background: var(--paper);
}
.message:target, section:target > h2 { outline: 2px solid var(--main); outline-offset: 2px }
.label { margin: 0.6rem 0 0; color: var(--faint); font-size: 0.9rem }
.type { color: var(--faint) }
ul.fields, ul.facts { padding-left: 1.1rem }
dl { margin: 0 }
dt { margin-top: 0.5rem }
dd { margin: 0 0 0 1.1rem }
summary { cursor: pointer }
nav { font-size: 0.9rem }
nav ul { margin: 0; padding: 0; list-style: none }
nav ul ul { padding-left: 0.75rem }
nav li > a { display: block; padding: 0.2rem 0 }
.skip, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.skip:focus { position: static; width: auto; height: auto; clip-path: none }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 0 2.5rem }
  header, .skip { grid-column: 1 / -1 }
  nav { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto }
}
@media (max-width: 59.99rem) {
  nav ul ul { display: none }
}
@media (prefers-reduced-motion: no-preference) {
  html { scroll-behavior: smooth }
}
`
