/** Script of the page: a counterexample as a table of lanes, with its words and its replay. */
export const LANES_SCRIPT = String.raw`
  function counterexample(run, result) {
    var shown = result.counterexample;
    var prefix = runId(run) + wellFormed('--' + shown.breaks);
    var moving = new Set(shown.steps.map(function (step) { return step.lane; }));
    var lanes = shown.lanes.map(function (name, lane) { return { name: name, lane: lane }; })
      .filter(function (each) { return each.name !== 'clock' || moving.has(each.lane); });
    var kind = result.defect ? ' (' + defectName(result.defect) + ')' : '';
    return el('div', { id: prefix },
      el('h4', null, 'Breaks ', say(shown.breaks), kind + ' in ' + plural(shown.steps.length, 'step')
        + ', ' + number(shown.contextSwitches) + (shown.contextSwitches === 1 ? ' context switch' : ' context switches')),
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Steps of the counterexample' },
        el('table', { class: 'lanes' },
          el('thead', null, el('tr', null, el('th', { scope: 'col' }, 'step'), lanes.map(function (each) {
            return el('th', { scope: 'col' }, say(each.name));
          }))),
          el('tbody', null, shown.steps.map(function (step, at) {
            var id = prefix + '-step-' + (at + 1);
            return el('tr', { id: id },
              el('th', { scope: 'row' }, el('a', { class: 'step-link', href: hrefOf(id) }, String(at + 1))),
              lanes.map(function (each) {
                return el('td', { 'data-lane': each.name }, each.lane === step.lane ? stepCell(step) : null);
              }));
          })))),
      el('dl', { class: 'words' },
        el('dt', null, 'Let'), el('dd', null, say(shown.words.let)),
        el('dt', null, 'Then'), el('dd', null, say(shown.words.then)),
        el('dt', null, 'However'), el('dd', null, say(shown.words.however))),
      el('p', null, el('code', { class: 'replay' }, replayOf(run, shown))));
  }
  function stepCell(step) {
    return [
      el('span', { title: step.rule }, say(step.says)),
      step.fn === '' ? '' : el('span', { class: 'fn', title: step.file }, step.fn + '()'),
      step.changes.length === 0 ? '' : el('ul', null, step.changes.map(function (change) {
        return el('li', null, say(change.name), ': ', say(change.from), ' → ', el('b', null, say(change.to)));
      }))
    ];
  }
  function replayOf(run, shown) {
    var test = report.tests.find(function (each) { return each.name === run.test; });
    var given = test ? test.given : null;
    return ['fermata', 'replay', quoted(shown.token)].concat(given === null ? [] : quoted(given)).join(' ');
  }
  function quoted(word) {
    if (/^[\w.,:+=@%\/-]+$/.test(word)) return word;
    return "'" + word.split("'").join("'\\''") + "'";
  }
`;
